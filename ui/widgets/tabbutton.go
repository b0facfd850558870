package widgets

import (
	"fyne.io/fyne/v2"

	"afterrain/ui/style"
)

// TabButton is a button that Tab reaches, and that Enter or Space press while it has the keyboard.
type TabButton struct {
	Button
	Way
	Other   func(*fyne.KeyEvent) // another key was pressed; nil = nothing
	focused bool
}

// NewTabButton makes one; escaped is what Esc does.
func NewTabButton(text string, r Rank, escaped, tapped func()) *TabButton {
	b := &TabButton{}
	b.ExtendBaseWidget(b)
	b.make(text, nil, r, tapped)
	b.Way = Way{Escaped: escaped, Entered: func() { b.Tapped(nil) }}
	return b
}

// FocusGained draws a frame around the button that has the keyboard.
func (b *TabButton) FocusGained() {
	b.focused = true
	b.frame(2)
}

// FocusLost takes the frame away.
func (b *TabButton) FocusLost() {
	b.focused = false
	b.frame(0)
}

func (b *TabButton) frame(width float32) {
	b.back.StrokeColor, b.back.StrokeWidth = style.Text, width
	b.Refresh()
}

// TypedRune presses the button by Space.
func (b *TabButton) TypedRune(r rune) {
	if r == ' ' {
		b.Tapped(nil)
	}
}

// TypedKey presses it by Enter, and leaves the dialog, or the button, by Esc.
func (b *TabButton) TypedKey(k *fyne.KeyEvent) {
	if !b.leave(k) && b.Other != nil {
		b.Other(k)
	}
}

// Enable and Disable, as Disabled, tell Fyne whether Tab stops here.
func (b *TabButton) Enable()  { b.SetEnabled(true) }
func (b *TabButton) Disable() { b.SetEnabled(false) }
