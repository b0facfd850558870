package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
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
		w.bench.remove(w.bench.selected)
	case fyne.KeyEscape:
		if w.bench.exports.now != nil {
			w.bench.cancelExports()
		}
	}
}

// menu lists everything with its key.
func (w *Window) menu() *fyne.MainMenu {
	key := func(label string, k fyne.KeyName, mod fyne.KeyModifier, do func()) *fyne.MenuItem {
		m := fyne.NewMenuItem(label, do)
		m.Shortcut = &desktop.CustomShortcut{KeyName: k, Modifier: mod}
		return m
	}
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	quit := key("Quit", fyne.KeyQ, ctrl, w.onClose)
	quit.IsQuit = true
	return fyne.NewMainMenu(
		fyne.NewMenu("File",
			key("Open…", fyne.KeyO, ctrl, w.onOpen),
			key("Open folder…", fyne.KeyO, ctrl|shift, w.onOpenFolder),
			fyne.NewMenuItemSeparator(),
			key("Export", fyne.KeyE, ctrl, w.onExport),
			key("Export as…", fyne.KeyS, ctrl|shift, w.onExportAs),
			key("Export all", fyne.KeyE, ctrl|shift, w.onExportAll),
			fyne.NewMenuItemSeparator(), quit),
		fyne.NewMenu("View",
			fyne.NewMenuItem("Split (S)", func() { w.onMode(split) }),
			fyne.NewMenuItem("Side by side (D)", func() { w.onMode(sideBySide) }),
			fyne.NewMenuItem("After (A)", func() { w.onMode(single) }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem("Fit (F)", w.view.Fit),
			fyne.NewMenuItem("1:1 (1)", w.view.OneToOne),
			fyne.NewMenuItem("Zoom in (+)", func() { w.view.Step(1) }),
			fyne.NewMenuItem("Zoom out (−)", func() { w.view.Step(-1) })),
		fyne.NewMenu("Photo",
			fyne.NewMenuItem("Next (→)", func() { w.bench.step(1) }),
			fyne.NewMenuItem("Previous (←)", func() { w.bench.step(-1) }),
			fyne.NewMenuItem("Take off the strip (Del)", func() { w.bench.remove(w.bench.selected) })),
		fyne.NewMenu("Help",
			fyne.NewMenuItem("Keys", w.onHelp),
			fyne.NewMenuItem("About Afterrain", w.onAbout)),
	)
}

func (w *Window) onHelp() { dialog.ShowInformation("Keys", keysText, w.win) }

func (w *Window) onAbout() {
	dialog.ShowInformation("Afterrain "+w.setup.Version, aboutText, w.win)
}
