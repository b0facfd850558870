package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Fyne's fields swallow Esc and Enter while they have the keyboard. These hand them on: Esc
// closes the dialog that they are in, or gives the keyboard back to the photo, and Enter does
// what the dialog is for.

// way is what keys that leave a field do.
type way struct {
	escaped func()
	entered func() // nil = nothing
	gained  func() // it has got the keyboard; nil = nothing
}

// leave tells whether a key leaves the field, and does what it is for.
func (w way) leave(k *fyne.KeyEvent) bool {
	switch {
	case k.Name == fyne.KeyEscape:
		w.escaped()
	case isEnter(k) && w.entered != nil:
		w.entered()
	default:
		return false
	}
	return true
}

// arrive tells that the field has got the keyboard.
func (w way) arrive() {
	if w.gained != nil {
		w.gained()
	}
}

// isEnter is for both keys of the name.
func isEnter(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter }

// entry is a line of text.
type entry struct {
	widget.Entry // with Enter of its own
	way
}

func newEntry(escaped func()) *entry {
	e := &entry{way: way{escaped: escaped}}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // as Fyne's own
	e.ExtendBaseWidget(e)
	return e
}

func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.arrive()
}

func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		e.escaped()
		return
	}
	e.Entry.TypedKey(k)
}

// choice is a list that unfolds.
type choice struct {
	widget.Select
	way
	asks bool // something in it asks more, or is done at once: arrows unfold it, and choose nothing unseen
}

func newChoice(options []string, chosen func(string), escaped func()) *choice {
	c := &choice{way: way{escaped: escaped}}
	c.Options, c.OnChanged = options, chosen
	c.ExtendBaseWidget(c)
	return c
}

// Tapped unfolds the list and leaves the keyboard where it is: when the list was closed
// again the arrows would choose.
func (c *choice) Tapped(*fyne.PointEvent) {
	c.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
}

func (c *choice) FocusGained() {
	c.Select.FocusGained()
	c.arrive()
}

func (c *choice) TypedKey(k *fyne.KeyEvent) {
	switch {
	case c.leave(k):
	case c.asks && (k.Name == fyne.KeyLeft || k.Name == fyne.KeyRight):
		c.Tapped(nil)
	default:
		c.Select.TypedKey(k)
	}
}
