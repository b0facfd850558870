package ui

import (
	"fyne.io/fyne/v2"

	"afterrain/ui/style"
)

// tabButton is a button that Tab reaches, and that Enter or Space press while it has the keyboard.
type tabButton struct {
	button
	way
	other   func(*fyne.KeyEvent) // another key was pressed; nil = nothing
	focused bool
}

func newTabButton(text string, r rank, escaped, tapped func()) *tabButton {
	b := &tabButton{}
	b.ExtendBaseWidget(b)
	b.make(text, nil, r, tapped)
	b.way = way{escaped: escaped, entered: func() { b.Tapped(nil) }}
	return b
}

// FocusGained draws a frame around the button that has the keyboard.
func (b *tabButton) FocusGained() {
	b.focused = true
	b.frame(2)
}

// FocusLost takes the frame away.
func (b *tabButton) FocusLost() {
	b.focused = false
	b.frame(0)
}

func (b *tabButton) frame(width float32) {
	b.back.StrokeColor, b.back.StrokeWidth = style.Text, width
	b.Refresh()
}

// TypedRune presses the button by Space.
func (b *tabButton) TypedRune(r rune) {
	if r == ' ' {
		b.Tapped(nil)
	}
}

// TypedKey presses it by Enter, and leaves the dialog, or the button, by Esc.
func (b *tabButton) TypedKey(k *fyne.KeyEvent) {
	if !b.leave(k) && b.other != nil {
		b.other(k)
	}
}

// Enable, Disable and Disabled tell Fyne whether Tab stops here.
func (b *tabButton) Enable()        { b.SetEnabled(true) }
func (b *tabButton) Disable()       { b.SetEnabled(false) }
func (b *tabButton) Disabled() bool { return b.disabled }
