package disk

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// A file is written under a temporary name and stays under it if the program is killed
// meanwhile, or the power fails. Nobody can tell whether another program is still writing
// it, on another computer perhaps, but nobody writes for a day.

// stale is how old a temporary file is that nobody is writing any more.
const stale = 24 * time.Hour

// temporaryName is how temporary names are told; ours alone.
var temporaryName = regexp.MustCompile(`^\.afterrain-[0-9a-f]{8}\.part$`)

func temporary(dir string) string {
	return filepath.Join(dir, fmt.Sprintf(".afterrain-%08x.part", rand.Uint32()))
}

// removeStale takes away stale temporary files beside fresh, which was made just now: it
// tells the time by the clock that the others' times come from, as of a network disk.
// What cannot be removed stays.
func removeStale(fresh string) {
	now, err := os.Lstat(fresh)
	if err != nil {
		return
	}
	dir := filepath.Dir(fresh)
	folder, err := os.Open(dir)
	if err != nil {
		return
	}
	defer folder.Close()
	names, _ := folder.Readdirnames(-1)
	for _, name := range names {
		if !temporaryName.MatchString(name) {
			continue
		}
		path := filepath.Join(dir, name)
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && now.ModTime().Sub(info.ModTime()) > stale {
			os.Remove(path)
		}
	}
}
