package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// found is a photo that was dropped.
type found struct {
	path  string
	below string // folders between an export folder and the file, to keep the tree; "" = none
}

// gather turns what was dropped into photos: a file stands for itself, whatever
// its name, and a folder for all photos below it. Hidden folders and folders
// that may not be read are passed over. It reads the disk: not for the main
// goroutine.
func gather(paths []string) []found {
	var all []found
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			p = abs
		}
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			all = append(all, photosBelow(p)...)
		} else {
			all = append(all, found{path: p})
		}
	}
	return all
}

// photosBelow walks a folder. Its own name is the first of the kept tree, so
// that two dropped folders do not mix.
func photosBelow(root string) []found {
	var all []found
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && path != root
		switch {
		case err != nil && d.IsDir(), d.IsDir() && hidden:
			return fs.SkipDir
		case err == nil && !hidden && isPhotoName(path) && isFile(path):
			all = append(all, found{path, tree(root, path)})
		}
		return nil
	})
	return all
}

// tree is the dropped folder's name and what lies between it and the photo.
func tree(root, path string) string {
	rel, err := filepath.Rel(filepath.Dir(root), filepath.Dir(path))
	if err != nil || !filepath.IsLocal(rel) || rel == "." {
		return ""
	}
	return rel
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
