package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/compare"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift

// keyed is a menu item with a key.
func keyed(label string, k fyne.KeyName, mod fyne.KeyModifier, do func()) *fyne.MenuItem {
	m := fyne.NewMenuItem(label, do)
	m.Shortcut = &desktop.CustomShortcut{KeyName: k, Modifier: mod}
	return m
}

// known is a menu item with a key that Fyne has its own shortcut for, which
// comes instead of the key.
func known(label string, s fyne.Shortcut, do func()) *fyne.MenuItem {
	m := fyne.NewMenuItem(label, do)
	m.Shortcut = s
	return m
}

// menu lists everything with its key.
func (w *Window) menu() *fyne.MainMenu {
	m := fyne.NewMainMenu(w.fileMenu(), w.editMenu(), w.viewMenu(), w.photoMenu(), w.lookMenu(),
		fyne.NewMenu(lang.L("Help"),
			fyne.NewMenuItem(lang.L("How it works"), w.onWelcome),
			fyne.NewMenuItem(lang.L("Keys (F1)"), w.onHelp),
			fyne.NewMenuItem(lang.L("Show the log file"), w.onLog),
			fyne.NewMenuItem(lang.L("About Afterrain"), w.onAbout)))
	for _, one := range m.Items {
		w.hush(one)
	}
	return m
}

// hush makes a menu's keys do nothing behind a dialog, like all other keys, but for Quit.
// A field that is written in there gets those that mean something to it, as Ctrl+A.
func (w *Window) hush(m *fyne.Menu) {
	for _, i := range m.Items {
		if i.ChildMenu != nil {
			w.hush(i.ChildMenu)
		}
		if do := i.Action; do != nil && i.Shortcut != nil && !i.IsQuit {
			i.Action = func() {
				if !w.covered() {
					do()
				} else if field, ok := w.win.Canvas().Focused().(fyne.Shortcutable); ok {
					field.TypedShortcut(i.Shortcut)
				}
			}
		}
	}
}

func (w *Window) fileMenu() *fyne.Menu {
	quit := keyed(lang.L("Quit"), fyne.KeyQ, ctrl, w.onClose)
	quit.IsQuit = true
	return fyne.NewMenu(lang.L("File"),
		keyed(lang.L("Open…"), fyne.KeyO, ctrl, w.onOpen),
		keyed(lang.L("Open folder…"), fyne.KeyO, ctrl|shift, w.onOpenFolder),
		w.recentMenu(),
		fyne.NewMenuItemSeparator(),
		keyed(lang.L("Export"), fyne.KeyE, ctrl, w.onExport),
		keyed(lang.L("Export as…"), fyne.KeyS, ctrl|shift, w.onExportAs),
		keyed(lang.L("Export all"), fyne.KeyE, ctrl|shift, w.onExportAll),
		keyed(lang.L("Export settings…"), fyne.KeyComma, ctrl, w.onExportSettings),
		fyne.NewMenuItem(lang.L("Last export…"), w.onReport),
		fyne.NewMenuItemSeparator(), quit)
}

func (w *Window) editMenu() *fyne.Menu {
	return fyne.NewMenu(lang.L("Edit"),
		known(lang.L("Undo"), &fyne.ShortcutUndo{}, w.onUndo),
		known(lang.L("Redo"), &fyne.ShortcutRedo{}, w.onRedo),
		fyne.NewMenuItemSeparator(),
		known(lang.L("Choose all photos"), &fyne.ShortcutSelectAll{}, w.bench.pickAll))
}

func (w *Window) viewMenu() *fyne.Menu {
	look := fyne.NewMenuItem(lang.L("Brightness of the window"), nil)
	look.ChildMenu = w.brightnessMenu()
	size := fyne.NewMenuItem(lang.L("Size of text"), nil)
	size.ChildMenu = w.sizeMenu()
	return fyne.NewMenu(lang.L("View"),
		fyne.NewMenuItem(lang.L("Split (S)"), func() { w.onMode(compare.Split) }),
		fyne.NewMenuItem(lang.L("Side by side (D)"), func() { w.onMode(compare.SideBySide) }),
		fyne.NewMenuItem(lang.L("After (A)"), func() { w.onMode(compare.Single) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.L("Fit (F)"), func() { w.view.Fit() }),
		fyne.NewMenuItem(lang.L("1:1 (1)"), func() { w.view.OneToOne() }),
		fyne.NewMenuItem(lang.L("2:1 (2)"), func() { w.view.TwoToOne() }),
		fyne.NewMenuItem(lang.L("Loupe (L)"), w.onLoupe),
		fyne.NewMenuItem(lang.L("Zoom in (+)"), func() { w.view.Step(1) }),
		fyne.NewMenuItem(lang.L("Zoom out (−)"), func() { w.view.Step(-1) }),
		fyne.NewMenuItemSeparator(), look, size)
}

func (w *Window) brightnessMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	for a, label := range [...]string{style.Dark: lang.L("Dark"), style.Light: lang.L("Light"), style.AsDesktop: lang.L("As the desktop")} {
		one := fyne.NewMenuItem(label, func() { w.setAppearance(style.Appearance(a)) })
		one.Checked = w.set.Appearance == style.Appearance(a)
		m.Items = append(m.Items, one)
	}
	return m
}

