package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Fyne's fields swallow Esc while they have the keyboard. These hand it on: it closes the
// dialog that they are in, or gives the keyboard back to the photo.

// entry is a line of text.
type entry struct {
	widget.Entry
	escaped func()
}

func newEntry(escaped func()) *entry {
	e := &entry{escaped: escaped}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // as Fyne's own
	e.ExtendBaseWidget(e)
	return e
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
	escaped func()
}

func newChoice(options []string, chosen func(string), escaped func()) *choice {
	c := &choice{escaped: escaped}
	c.Options, c.OnChanged = options, chosen
	c.ExtendBaseWidget(c)
	return c
}

// Tapped unfolds the list and leaves the keyboard where it is: when the list was closed
// again the arrows would choose.
func (c *choice) Tapped(*fyne.PointEvent) {
	c.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
}

func (c *choice) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		c.escaped()
		return
	}
	c.Select.TypedKey(k)
}
