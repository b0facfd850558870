package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"afterrain/engine/photo"
)

// input is one photo to restore.
type input struct {
	path string
	sub  string // its folder below the folder that was named, for the tree under -o
	err  error  // why there is no such photo
}

// restored is how our own results are named; a folder is not restored twice.
var restored = regexp.MustCompile(`-restored(-\d+)?$`)

// collect lists the photos that paths stand for, in their order, and counts the
// files in folders that are something else.
func collect(paths []string) (list []input, others int) {
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			list = append(list, input{path: path, err: err})
		case info.IsDir():
			found, n := walk(path)
			list, others = append(list, found...), others+n
		default:
			list = append(list, input{path: path})
		}
	}
	return list, others
}

func walk(root string) (list []input, others int) {
	top := root + string(filepath.Separator) // follows a link
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			list = append(list, input{path: path, err: err})
			return nil
		}
		hidden := path != top && strings.HasPrefix(d.Name(), ".")
		switch {
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir() || hidden:
		case isPhoto(path):
			sub, _ := filepath.Rel(root, filepath.Dir(path)) // always below root
			list = append(list, input{path: path, sub: sub})
		default:
			others++
		}
		return nil
	})
	if err != nil {
		list = append(list, input{path: root, err: err})
	}
	return list, others
}

// isPhoto goes by the name: what is named as a photo and is none is worth an error.
func isPhoto(path string) bool {
	ext := filepath.Ext(path)
	if restored.MatchString(strings.TrimSuffix(path, ext)) {
		return false
	}
	info, err := os.Stat(path) // follows links
	return knownExtension(ext) && err == nil && info.Mode().IsRegular()
}

func knownExtension(ext string) bool {
	for _, f := range []photo.Format{photo.JPEG, photo.PNG, photo.TIFF} {
		if slices.Contains(photo.Extensions(f), strings.ToLower(ext)) {
			return true
		}
	}
	return false
}

// target is a free name for p's restored copy: beside the source, or under folder.
func target(in input, p *photo.Photo, folder string) (string, error) {
	dir := filepath.Dir(in.path)
	if folder != "" {
		dir = filepath.Join(folder, in.sub)
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return "", fmt.Errorf("make folder: %w", err)
		}
	}
	name := filepath.Base(in.path)
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if known := photo.Extensions(p.Format); !slices.Contains(known, strings.ToLower(ext)) {
		ext = known[0] // the content is another format than the name says
	}
	return photo.Unused(filepath.Join(dir, stem+"-restored"+ext)), nil
}
