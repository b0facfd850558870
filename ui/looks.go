package ui

import (
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/widgets"
)

// This file holds what the window does with looks. All of it runs on the main
// goroutine.

func (w *Window) connectLook() {
	p := w.panel.look
	p.OnLook, p.OnCopy = w.setLook, w.onCopyLook
	p.OnPreset, p.OnKeep, p.OnForget = w.onPreset, w.onKeepPreset, w.onForgetPreset
}

// setLook gives the photo in view a look, and photos that are added later.
func (w *Window) setLook(l Look) {
	w.freshen(l)
	if it := w.bench.selected; it != nil && it.look != l {
		w.relook([]*item{it}, l, time.Now())
		w.offerChosen(it)
	}
	w.panel.look.ShowLook(l)
	w.bench.restyle()
	w.refresh()
}

// offerChosen tells who has chosen several photos that one of them was changed alone, while Export and Del are for
// all of them, and offers its settings to the others.
func (w *Window) offerChosen(it *item) {
	n := len(w.bench.chosen())
	words := lang.L("Of the {{.Photos}} chosen only {{.Name}} was changed.", with{"Photos": photos(n), "Name": widgets.Shorten(it.name(), 40)})
	if n < 2 || w.toast.Says(words) {
		return
	}
	others := w.copyTargets()
	w.toast.Show(words, lang.L("Copy to others"), func() { w.copyLook(it.look, w.bench.still(others), false) })
}

// freshen gives photos that are added later a look.
func (w *Window) freshen(l Look) {
	l.Emphasis = Auto // what is wrong with a photo is its own
	w.set.Look, w.bench.fresh = l, l
	w.keepSettings()
}

// relook gives items a look, which can be undone and is not lost by quitting.
func (w *Window) relook(items []*item, l Look, now time.Time) {
	w.retireUndo()
	w.history.note(items, now)
	w.give(items, l)
}

func (w *Window) give(items []*item, l Look) {
	for _, it := range items {
		it.look, it.touched = l, true
		w.strip.Update(it)
	}
	w.keepQueue()
}

// showLook brings the panel in line with the photo in view and the model.
func (w *Window) showLook() {
	l := w.set.Look
	it := w.bench.selected
	if it != nil {
		l = it.look
	}
	w.panel.look.ShowModel(w.bench.tools.tellable(), w.bench.tools.depths())
	w.panel.look.ShowPhoto(l)
	w.panel.look.ShowPainted(it != nil && it.stays != nil)
	w.showSeen()
}

// showSeen tells what the network saw in the photo in view, if it is known.
func (w *Window) showSeen() {
	if f := w.bench.proof; f != nil {
		w.panel.look.sense.Show(f.seen)
		return
	}
	w.panel.look.sense.Show(nil)
}

// copyTargets are the photos that a look is copied to: the others that are
// chosen, or all others if none is.
func (w *Window) copyTargets() []*item {
	from := w.bench.chosen()
	if len(from) < 2 {
		from = w.bench.items
	}
	return those(from, func(it *item) bool { return it != w.bench.selected })
}

// retireUndo hides a message whose button takes back a change that is not the newest any more.
func (w *Window) retireUndo() {
	w.toast.Retire(lang.L("Undo"))
	w.toast.Retire(lang.L("Leave those alone"))
}

// onCopyLook copies the settings. Photos that have them already stay as they are, exported too.
func (w *Window) onCopyLook() {
	items := w.copyTargets()
	if len(items) == 0 {
		w.toast.Show(lang.L("There are no other photos to copy these settings to."), "", nil)
		return
	}
	w.copyLook(w.panel.look.look, items, len(w.bench.chosen()) < 2)
}

// copyLook gives items a look. What all others get is not of a photo's own any more.
// It tells of those that had settings of their own, which can be left alone.
func (w *Window) copyLook(l Look, items []*item, all bool) {
	others := those(items, func(it *item) bool { return it.look != l })
	if len(others) == 0 {
		w.toast.Show(lang.L("The other photos have these settings already."), "", nil)
		return
	}
	own := those(others, (*item).own)
	if all {
		w.spread(l, items)
		w.give(others, l)
	} else {
		w.relook(others, l, time.Time{})
	}
	w.refresh()
	words := lang.L("Settings copied to {{.Photos}}.", with{"Photos": photos(len(items))})
	if len(own) == 0 {
		w.toast.Show(words, lang.L("Undo"), w.onUndo)
		return
	}
	rest := those(others, func(it *item) bool { return !slices.Contains(own, it) })
	w.toast.Show(words+" "+lang.L("Had settings of their own: {{.Photos}}.", with{"Photos": photos(len(own))}), lang.L("Leave those alone"), func() {
		if w.onUndo(); len(rest) > 0 {
			w.copyLook(l, w.bench.still(rest), all)
		}
	})
}

// spread makes a look, which all items are about to get from the photo in view, that of the strip, and remembers what
// they had.
func (w *Window) spread(l Look, items []*item) {
	w.retireUndo()
	if from := w.bench.selected; from != nil {
		items = append(slices.Clone(items), from)
	}
	w.history.noteApart(items)
	for _, it := range items {
		it.base = l
		w.strip.Update(it)
	}
}

func (w *Window) onPreset(name string) {
	for _, p := range w.presets {
		if p.Name == name {
			w.setLook(p.Look)
		}
	}
}

// setPresets keeps the presets, at once: the program may end in many ways.
func (w *Window) setPresets(presets []preset) {
	w.presets = presets
	savePresets(w.prefs, presets)
	go w.writeSettings()
	w.panel.look.ShowPresets(presetNames(presets))
	w.win.SetMainMenu(w.menu())
}

// onKeepPreset asks for a name.
func (w *Window) onKeepPreset() {
	name := widgets.NewEntry(w.closeDialog)
	name.SetPlaceHolder(lang.L("A name, as “high ISO”"))
	name.Validator = func(s string) error {
		if strings.TrimSpace(s) == "" {
			return errors.New(lang.L("A preset needs a name."))
		}
		return nil
	}
	look := w.panel.look.look
	d := dialog.NewForm(lang.L("Keep these settings as a preset"), lang.L("Keep"), lang.L("Cancel"),
		[]*widget.FormItem{widget.NewFormItem(lang.L("Name"), name)}, func(yes bool) {
			if yes {
				w.setPresets(kept(w.presets, preset{strings.TrimSpace(name.Text), look}))
			}
		}, w.win)
	name.OnSubmitted = func(string) { d.Submit() }
	d.Resize(fyne.NewSize(420, 0))
	d.Show()
	w.win.Canvas().Focus(name)
}

// onForgetPreset asks which.
func (w *Window) onForgetPreset() {
	which := widgets.NewChoice(presetNames(w.presets), nil, w.closeDialog)
	which.SetSelectedIndex(0)
	dialog.ShowForm(lang.L("Forget a preset"), lang.L("Forget"), lang.L("Cancel"),
		[]*widget.FormItem{widget.NewFormItem(lang.L("Name"), which)}, func(yes bool) {
			if yes {
				w.setPresets(slices.DeleteFunc(slices.Clone(w.presets), func(p preset) bool { return p.Name == which.Selected }))
			}
		}, w.win)
}
