package ui

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"afterrain/engine/photo"
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

func (w *Window) onOpen() { w.chooser.photo(func(p string) { w.Open([]string{p}) }) }

func (w *Window) onOpenFolder() {
	w.chooser.folder("Open a folder of photos", func(p string) { w.Open([]string{p}) })
}

func (w *Window) onMode(m mode) {
	w.set.Mode = m
	w.view.SetMode(m)
	w.refresh()
}

// onLoupe takes the loupe out or puts it away.
func (w *Window) onLoupe() {
	w.view.loupe.show(!w.view.loupe.on)
	w.refresh()
}

func (w *Window) onView(v viewport) {
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
	w.strip.SetItems(w.bench.items, w.bench.selected)
	w.onItem(nil)
}

// onItem follows one item, or all for nil.
func (w *Window) onItem(it *item) {
	if it != nil {
		w.strip.Update(it)
	}
	w.panel.ShowExport(w.canExport(w.bench.selected), len(w.exportable()))
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
	case f == nil && it.unread:
		e := explain(it.err)
		w.message.Show(e.what, e.todo, true)
		w.panel.ShowPhoto(it.name(), "", "", "")
	case f == nil:
		w.message.Show("Opening "+it.name()+"…", "", false)
		w.panel.ShowPhoto(it.name(), "", "", "")
	default:
		camera, exposure := cameraWords(f.info)
		w.panel.ShowPhoto(it.name(), sizeWords(f.photo), camera, exposure)
		w.view.SetPhoto(f.size())
	}
	w.showLook()
	w.showQuality()
	w.title()
	w.onItem(nil)
}

// showQuality shows the JPEG quality if the export would be a JPEG.
func (w *Window) showQuality() {
	f := w.set.Format
	if f == "" && w.bench.proof != nil {
		f = w.bench.proof.photo.Format
	}
	w.panel.ShowQuality(f == photo.JPEG || f == "")
}

func (w *Window) title() {
	if it := w.bench.selected; it != nil {
		w.win.SetTitle(it.name() + " – Afterrain")
		return
	}
	w.win.SetTitle("Afterrain")
}

// refresh brings the words and gauges up to date.
func (w *Window) refresh() {
	ph, share, level := w.bench.previewState()
	w.view.SetBadge(badgeText(ph, share, level, w.bench.tools.device(), w.bench.final().Variant))
	w.tools.ShowView(w.set.Mode, w.view.view, w.view.loupe.on)
	words, gauge, cancellable := w.statusWords(ph, share)
	w.status.Show(words, gauge, cancellable)
	w.status.ShowDevice(w.deviceLine())
}

func (w *Window) deviceLine() string {
	if w.setup.Err != nil {
		return explain(w.setup.Err).brief
	}
	return deviceWords(w.bench.tools.device())
}

// statusWords picks the most pressing thing to tell.
func (w *Window) statusWords(ph phase, share float64) (words string, gauge float64, cancellable bool) {
	b := w.bench
	if it := b.exports.now; it != nil {
		return exportWords(it, len(b.exports.pending), b.exports.remaining()), it.progress, true
	}
	if it := w.hovered; it != nil {
		return hoverWords(it), -1, false
	}
	switch {
	case b.opening.busy():
		return "Opening " + b.selected.name() + "…", 0, false
	case ph == starting || ph == previewing:
		return "Previewing what is in view with DyNet-S…", share, false
	case ph == broken && w.setup.Err == nil: // else the notice tells
		e := explain(b.preview.err)
		return e.what + " " + e.todo, -1, false
	}
	return countWords(b.items), -1, false
}

func (w *Window) details(err error) {
	if err == nil {
		return
	}
	body := newDetails(err, func() { w.app.Clipboard().SetContent(err.Error()) })
	dialog.ShowCustom("Details", "Close", body, w.win)
}

func (w *Window) onDetails() {
	if it := w.bench.selected; it != nil {
		w.details(it.err)
	}
}

// onClose asks before an export is lost, remembers the settings and ends.
func (w *Window) onClose() {
	switch {
	case w.bench.exports.now == nil:
		w.quit()
		return
	case w.asking == nil:
		w.asking = dialog.NewConfirm("An export is running", "Stop it and quit? Photos already exported stay.", func(yes bool) {
			if yes {
				w.quit()
			}
		}, w.win)
		w.asking.SetConfirmText("Stop and quit")
		w.asking.SetDismissText("Go on exporting")
	}
	w.asking.Show()
}

func (w *Window) quit() {
	size := w.win.Canvas().Size()
	w.set.Width, w.set.Height = size.Width, size.Height
	w.set.save(w.app.Preferences())
	w.bench.close()
	w.win.Close()
}
