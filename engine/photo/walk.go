package photo

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Walk visits the photos below a folder, by their names, in lexical order, each
// path beginning with root, and counts the files that are something else or our
// own results. It follows root if that is a link, and links to photos, but no
// links to folders further down, which may lead in circles. Hidden files and
// folders are passed over. What cannot be read is visited with its error.
func Walk(root string, visit func(path string, err error)) (others int) {
	top := root + string(filepath.Separator) // follows a link
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil { // d may be nil
			visit(filepath.Clean(path), err)
			return nil
		}
		hidden := path != top && strings.HasPrefix(d.Name(), ".")
		switch {
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir() || hidden:
			return nil
		}
		if photo, err := isPhoto(path); photo || err != nil {
			visit(path, err)
		} else {
			others++
		}
		return nil
	})
	if err != nil {
		visit(root, err)
	}
	return others
}

// isPhoto goes by the name: what is named as a photo and is none, or a link to one that
// is gone, is worth an error. Our own results are none: a folder is not restored twice.
func isPhoto(path string) (bool, error) {
	if !knownExtension(filepath.Ext(path)) {
		return false, nil
	}
	info, err := os.Stat(path) // follows links
	return err == nil && info.Mode().IsRegular() && !isMarked(path), err
}

func knownExtension(ext string) bool {
	for _, f := range [...]Format{JPEG, PNG, TIFF} {
		if slices.Contains(Extensions(f), strings.ToLower(ext)) {
			return true
		}
	}
	return false
}
