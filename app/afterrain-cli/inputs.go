package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
	"afterrain/engine/photo/parallel"
)

// input is one photo to restore.
type input struct {
	path string
	sub  string // its folder below the folder that was named, for the tree under -o
	err  error  // why there is no such photo
}

// collection is the photos that a command line stands for, in its order, and the number
// of files in its folders that are something else.
type collection struct {
	photos []input
	others int
	raws   photo.LeftRaws  // of these
	named  map[string]bool // the photos, by their whole paths
}

// add takes photos in, each once: a folder may be named and a photo in it too.
func (c *collection) add(list ...input) {
	for _, in := range list {
		whole, err := filepath.Abs(in.path)
		if err == nil && c.named[whole] {
			continue
		}
		c.named[whole] = true
		c.photos = append(c.photos, in)
	}
}

// collect finds the photos that paths stand for; none are an error. Our own results are left
// out of folders, and with goOn, as a shell's *.jpg names those of the run that is gone on with,
// everywhere. A folder takes long on a slow drive, since the head of each file is read.
func collect(ctx context.Context, paths []string, goOn bool) (collection, error) {
	return parallel.UnlessDone(ctx, func() (collection, error) {
		c := collectAll(paths, goOn)
		switch {
		case len(c.photos) == 0 && c.raws.Undeveloped > 0:
			return c, fmt.Errorf("no photos found but camera raw files, %d of them, which LibRaw develops: install Afterrain again or LibRaw's program dcraw_emu (the package libraw-bin)", c.raws.Undeveloped)
		case len(c.photos) == 0:
			return c, errNoPhotos
		}
		return c, nil
	})
}

func collectAll(paths []string, goOn bool) collection {
	c := collection{named: map[string]bool{}}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			c.addMatching(path, err)
		case info.IsDir():
			c.addFolder(path)
		case goOn && photo.Marked(path):
			c.others++
		default:
			c.add(input{path: path})
		}
	}
	return c
}

// addMatching takes in what a path stands for that is no file for the reason why: *.jpg, as the shells
// of Windows hand it on, or a mistake.
func (c *collection) addMatching(path string, why error) {
	photos, others := photo.Matching(path)
	c.others += others
	for _, path := range photos {
		c.add(input{path: path})
	}
	if len(photos)+others == 0 {
		c.add(input{path: path, err: fmt.Errorf("open %s: %w", disk.Printable(path), disk.WithoutPath(why))})
	}
}

func (c *collection) addFolder(root string) {
	others, raws := photo.Walk(root, func(path string, err error) {
		in := input{path: path, err: err}
		if err == nil {
			in.sub, _ = filepath.Rel(root, filepath.Dir(path)) // always below root
		}
		c.add(in)
	})
	c.others += others
	c.raws.Undeveloped, c.raws.Beside = c.raws.Undeveloped+raws.Undeveloped, c.raws.Beside+raws.Beside
}

// target is the name for the restored copy of a photo, in this format: beside the source, or
// under folder. It may be taken, and its folder missing.
func target(in input, format photo.Format, folder string) string {
	dir := filepath.Dir(in.path)
	if folder != "" {
		dir = filepath.Join(folder, in.sub)
	}
	name := filepath.Base(in.path)
	ext := photo.Ending(name)
	stem := strings.TrimSuffix(name, ext)
	return filepath.Join(dir, stem+"-restored"+photo.Extension(format, ext)) // the name may have said another format
}
