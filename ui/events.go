package ui

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"afterrain/engine/photo"
	"afterrain/ui/compare"
	"afterrain/ui/render"
	"afterrain/ui/widgets"
)

// This file holds what the window does when something happens. All of it runs
// on the main goroutine.

func (w *Window) onDropped(_ fyne.Position, uris []fyne.URI) {
	paths := make([]string, 0, len(uris))
	for _, u := range uris {
		paths = append(paths, u.Path())
	}
	w.Open(paths)
}

func (w *Window) onOpen() { w.chooser.Photo(w.set.Last, func(p string) { w.Open([]string{p}) }) }

func (w *Window) onOpenFolder() {
	w.chooser.Folder(lang.L("Open a folder of photos"), w.set.Last, func(p string) { w.Open([]string{p}) })
}

func (w *Window) onMode(m compare.Mode) {
	w.set.Mode = m
	w.keepSettings()
	w.view.SetMode(m)
	w.refresh()
}

// onLoupe takes the loupe out, and puts the brush away, or puts the loupe away.
func (w *Window) onLoupe() {
	w.view.Loupe.Show(!w.view.Loupe.Out())
	if w.view.Loupe.Out() {
		w.showBrush(false)
	}
	w.refresh()
}

func (w *Window) onView(v render.Viewport) {
	w.bench.look(v)
	w.refresh()
}

func (w *Window) onList() {
	if !slices.Contains(w.bench.items, w.hovered) {
		w.hovered = nil
	}
	if some := len(w.bench.items) > 0; some != w.shelf.Visible() {
		w.shelf.Hidden = !some
		w.win.Content().Refresh()
	}
	w.history.keep(w.bench.items)
	if !w.bench.exports.paused {
		w.toast.Retire(lang.L("Resume"))
	}
	w.strip.SetItems(w.bench.items, w.bench.selected, w.bench.picked, w.bench.exports.paused)
	w.keepQueue()
	w.onItem(nil)
}

// onItem follows one item, or all for nil.
func (w *Window) onItem(it *item) {
	if it != nil {
		w.strip.Update(it)
		if it.state != running { // its progress is not kept
			w.keepQueue()
		}
	}
	w.refresh()
}

func (w *Window) onPixels() {
	w.view.Pixels()
	w.showSeen()
	w.refresh()
}

// onProof shows the photo on the bench, or says why there is none.
func (w *Window) onProof() {
	it, f := w.bench.selected, w.bench.proof
	w.empty.Hide()
	w.message.root.Hide()
	w.panel.ShowPhoto("", "", "", "")
	switch {
	case it == nil:
		w.empty.Show()
		w.view.SetPhoto(image.Point{})
		w.view.Fit() // what comes next has nothing to do with what was
	case f == nil && it.unread:
		e := explain(it.err)
		w.message.Show(e.what, e.todo, true)
		w.panel.ShowPhoto(it.name(), "", "", "")
		w.view.SetPhoto(image.Point{}) // the zoom is of the photo before it
	case f == nil && it.thumb != nil:
		stand := it.thumb
		if w.bench.stand != nil {
			stand = w.bench.stand
		}
		w.message.ShowSmall(stand, w.view.Panes(), lang.L("Opening {{.Name}}…", with{"Name": widgets.Shorten(it.name(), 40)}))
		w.panel.ShowPhoto(it.name(), "", "", "")
	case f == nil:
		w.message.Show(lang.L("Opening {{.Name}}…", with{"Name": it.name()}), "", false)
		w.panel.ShowPhoto(it.name(), "", "", "")
	default:
		camera, exposure := cameraWords(f.info)
		w.panel.ShowPhoto(it.name(), sizeWords(f.photo), camera, exposure)
		w.view.SetPhoto(f.size())
	}
	w.showLook()
	w.showHow()
	w.onItem(nil)
}

// showHow tells how the export would be saved.
func (w *Window) showHow() {
	own := photo.Format("")
	if f := w.bench.proof; f != nil {
		own = f.photo.Format
	}
	w.panel.ShowHow(howWords(w.set, own))
}

func (w *Window) title() {
	words := "Afterrain"
	if it := w.bench.selected; it != nil {
		words = it.name() + " – " + words
	}
	if w.bench.exporting() {
		words = lang.L("{{.N}} %", with{"N": shareWords(w.bench.exports.outlook().share)}) + " – " + words
	}
	if words != w.win.Title() {
		w.win.SetTitle(words)
	}
}

// refresh brings the words and gauges up to date.
func (w *Window) refresh() {
	w.title()
	all := w.exportable(w.bench.items)
	w.panel.ShowExport(len(w.exportable(w.bench.chosen())), len(all), todo(all))
	ph, share, level := w.bench.previewState()
	w.view.SetBadge(badgeText(ph, share, level, w.bench.tools.device(), w.bench.final().Variant))
	w.tools.ShowView(w.set.Mode, w.view.View(), w.view.Loupe.Out())
	w.status.Show(w.statusWords(ph, share))
	w.status.ShowDevice(w.deviceLine())
}

func (w *Window) deviceLine() string {
	if w.setup.Err != nil {
		return explain(w.setup.Err).brief
	}
	return deviceWords(w.bench.tools.device())
}

// statusWords picks the most pressing thing to tell.
func (w *Window) statusWords(ph phase, share float64) (words string, gauge float64, job jobState) {
	b := w.bench
	if b.exporting() {
		if job = jobRuns; b.exports.paused {
			job = jobIsPaused
		}
		o := b.exports.outlook()
		words = exportWords(b.exports.now, len(b.waiting()), o, b.exports.paused)
		if it := b.exports.stuck; it != nil {
			words = explain(it.err).brief + " · " + words
		}
		if it := w.hovered; it != nil {
			words = hoverWords(it)
		}
		return words, o.share, job
	}
	if it := w.hovered; it != nil {
		return hoverWords(it), -1, noJob
	}
	switch {
	case b.opening.Busy():
		return lang.L("Opening {{.Name}}…", with{"Name": b.selected.name()}), 0, noJob
	case ph == previewing && share == 1: // of a large photo
		return lang.L("Haze and wide streaks of rain come off last…"), -1, noJob
	case ph == starting || ph == previewing:
		return lang.L("Previewing what is in view with DyNet-S…"), share, noJob
	case ph == broken && w.setup.Err == nil: // else the notice tells
		e := explain(b.preview.err)
		return e.what + " " + e.todo, -1, noJob
	}
	return countWords(b.items, len(b.chosen())), -1, noJob
}

func (w *Window) details(err error) {
	if err == nil {
		return
	}
	w.tell(lang.L("Details"), newDetails(err), w.dialogButton(lang.L("Copy details"), widgets.Raised, func() { w.copy(w.report(err)) }))
}

func (w *Window) onDetails() {
	if it := w.bench.selected; it != nil {
		w.details(it.err)
	}
}
