package ui

import "fyne.io/fyne/v2"

// tabButton is a button of a dialog with fields: Tab reaches it, and Enter or Space press it
// while it has the keyboard.
type tabButton struct {
	button
	way
}

func newTabButton(text string, r rank, escaped, tapped func()) *tabButton {
	b := &tabButton{}
	b.ExtendBaseWidget(b)
	b.make(text, nil, r, tapped)
	b.way = way{escaped, func() { b.Tapped(nil) }}
	return b
}

// FocusGained draws a frame around the button that has the keyboard.
func (b *tabButton) FocusGained() { b.frame(2) }

// FocusLost takes the frame away.
func (b *tabButton) FocusLost() { b.frame(0) }

func (b *tabButton) frame(width float32) {
	b.back.StrokeColor, b.back.StrokeWidth = colorText, width
	b.Refresh()
}

// TypedRune presses the button by Space.
func (b *tabButton) TypedRune(r rune) {
	if r == ' ' {
		b.Tapped(nil)
	}
}

// TypedKey presses it by Enter, and leaves the dialog by Esc.
func (b *tabButton) TypedKey(k *fyne.KeyEvent) { b.leave(k) }

// Enable, Disable and Disabled tell Fyne whether Tab stops here.
func (b *tabButton) Enable()        { b.SetEnabled(true) }
func (b *tabButton) Disable()       { b.SetEnabled(false) }
func (b *tabButton) Disabled() bool { return b.disabled }
