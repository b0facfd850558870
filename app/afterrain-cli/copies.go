package main

import (
	"os"
	"slices"
	"strings"

	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
)

// copies finds the restored copies of earlier runs. Photos of two cameras may have one name,
// and their copies lie in one folder: a copy counts for one photo only, and for none that was
// taken at another time, or was another file when the copy was begun. It holds those that count already, by their names in lower case, as
// some disks do not tell upper case from it. nil finds nothing.
type copies map[string][]copied

// copied is a file that is the copy of source as it was.
type copied struct {
	source string
	was    sighting
	os.FileInfo
}

// newCopies finds copies if skip says so.
func newCopies(skip bool) copies {
	if !skip {
		return nil
	}
	return copies{}
}

// of is the restored copy of a photo that is newer than the photo: path, or what bears a
// number of it, since a photo that was changed is restored beside its old copy. "" if there is
// none. An empty file is none: it held the name for a program that was killed.
func (c copies) of(source, path string) string {
	if c == nil {
		return ""
	}
	was, err := disk.Changed(source)
	if err != nil {
		return ""
	}
	for _, name := range disk.Taken(path) {
		is, err := os.Stat(name)
		if err != nil || !is.Mode().IsRegular() || is.Size() == 0 || !is.ModTime().After(was) {
			continue
		}
		if !c.counts(source, name, is) && !photo.OtherShot(source, name) {
			return name
		}
	}
	return ""
}

// counts tells whether a file is the copy of another photo than source already, or of what source was before: a photo may be
// replaced while it is restored, and the copy is newer nevertheless.
func (c copies) counts(source, name string, is os.FileInfo) bool {
	now, _ := sight(source)
	return slices.ContainsFunc(c[strings.ToLower(name)], func(k copied) bool {
		return (k.source != source || k.was != now) && os.SameFile(is, k.FileInfo)
	})
}

// count notes that a file is the copy of source as it was.
func (c copies) count(source string, was sighting, name string) {
	if c == nil {
		return
	}
	if is, err := os.Stat(name); err == nil {
		key := strings.ToLower(name)
		c[key] = append(c[key], copied{source, was, is})
	}
}
