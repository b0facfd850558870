package main

import (
	"fmt"
	"os"
	"path/filepath"
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
	others = photo.Walk(root, func(path string, err error) {
		in := input{path: path, err: err}
		if err == nil {
			in.sub, _ = filepath.Rel(root, filepath.Dir(path)) // always below root
		}
		list = append(list, in)
	})
	return list, others
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
