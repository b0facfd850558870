package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keys binds the keyboard: characters for the view, arrows for the strip, and
// two keys that show the photo as it was for as long as they are held.
func (w *Window) keys() {
	c := w.win.Canvas()
	c.SetOnTypedRune(w.onRune)
	c.SetOnTypedKey(w.onKey)
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(e *fyne.KeyEvent) { w.onHold(e, true) })
		d.SetOnKeyUp(func(e *fyne.KeyEvent) { w.onHold(e, false) })
	}
	w.app.Lifecycle().SetOnExitedForeground(func() { w.view.Hold(false) }) // the key goes up unheard
}

func (w *Window) onHold(e *fyne.KeyEvent, down bool) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyB {
		w.view.Hold(down && !w.covered())
	}
}

// covered tells whether a dialog lies over the window, which then hears no keys.
func (w *Window) covered() bool { return w.win.Canvas().Overlays().Top() != nil }

func (w *Window) onRune(r rune) {
	if w.covered() {
		return
	}
	switch r {
	case '1':
		w.view.OneToOne()
	case 'f', 'F', '0':
		w.view.Fit()
	case '+', '=':
		w.view.Step(1)
	case '-':
		w.view.Step(-1)
	case '[':
		w.panel.Strengthen(-5)
	case ']':
		w.panel.Strengthen(5)
	case 's', 'S':
		w.onMode(split)
	case 'd', 'D':
		w.onMode(sideBySide)
	case 'a', 'A':
		w.onMode(single)
	case 'p', 'P':
		w.bench.pause(!w.bench.exports.paused)
	}
}

func (w *Window) onKey(e *fyne.KeyEvent) {
	if w.covered() {
		if e.Name == fyne.KeyEscape {
			w.win.Canvas().Overlays().Top().Hide()
		}
		return
	}
	switch e.Name {
	case fyne.KeyRight, fyne.KeyDown:
		w.bench.step(1)
	case fyne.KeyLeft, fyne.KeyUp:
		w.bench.step(-1)
	case fyne.KeyDelete:
		w.bench.remove(w.bench.chosen()...)
	case fyne.KeyEscape:
		if w.bench.exporting() {
			w.bench.cancelExports()
		}
	}
}
