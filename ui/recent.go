package ui

import (
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"afterrain/ui/widgets"
)

// mostRecent bounds the list of files and folders opened lately.
const mostRecent = 10

// noteOpened remembers what was dropped or opened, newest first, and the folder
// it came from for the next dialog.
func (w *Window) noteOpened(paths []string) {
	if len(paths) == 0 {
		return
	}
	paths = absolute(paths)
	list := w.prefs.StringList(keyRecent)
	for _, path := range paths[:min(len(paths), mostRecent)] {
		list = slices.DeleteFunc(list, func(s string) bool { return s == path })
		list = slices.Insert(list, 0, path)
	}
	w.prefs.SetStringList(keyRecent, list[:min(len(list), mostRecent)])
	w.set.Last = filepath.Dir(paths[0])
	w.keepSettings()
	w.win.SetMainMenu(w.menu())
}

// recentMenu lists what was opened lately.
func (w *Window) recentMenu() *fyne.MenuItem {
	m := fyne.NewMenuItem(lang.L("Open recent"), nil)
	m.ChildMenu = fyne.NewMenu("")
	list := w.prefs.StringList(keyRecent)
	for _, path := range list {
		m.ChildMenu.Items = append(m.ChildMenu.Items, fyne.NewMenuItem(widgets.Shorten(path, 60), func() { w.openRecent(path) }))
	}
	if m.Disabled = len(list) == 0; !m.Disabled {
		m.ChildMenu.Items = append(m.ChildMenu.Items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(lang.L("Clear the list"), func() {
			w.prefs.SetStringList(keyRecent, nil)
			w.keepSettings()
			w.win.SetMainMenu(w.menu())
		}))
	}
	return m
}

// openRecent opens a file or folder of the list, or says that it is gone.
func (w *Window) openRecent(path string) {
	go func() { // a drive may take its time
		_, err := os.Stat(path)
		w.do(func() {
			if err != nil {
				e := explain(err)
				w.toast.Show(widgets.Shorten(filepath.Base(path), 40)+": "+e.what+" "+e.todo, "", nil)
				return
			}
			w.Open([]string{path})
		})
	}()
}
