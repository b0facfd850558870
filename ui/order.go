package ui

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"

	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
)

// order says how a photo is exported.
type order struct {
	folder string // "" = beside each source
	path   string // for one photo: exactly this file; "" = as naming says
	naming string // template of the name; "" = defaultNaming
	save   photo.SaveOptions
	again  bool // export even what was exported before and has not changed
}

// target is the file that a photo is exported to, numbered if it is taken.
// Below an export folder the tree of a dropped folder is kept.
func (o order) target(s subject) string { return disk.Unused(o.wanted(s)) }

// wanted is target without the number.
func (o order) wanted(s subject) string {
	if o.path != "" {
		return o.path
	}
	return filepath.Join(o.into(s.found), expand(o.naming, s)+o.extension(s))
}

// into is the folder that a photo is exported into.
func (o order) into(f found) string {
	switch {
	case o.path != "":
		return filepath.Dir(o.path)
	case o.folder == "":
		return filepath.Dir(f.path)
	}
	return filepath.Join(o.folder, f.below)
}

// extension is the source's own, unless another format is asked for, which DNG is of camera raw files only, or the source
// is of another format than its name says.
func (o order) extension(s subject) string {
	return photo.ExtensionAs(o.save.Format, s.format, photo.Ending(s.path))
}

// format is the one that is asked for, by itself or by the name of the file; "" = the photo's own.
func (o order) format() photo.Format {
	if o.save.Format != "" || o.path == "" {
		return o.save.Format
	}
	f, _ := photo.FormatNamed(o.path) // what is wrong with it is said when it is saved
	return f
}

// imprint tells one export of a photo from another: the file as it was on the
// disk, how it is restored, and how and where it is saved. Equal imprints mean
// that exporting again would make the same file again. "" if the file could not be
// looked at.
func (o order) imprint(f found, was stamp, how finish, model string) string {
	if was == (stamp{}) {
		return ""
	}
	all := []any{was.size, was.modified, model, how.look, o.into(f), o.path, cmp.Or(o.naming, defaultNaming), o.save}
	if how.stays != nil {
		all = append(all, how.stays.print)
	}
	b, err := json.Marshal(all)
	if err != nil {
		return ""
	}
	return string(b)
}

// asked is the part of an imprint that does not come from the disk.
func asked(imprint string) string {
	parts := strings.SplitN(imprint, ",", 3) // the file's size and time come first
	return parts[len(parts)-1]
}

// skips is the finish with which the export that is asked of a photo would be skipped, unless a
// file was changed or taken away meanwhile; zero if there is none.
func (b *bench) skips(it *item) finish {
	some := stamp{size: 1}
	if o := it.order; o.again || it.print == "" || asked(o.imprint(it.found, some, it.finish(), b.tools.model)) != asked(it.print) {
		return finish{}
	}
	return it.finish()
}

// stamp tells a file from what another program makes of it later. The zero value
// is a file that could not be looked at.
type stamp struct {
	size     int64
	modified int64 // Unix, ns
}

// stampOf reads the disk: not for the main goroutine.
func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.Size(), info.ModTime().UnixNano()}
}

// time is when the file was last written; zero if that cannot be told.
func (s stamp) time() time.Time {
	if s == (stamp{}) {
		return time.Time{}
	}
	return time.Unix(0, s.modified)
}

// after tells whether another program has written the file since was. A file that
// is gone has not changed.
func (s stamp) after(was stamp) bool { return s != (stamp{}) && s != was }
