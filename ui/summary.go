package ui

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"fyne.io/fyne/v2/lang"

	"afterrain/engine/photo/disk"
	"afterrain/ui/widgets"
)

// summary counts what became of a queue.
type summary struct {
	done, failed, cancelled, skipped int
	folders                          []string // where the files are
	last                             *item    // the newest that was exported
	bad                              []*item  // those that failed
	off                              []*item  // those that were cancelled
	outputs                          []string // the files that were written
	missing                          int      // of outputs: not there any more when all was done
}

// forget takes back that a counted item failed, was cancelled or skipped: it is tried again.
func (s *summary) forget(it *item) {
	if i := slices.Index(s.bad, it); i >= 0 {
		s.bad = slices.Delete(s.bad, i, i+1)
		s.failed--
		return
	}
	switch it.state {
	case cancelled:
		s.cancelled--
		s.off = slices.DeleteFunc(s.off, func(other *item) bool { return other == it })
	case skipped:
		s.skipped--
	}
}

// cancel takes the item out of the queue and counts it.
func (s *summary) cancel(it *item) {
	it.cancel()
	s.cancelled++
	s.off = append(s.off, it)
}

func (s *summary) add(it *item) {
	s.done++
	s.last = it
	s.outputs = append(s.outputs, it.output)
	if dir := filepath.Dir(it.output); !slices.Contains(s.folders, dir) {
		s.folders = append(s.folders, dir)
	}
}

// hopeless tells whether the photos after one that could not be saved would
// fare no better: the disk is full, or the one folder they all go to cannot be
// written to. The queue then pauses instead of failing photo after photo.
func hopeless(err error, o order) bool {
	if !errors.Is(err, errSaving) {
		return false
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, disk.ErrSpace) {
		return true
	}
	return o.folder != "" && o.path == "" && (locked(err) || errors.Is(err, fs.ErrNotExist))
}

// locked tells whether a folder may not be written to.
func locked(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, disk.ErrReadOnly)
}

// allLocked tells whether a photo could not be put beside itself, as on a card that is locked, and the photos after it go into the same folder:
// each would be opened before it fails.
func allLocked(err error, it *item, rest []*item) bool {
	if !errors.Is(err, errSaving) || !locked(err) {
		return false
	}
	folder := it.order.into(it.found)
	return !slices.ContainsFunc(rest, func(other *item) bool { return other.order.into(other.found) != folder })
}

// redirect sends the photos that wait in an export that paused by itself to another folder,
// as the window advises.
func (b *bench) redirect(folder string) {
	if q := &b.exports; !q.paused || !q.halted {
		return
	}
	for _, it := range b.waiting() {
		if it.order.path == "" {
			it.order.folder = folder
		}
	}
}

// amend has photos that could not be saved go into the folder and the format that are chosen
// now when they are tried again, as the window advises.
func (b *bench) amend(o order) {
	for _, it := range failures(b.items) {
		if it.order.path == "" && errors.Is(it.err, errSaving) {
			it.order.folder, it.order.save = o.folder, o.save
		}
	}
}

// orderedOtherwise lists the photos in the queue that are to be exported otherwise than o says. One with a name of its own was asked for apart.
func (b *bench) orderedOtherwise(o order) []*item {
	return those(b.waiting(), func(it *item) bool {
		is := it.order
		return is.path == "" && (is.folder != o.folder || is.naming != o.naming || is.save != o.save)
	})
}

// reorder has them exported as o says.
func (b *bench) reorder(o order) {
	for _, it := range b.orderedOtherwise(o) {
		it.order.folder, it.order.naming, it.order.save = o.folder, o.naming, o.save
		it.skips = b.skips(it)
	}
	b.on.list()
}

// sumWords tells how a queue ended, counting files that are there.
func sumWords(s summary) string {
	switch alone := s.done+s.failed+s.cancelled+s.skipped == 1; {
	case alone && s.done == 1 && s.missing == 0:
		return lang.L("Exported {{.Name}}", with{"Name": filepath.Base(s.last.output)})
	case alone && s.failed == 1:
		return failureWords(s.bad[0])
	}
	text := strings.Join(s.counts(), ", ")
	if s.failed > 0 {
		return lang.L("{{.Counts}}. The last one, {{.Failure}}", with{"Counts": text, "Failure": failureWords(s.bad[len(s.bad)-1])})
	}
	return lang.L("{{.Counts}}.", with{"Counts": text})
}

// counts lists what became of a queue, what there is none of left out.
func (s summary) counts() (parts []string) {
	if s.done > 0 {
		parts = append(parts, lang.L("{{.Photos}} exported", with{"Photos": photos(s.done)}))
	}
	if s.missing > 0 {
		parts = append(parts, lang.L("{{.N}} of them not there any more", with{"N": s.missing}))
	}
	if s.failed > 0 {
		parts = append(parts, lang.L("{{.N}} failed", with{"N": s.failed}))
	}
	if s.skipped > 0 {
		parts = append(parts, lang.L("{{.N}} skipped as unchanged", with{"N": s.skipped}))
	}
	if s.cancelled > 0 {
		parts = append(parts, lang.L("{{.N}} cancelled", with{"N": s.cancelled}))
	}
	return parts
}

// failureWords say which photo failed, why, and what to do.
func failureWords(it *item) string {
	w := explain(it.err)
	return widgets.Shorten(it.name(), 40) + ": " + w.what + " " + w.todo
}

// haltWords say why an export pauses by itself.
func haltWords(it *item) string {
	return failureWords(it) + " " + lang.L("The export pauses; the other photos wait.")
}
