package ui

import (
	"slices"

	"fyne.io/fyne/v2/lang"
)

// This file takes photos off the strip, and puts them back.

// takeOff takes photos off the strip. Undo puts them back, with their settings, until settings
// are changed or others are dropped.
func (w *Window) takeOff(items ...*item) {
	strip := slices.Clone(w.bench.items)
	w.bench.remove(items...)
	if n := len(strip) - len(w.bench.items); n > 0 {
		w.history.tookOff(strip)
		w.toast.Show(lang.L("Taken off the strip: {{.Photos}}.", with{"Photos": photos(n)}), lang.L("Undo"), w.onUndo)
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
func unread(items []*item) (list []*item) {
	for _, it := range items {
		if it.unread && !it.queued() {
			list = append(list, it)
		}
	}
	return list
}

// putBack undoes takeOff; false if there is nothing to put back.
func (w *Window) putBack() bool {
	strip := w.history.strip
	w.keepOff()
	return w.bench.putBack(strip)
}

// keepOff lets go of what was taken off.
func (w *Window) keepOff() {
	if w.history.strip != nil {
		w.toast.Retire(lang.L("Undo"))
		w.history.strip = nil
	}
}

// putBack puts back what is missing of a strip as it was, each photo after the one that was
// before it. What waited for its export is not exported any more.
func (b *bench) putBack(strip []*item) bool {
	at, first := 0, (*item)(nil)
	for _, it := range strip {
		if i := slices.Index(b.items, it); i >= 0 {
			at = i + 1
			continue
		}
		if it.queued() {
			it.cancel()
		}
		b.items = slices.Insert(b.items, at, it)
		if at++; first == nil {
			first = it
		}
	}
	if first == nil {
		return false
	}
	b.on.list()
	b.show(first)
	return true
}
