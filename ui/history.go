package ui

import (
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2/lang"

	"afterrain/ui/widgets"
)

// history is the undo of settings. It keeps what photos looked like before each
// change; a slider's many values within a moment are one change, and each stroke of the
// brush is one.
type history struct {
	past, future []change
	last         time.Time  // of the newest change
	off          []takenOff // photos that were taken off the strip since settings were changed, newest last
}

// change is how some photos were to come out.
type change map[*item]earlier

// earlier is what a photo was like before a change.
type earlier struct {
	finish
	base Look
}

const (
	oneChange   = 800 * time.Millisecond // changes of the same photos within it are one
	mostChanges = 100
)

// note remembers what items look like before they are changed.
func (h *history) note(items []*item, now time.Time) {
	same := len(h.past) > 0 && len(h.future) == 0 && h.moment(now) && h.past[len(h.past)-1].of(items)
	h.last, h.future, h.off = now, nil, nil
	if same {
		return
	}
	h.past = append(h.past, finishes(items))
	if len(h.past) > mostChanges {
		h.past = h.past[1:]
	}
}

// noteApart is note for what is not one change with what came before it and comes after it.
func (h *history) noteApart(items []*item) {
	h.last = time.Time{}
	h.note(items, time.Now())
	h.last = time.Time{}
}

// tookOff remembers photos that were taken off the strip.
func (h *history) tookOff(off takenOff) {
	h.off, h.last = append(h.off, off), time.Time{}
	if len(h.off) > mostChanges {
		h.off = h.off[1:]
	}
}

// moment tells whether now is right after the newest change.
func (h *history) moment(now time.Time) bool {
	since := now.Sub(h.last)
	return since >= 0 && since < oneChange
}

func finishes(items []*item) change {
	c := change{}
	for _, it := range items {
		c[it] = earlier{it.finish(), it.base}
	}
	return c
}

// has tells whether a change is of an item too.
func (c change) has(it *item) bool {
	_, ok := c[it]
	return ok
}

// of tells whether a change is of exactly these items.
func (c change) of(items []*item) bool {
	return len(c) == len(items) && !slices.ContainsFunc(items, func(it *item) bool { return !c.has(it) })
}

// swap gives the items of a change back what they had, which is not exported yet, and returns
// what they have. Those that come out as before all the same are left out of the change then.
func (c change) swap() change {
	old := change{}
	for it, was := range c {
		old[it] = earlier{it.finish(), it.base}
		it.base = was.base
		if was.finish == it.finish() {
			delete(c, it)
			continue
		}
		it.look, it.stays, it.touched = was.look, was.stays, true
	}
	return old
}

// keep forgets changes of photos that are not on the strip any more.
func (h *history) keep(strip []*item) {
	there := finishes(strip)
	for _, list := range [...]*[]change{&h.past, &h.future} {
		for _, c := range *list {
			maps.DeleteFunc(c, func(it *item, _ earlier) bool { return !there.has(it) })
		}
		*list = slices.DeleteFunc(*list, func(c change) bool { return len(c) == 0 })
	}
}

// undo and redo return the items that changed; nil if there is nothing to do.
func (h *history) undo() change { return h.step(&h.past, &h.future) }
func (h *history) redo() change { return h.step(&h.future, &h.past) }

func (h *history) step(from, to *[]change) change {
	n := len(*from)
	if n == 0 {
		return nil
	}
	c := (*from)[n-1]
	*from = (*from)[:n-1]
	*to = append(*to, c.swap())
	h.last, h.off = time.Time{}, nil
	if len(c) == 0 {
		return h.step(from, to)
	}
	return c
}

// broughtBackWords tell whose settings came back.
func broughtBackWords(c change) string {
	whose := photos(len(c))
	for it := range c {
		if len(c) == 1 {
			whose = widgets.Shorten(it.name(), 40)
		}
	}
	return lang.L("Settings brought back: {{.Photos}}.", with{"Photos": whose})
}