// scales are what the size of text may be, %.
var scales = []int{90, 100, 115, 130, 150, 175}

func (w *Window) sizeMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	for _, s := range scales {
		one := fyne.NewMenuItem(lang.L("{{.N}} %", with{"N": s}), func() { w.setScale(s) })
		one.Checked = w.set.Scale == s
		m.Items = append(m.Items, one)
	}
	return m
}

func (w *Window) photoMenu() *fyne.Menu {
	const alt = fyne.KeyModifierAlt
	return fyne.NewMenu(lang.L("Photo"),
		fyne.NewMenuItem(lang.L("Next (→)"), func() { w.bench.step(1) }),
		fyne.NewMenuItem(lang.L("Previous (←)"), func() { w.bench.step(-1) }),
		fyne.NewMenuItem(lang.L("Next failed (X)"), w.onNextFailed),
		keyed(lang.L("Choose the one before too"), fyne.KeyLeft, ctrl, func() { w.stretch(-1) }),
		keyed(lang.L("Choose the next one too"), fyne.KeyRight, ctrl, func() { w.stretch(1) }),
		fyne.NewMenuItemSeparator(),
		keyed(lang.L("Earlier on the strip"), fyne.KeyLeft, alt, func() { w.moveChosen(-1) }),
		keyed(lang.L("Later on the strip"), fyne.KeyRight, alt, func() { w.moveChosen(1) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.L("Show in its folder"), func() { w.showFolder(w.bench.selected) }),
		fyne.NewMenuItem(lang.L("Take off the strip (Del)"), func() { w.takeOff(w.bench.chosen()...) }),
		fyne.NewMenuItem(lang.L("Take off what cannot be opened"), w.takeOffUnread))
}

// onItemMenu shows what can be done with a photo of the strip.
func (w *Window) onItemMenu(it *item, at fyne.Position) {
	items := []*item{it}
	if chosen := w.bench.chosen(); len(chosen) > 1 && slices.Contains(chosen, it) {
		items = chosen
	} else {
		w.bench.pick(it, pickOne)
	}
	export := fyne.NewMenuItem(lang.L("Export"), func() { w.exportItems(items) })
	export.Disabled = len(w.exportable(items)) == 0
	again := fyne.NewMenuItem(lang.L("Try again"), func() { w.bench.retryItems(items...) })
	again.Disabled = len(failures(items)) == 0
	first := fyne.NewMenuItem(lang.L("To the front of the strip"), func() { w.bench.move(items, 0) })
	off := fyne.NewMenuItem(lang.L("Take off the strip"), func() { w.takeOff(items...) })
	folder := fyne.NewMenuItem(lang.L("Show in its folder"), func() { w.showFolder(it) })
	reason := fyne.NewMenuItem(lang.L("Details"), func() { w.details(it.err) })
	reason.Disabled = it.err == nil
	menu := fyne.NewMenu("", export, again, reason, fyne.NewMenuItemSeparator(), first, folder, off)
	if it.unread {
		menu.Items = append(menu.Items, fyne.NewMenuItem(lang.L("Take off what cannot be opened"), w.takeOffUnread))
	}
	widget.ShowPopUpMenuAtPosition(menu, w.win.Canvas(), at)
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
		item(lang.L("Brush (K)"), w.onBrush),
		item(lang.L("Reset (R)"), look.Reset),
		keyed(lang.L("Copy to other photos"), fyne.KeyC, ctrl|shift, w.onCopyLook),
		keyed(lang.L("Keep as a preset…"), fyne.KeyK, ctrl, w.onKeepPreset), w.presetMenu())
}

// presetMenu lists the kept looks; the first nine have keys.
func (w *Window) presetMenu() *fyne.MenuItem {
	m := fyne.NewMenuItem(lang.L("Presets"), nil)
	m.ChildMenu = fyne.NewMenu("")
	for i, p := range w.presets {
		one := fyne.NewMenuItem(widgets.Shorten(p.Name, 40), func() { w.onPreset(p.Name) })
		if i < 9 {
			one.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyName('1' + rune(i)), Modifier: fyne.KeyModifierAlt}
		}
		m.ChildMenu.Items = append(m.ChildMenu.Items, one)
	}
	m.Disabled = len(w.presets) == 0
	return m
}
