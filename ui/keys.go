package ui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"afterrain/ui/compare"
	"afterrain/ui/widgets"
)

// keys binds the keyboard: characters for the view and the look, arrows for the
// strip or, with Shift, the view, and two keys that show the photo as it was for
// as long as they are held.
func (w *Window) keys() {
	c := w.win.Canvas()
	c.SetOnTypedRune(w.onRune)
	c.SetOnTypedKey(w.onKey)
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(e *fyne.KeyEvent) { w.onHold(e, true) })
		d.SetOnKeyUp(func(e *fyne.KeyEvent) { w.onHold(e, false) })
	}
	c.AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: ctrl | shift}, func(fyne.Shortcut) { // as in many photo programs
		if !w.covered() {
			w.onRedo()
		}
	})
	w.app.Lifecycle().SetOnExitedForeground(func() {
		w.away = true
		w.view.Hold(false) // the key goes up unheard
		w.view.Brush.End() // and so does the button
		w.strip.hover(nil) // and the pointer leaves unseen, beyond the window's edge
	})
	w.app.Lifecycle().SetOnEnteredForeground(w.onReturn)
}

// onReturn tells what has ended, or pauses by itself, since another window had the keyboard.
func (w *Window) onReturn() {
	w.away = false
	switch stuck := w.bench.exports.stuck; {
	case !w.missed:
	case stuck != nil:
		w.showHalt(stuck)
	case w.lastExport != nil && !w.bench.exporting():
		w.showSummary(*w.lastExport)
	}
	w.missed = false
}

func (w *Window) onHold(e *fyne.KeyEvent, down bool) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyB {
		w.view.Hold(down && !w.covered())
	}
}

// shiftDown asks the driver: while a field has the keyboard the window hears no key go up.
func shiftDown() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// covered tells whether a dialog lies over the window, which then hears no keys.
func (w *Window) covered() bool { return w.win.Canvas().Overlays().Top() != nil }

// closeDialog is Esc in a dialog.
func (w *Window) closeDialog() {
	top := w.win.Canvas().Overlays().Top()
	top.Hide()
	if w.form != nil && w.form.over == top {
		w.offerQueue()
	}
}

func (w *Window) onRune(r rune) {
	if w.covered() {
		return
	}
	if w.view.Brush.Out() && w.onBrushRune(r) {
		return
	}
	if do := w.runes()[unicode.ToLower(r)]; do != nil {
		do()
	}
}

// runes are the keys that have a character, in lower case.
func (w *Window) runes() map[rune]func() {
	look := w.panel.look
	return map[rune]func(){
		'1': w.view.OneToOne, '2': w.view.TwoToOne, 'f': w.view.Fit, '0': w.view.Fit,
		'+': func() { w.view.Step(1) }, '=': func() { w.view.Step(1) }, '-': func() { w.view.Step(-1) },
		',': func() { w.view.PushDivider(-0.025) }, '.': func() { w.view.PushDivider(0.025) },
		'[': func() { look.Nudge(-5, -5, 0) }, ']': func() { look.Nudge(5, 5, 0) },
		'{': func() { look.Nudge(0, -5, 0) }, '}': func() { look.Nudge(0, 5, 0) },
		'g': func() { look.Nudge(0, 0, 5) }, 'h': func() { look.Nudge(0, 0, -5) },
		'e': func() { look.NextEmphasis() }, 't': func() { look.NextDepth() },
		'r': look.Reset, 'l': w.onLoupe, 'k': w.onBrush, 'x': w.onNextFailed, 'p': func() { w.bench.pause(!w.bench.exports.paused) },
		's': func() { w.onMode(compare.Split) }, 'd': func() { w.onMode(compare.SideBySide) }, 'a': func() { w.onMode(compare.Single) },
	}
}

func (w *Window) onKey(e *fyne.KeyEvent) {
	if w.covered() {
		switch {
		case e.Name == fyne.KeyEscape:
			w.closeDialog()
		case widgets.IsEnter(e):
			w.onEnter()
		case w.read != nil && w.told == w.win.Canvas().Overlays().Top():
			widgets.Scroll(w.read, e.Name)
		}
		return
	}
	if w.shift() && w.onPan(e.Name) {
		return
	}
	switch e.Name {
	case fyne.KeyRight, fyne.KeyDown:
		w.bench.step(1)
	case fyne.KeyLeft, fyne.KeyUp:
		w.bench.step(-1)
	case fyne.KeyHome:
		w.bench.step(-len(w.bench.items))
	case fyne.KeyEnd:
		w.bench.step(len(w.bench.items))
	case fyne.KeyPageUp:
		w.bench.step(-w.strip.fit())
	case fyne.KeyPageDown:
		w.bench.step(w.strip.fit())
	case fyne.KeyF1:
		w.onHelp()
	case fyne.KeyDelete:
		w.takeOff(w.bench.chosen()...)
	case fyne.KeyEscape:
		switch {
		case w.view.Brush.Out():
			w.onBrush()
		case w.bench.exporting():
			w.onEscape()
		}
	}
}

// onPan moves the view by an eighth of the pane.
func (w *Window) onPan(key fyne.KeyName) bool {
	const share = 0.125
	way, ok := map[fyne.KeyName][2]float64{
		fyne.KeyLeft: {-share, 0}, fyne.KeyRight: {share, 0}, fyne.KeyUp: {0, -share}, fyne.KeyDown: {0, share},
	}[key]
	if ok {
		w.view.Pan(way[0], way[1])
	}
	return ok
}
