package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"afterrain/ui/widgets"
)

// This file takes photos off the strip, and puts them back.

// takenOff is what putting photos back needs to know.
type takenOff struct {
	strip   []*item // before they were taken off
	cancels int     // of the queue, at that time
	held    bool    // the queue paused, and nothing was left in it
}

// takeOff takes photos off the strip. Undo puts them back, with their settings, until settings
// are changed or others are dropped. One that is being exported stays, unless its export is cancelled.
func (w *Window) takeOff(items ...*item) {
	q := &w.bench.exports
	stays := ""
	if it := q.now; it != nil && slices.Contains(items, it) {
		stays = lang.L("{{.Name}} is being exported, so it stays.", with{"Name": widgets.Shorten(it.name(), 40)})
	}
	off := takenOff{slices.Clone(w.bench.items), q.cancels, q.paused}
	w.bench.remove(items...)
	w.sift(off.strip)
	if n := len(off.strip) - len(w.bench.items); n > 0 {
		off.held = off.held && !q.paused
		w.history.tookOff(off)
		words := lang.L("Taken off the strip: {{.Photos}}.", with{"Photos": photos(n)})
		w.toast.Show(strings.TrimSpace(words+" "+stays), lang.L("Undo"), w.onUndo)
	} else if it := q.now; stays != "" {
		w.toast.Show(stays, lang.L("Cancel it and take it off"), func() { w.bench.letGo(it) })
	}
}

// few photos may be taken off a strip without what is left being worth to be kept until tomorrow.
const few = 4

// sift marks what is left of a strip where many photos were taken off: to choose them may have taken an hour.
func (w *Window) sift(before []*item) {
	w.off += len(those(before, func(it *item) bool { return !it.unread })) - len(those(w.bench.items, func(it *item) bool { return !it.unread }))
	switch {
	case len(w.bench.items) == 0:
		w.off = 0
	case w.off > few:
		for _, it := range w.bench.items {
			it.sifted = true
		}
		w.keepQueue()
	}
}

// letGo cancels the export of a photo, which then goes off the strip; it does so at once if
// it is not being exported any more.
func (b *bench) letGo(it *item) {
	q := &b.exports
	if q.now != it || !q.Busy() {
		b.on.leaves(it)
		return
	}
	b.closeSecondEngine()
	q.leaving = it
	q.Interrupt()
}

// leave has a photo whose export has ended go off the strip, if it was to.
func (b *bench) leave(it *item) {
	if q := &b.exports; q.leaving == it {
		q.leaving, q.now = nil, nil
		b.on.leaves(it)
	}
}

// takeOffUnread takes off what could not be opened, as the raw files beside a camera's JPEGs.
func (w *Window) takeOffUnread() {
	if items := unread(w.bench.items); len(items) > 0 {
		w.takeOff(items...)
		return
	}
	w.toast.Show(lang.L("All photos can be opened."), "", nil)
}

// unread lists those of the items that could not be opened.
func unread(items []*item) []*item {
	return those(items, func(it *item) bool { return it.unread && !it.queued() })
}

// putBack undoes the newest takeOff, and the one before it the next time; false if there is nothing to put back.
func (w *Window) putBack() bool {
	w.retireUndo()
	for n := len(w.history.off); n > 0; n-- {
		off := w.history.off[n-1]
		w.history.off = slices.Delete(w.history.off, n-1, n)
		if w.bench.putBack(off) {
			return true
		}
	}
	return false
}

// keepOff lets go of what was taken off.
func (w *Window) keepOff() {
	if w.history.off != nil {
		w.toast.Retire(lang.L("Undo"))
		w.history.off = nil
	}
}

// putBack puts back what is missing of a strip as it was, each photo after the one that was
// before it. What waited for its export waits again, unless the queue was cancelled meanwhile.
func (b *bench) putBack(off takenOff) bool {
	at := 0
	var back []*item
	for _, it := range off.strip {
		if i := slices.Index(b.items, it); i >= 0 {
			at = i + 1
			continue
		}
		if it.queued() && b.exports.cancels != off.cancels {
			it.cancel()
		}
		b.items = slices.Insert(b.items, at, it)
		at++
		back = append(back, it)
	}
	if len(back) == 0 {
		return false
	}
	b.on.list()
	b.show(back[0])
	b.rejoin(back, off.held)
	return true
}

// rejoin takes those of the items that wait into the queue again, which begins anew if it has
// ended meanwhile, or pauses if it did when they left it.
func (b *bench) rejoin(items []*item, held bool) {
	q := &b.exports
	ended := !b.exporting()
	for _, it := range items {
		if it.state == waiting {
			q.batch = append(q.batch, it)
		}
	}
	switch {
	case !ended || len(q.batch) == 0:
	case held:
		b.pause(true)
	default:
		b.exportNext()
	}
	b.on.status()
}
