package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// gather turns what was dropped into files: a file stands for itself, whatever
// its name, and a folder for all photos below it. Hidden folders and folders
// that may not be read are passed over. It reads the disk: not for the main
// goroutine.
func gather(paths []string) []string {
	var found []string
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			p = abs
		}
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			found = append(found, photosBelow(p)...)
		} else {
			found = append(found, p)
		}
	}
	return found
}

func photosBelow(root string) []string {
	var found []string
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && path != root
		switch {
		case err != nil && d.IsDir(), d.IsDir() && hidden:
			return fs.SkipDir
		case err == nil && !hidden && isPhotoName(path) && isFile(path):
			found = append(found, path)
		}
		return nil
	})
	return found
}

// isFile follows a link, so that a folder of links to photos works; links to
// folders are not followed, as they may lead in circles.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func isPhotoName(path string) bool {
	return slices.Contains(photoEndings, strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")))
}
