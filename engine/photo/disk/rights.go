package disk

import (
	"io/fs"
	"os"
)

// Rights is who may read a file: a result is for nobody who could not read the photo.
type Rights struct {
	mode  fs.FileMode // 0: unknown
	group int         // that mode speaks of; -1 where files have none
}

// RightsOf is who may read the file at path, unknown if it is gone.
func RightsOf(path string) Rights {
	info, err := os.Stat(path)
	if err != nil {
		return Rights{}
	}
	return Rights{info.Mode(), group(info)}
}

// createFile makes a file that must not be there yet. Its owner may always write it. What a disk without
// Rights refuses is no error.
func (r Rights) createFile(path string) (file, error) {
	mode := fs.FileMode(0o666)
	if r.mode != 0 {
		mode = mode&r.mode.Perm() | 0o600
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && r.mode != 0 && group(info) != r.group {
		given := info.Mode().Perm()
		all := given & 0o006
		if own := given&^0o060 | all<<3; own != given { // a group of other people
			f.Chmod(own & given)
		}
	}
	return f, nil
}
