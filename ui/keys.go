package ui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
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
	w.app.Lifecycle().SetOnExitedForeground(func() { w.view.Hold(false); w.shift = false }) // the key goes up unheard
}

func (w *Window) onHold(e *fyne.KeyEvent, down bool) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyB {
		w.view.Hold(down && !w.covered())
	}
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		w.shift = down
	}
}

// covered tells whether a dialog lies over the window, which then hears no keys.
func (w *Window) covered() bool { return w.win.Canvas().Overlays().Top() != nil }

func (w *Window) onRune(r rune) {
	if w.covered() {
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
		'r': look.Reset, 'l': w.onLoupe,
		's': func() { w.onMode(split) }, 'd': func() { w.onMode(sideBySide) }, 'a': func() { w.onMode(single) },
	}
}

func (w *Window) onKey(e *fyne.KeyEvent) {
	if w.covered() {
		if e.Name == fyne.KeyEscape {
			w.win.Canvas().Overlays().Top().Hide()
		}
		return
	}
	if w.shift && w.onPan(e.Name) {
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

// menu lists everything with its key.
func (w *Window) menu() *fyne.MainMenu {
	key := func(label string, k fyne.KeyName, mod fyne.KeyModifier, do func()) *fyne.MenuItem {
		m := fyne.NewMenuItem(label, do)
		m.Shortcut = &desktop.CustomShortcut{KeyName: k, Modifier: mod}
		return m
	}
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	quit := key(lang.L("Quit"), fyne.KeyQ, ctrl, w.onClose)
	quit.IsQuit = true
	return fyne.NewMainMenu(
		fyne.NewMenu(lang.L("File"),
			key(lang.L("Open…"), fyne.KeyO, ctrl, w.onOpen),
			key(lang.L("Open folder…"), fyne.KeyO, ctrl|shift, w.onOpenFolder),
			fyne.NewMenuItemSeparator(),
			key(lang.L("Export"), fyne.KeyE, ctrl, w.onExport),
			key(lang.L("Export as…"), fyne.KeyS, ctrl|shift, w.onExportAs),
			key(lang.L("Export all"), fyne.KeyE, ctrl|shift, w.onExportAll),
			fyne.NewMenuItemSeparator(), quit),
		fyne.NewMenu(lang.L("View"),
			fyne.NewMenuItem(lang.L("Split (S)"), func() { w.onMode(split) }),
			fyne.NewMenuItem(lang.L("Side by side (D)"), func() { w.onMode(sideBySide) }),
			fyne.NewMenuItem(lang.L("After (A)"), func() { w.onMode(single) }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(lang.L("Fit (F)"), w.view.Fit),
			fyne.NewMenuItem(lang.L("1:1 (1)"), w.view.OneToOne),
			fyne.NewMenuItem(lang.L("2:1 (2)"), w.view.TwoToOne),
			fyne.NewMenuItem(lang.L("Loupe (L)"), w.onLoupe),
			fyne.NewMenuItem(lang.L("Zoom in (+)"), func() { w.view.Step(1) }),
			fyne.NewMenuItem(lang.L("Zoom out (−)"), func() { w.view.Step(-1) })),
		fyne.NewMenu(lang.L("Photo"),
			fyne.NewMenuItem(lang.L("Next (→)"), func() { w.bench.step(1) }),
			fyne.NewMenuItem(lang.L("Previous (←)"), func() { w.bench.step(-1) }),
			fyne.NewMenuItem(lang.L("Take off the strip (Del)"), func() { w.bench.remove(w.bench.selected) })),
		w.lookMenu(),
		fyne.NewMenu(lang.L("Help"),
			fyne.NewMenuItem(lang.L("Keys"), w.onHelp),
			fyne.NewMenuItem(lang.L("About Afterrain"), w.onAbout)),
	)
}

// lookMenu is what the upper half of the panel does.
func (w *Window) lookMenu() *fyne.Menu {
	look := w.panel.look
	item := func(label string, do func()) *fyne.MenuItem { return fyne.NewMenuItem(label, do) }
	return fyne.NewMenu(lang.L("Settings"),
		item(lang.L("Next emphasis (E)"), look.NextEmphasis),
		item(lang.L("Next depth (T)"), look.NextDepth),
		fyne.NewMenuItemSeparator(),
		item(lang.L("Stronger (])"), func() { look.Nudge(5, 5, 0) }),
		item(lang.L("Weaker ([)"), func() { look.Nudge(-5, -5, 0) }),
		item(lang.L("More grain (G)"), func() { look.Nudge(0, 0, 5) }),
		item(lang.L("Less grain (H)"), func() { look.Nudge(0, 0, -5) }),
		fyne.NewMenuItemSeparator(),
		item(lang.L("Reset (R)"), look.Reset),
		item(lang.L("Copy to other photos"), w.onCopyLook),
		item(lang.L("Keep as a preset…"), w.onKeepPreset))
}

func (w *Window) onHelp() { dialog.ShowInformation(lang.L("Keys"), keysText, w.win) }

func (w *Window) onAbout() {
	dialog.ShowInformation("Afterrain "+w.setup.Version, aboutText, w.win)
}
