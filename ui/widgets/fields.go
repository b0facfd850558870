package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Fyne's fields swallow Esc and Enter while they have the keyboard. These hand them on: Esc
// closes the dialog that they are in, or gives the keyboard back to the photo, and Enter does
// what the dialog is for.

// Way is what keys that leave a field do.
type Way struct {
	Escaped func()
	Entered func() // nil = nothing
	Gained  func() // it has got the keyboard; nil = nothing
}

// leave tells whether a key leaves the field, and does what it is for.
func (w Way) leave(k *fyne.KeyEvent) bool {
	switch {
	case k.Name == fyne.KeyEscape:
		w.Escaped()
	case IsEnter(k) && w.Entered != nil:
		w.Entered()
	default:
		return false
	}
	return true
}

// arrive tells that the field has got the keyboard.
func (w Way) arrive() {
	if w.Gained != nil {
		w.Gained()
	}
}

// IsEnter is for both keys of the name.
func IsEnter(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter }

// Entry is a line of text.
type Entry struct {
	widget.Entry // with Enter of its own
	Way
}

// NewEntry makes an empty one; escaped is what Esc does.
func NewEntry(escaped func()) *Entry {
	e := &Entry{Way: Way{Escaped: escaped}}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // as Fyne's own
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained tells whoever wants to know.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	e.arrive()
}

// TypedKey hands Esc on.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		e.Escaped()
		return
	}
	e.Entry.TypedKey(k)
}

// Choice is a list that unfolds.
type Choice struct {
	widget.Select
	Way
	Asks bool // something in it asks more, or is done at once: arrows unfold it, and choose nothing unseen
}

// NewChoice makes one of which nothing is chosen; escaped is what Esc does.
func NewChoice(options []string, chosen func(string), escaped func()) *Choice {
	c := &Choice{Way: Way{Escaped: escaped}}
	c.Options, c.OnChanged = options, chosen
	c.ExtendBaseWidget(c)
	return c
}

// Tapped unfolds the list and leaves the keyboard where it is: when the list was closed
// again the arrows would choose.
func (c *Choice) Tapped(*fyne.PointEvent) {
	c.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
}

// FocusGained tells whoever wants to know.
func (c *Choice) FocusGained() {
	c.Select.FocusGained()
	c.arrive()
}

// TypedKey hands Esc and Enter on.
func (c *Choice) TypedKey(k *fyne.KeyEvent) {
	switch {
	case c.leave(k):
	case c.Asks && (k.Name == fyne.KeyLeft || k.Name == fyne.KeyRight):
		c.Tapped(nil)
	default:
		c.Select.TypedKey(k)
	}
}
