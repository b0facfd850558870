package ui

import (
	"os"
	"path/filepath"
	"slices"

	"afterrain/engine/photo"
)

// found is a photo that was dropped.
type found struct {
	path  string
	below string // folders between an export folder and the file, to keep the tree; "" = none
}

// gather turns what was dropped into photos: a file stands for itself, whatever
// its name, and a folder, or a link to one, for all photos below it: see
// photo.Walk. What may not be read is passed over, and so are some camera raw files, which it counts.
// It reads the disk: not for the main goroutine.
func gather(paths []string) (all []found, raws photo.LeftRaws) {
	for _, p := range absolute(paths) {
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			below, n := photosBelow(p)
			all = append(all, below...)
			raws.Undeveloped, raws.Beside = raws.Undeveloped+n.Undeveloped, raws.Beside+n.Beside
		} else {
			all = append(all, found{path: p})
		}
	}
	return all, raws
}

// absolute names files so that they are found from any folder.
func absolute(paths []string) []string {
	all := slices.Clone(paths)
	for i, p := range all {
		if abs, err := filepath.Abs(p); err == nil {
			all[i] = abs
		}
	}
	return all
}

// photosBelow walks a folder. Its own name is the first of the kept tree, so
// that two dropped folders do not mix.
func photosBelow(root string) (all []found, raws photo.LeftRaws) {
	_, raws = photo.Walk(root, func(path string, err error) {
		if err == nil {
			all = append(all, found{path, tree(root, path)})
		}
	})
	return all, raws
}

// tree is the dropped folder's name and what lies between it and the photo.
func tree(root, path string) string {
	rel, err := filepath.Rel(filepath.Dir(root), filepath.Dir(path))
	if err != nil || !filepath.IsLocal(rel) || rel == "." {
		return ""
	}
	return rel
}
