package ui

import (
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2/lang"

	"afterrain/engine/photo"
	"afterrain/ui/browse"
	"afterrain/ui/widgets"
)

// canExport tells whether an item may go into the queue.
func (w *Window) canExport(it *item) bool {
	return it != nil && w.setup.Err == nil && !it.unread && !it.queued()
}

// exportable lists those of the items that may go into the queue.
func (w *Window) exportable(items []*item) []*item { return those(items, w.canExport) }

// todo counts those of the items that are not exported as they are set.
func todo(items []*item) int {
	return len(those(items, func(it *item) bool { return !it.exported() || it.changed() }))
}

func failures(items []*item) []*item {
	return those(items, func(it *item) bool { return it.state == failed })
}

// onExport exports the chosen photos. Who asks for one photo gets a new file,
// even if nothing has changed.
func (w *Window) onExport() { w.exportItems(w.bench.chosen()) }

func (w *Window) exportItems(items []*item) {
	o := w.set.order()
	o.again = len(items) == 1
	w.export(w.exportable(items), o)
}

// export puts photos into the queue. Where that pauses, as it does after a start with one of
// last time, it says so: nothing would seem to happen.
func (w *Window) export(items []*item, o order) {
	w.bench.export(items, o)
	w.onItem(nil)
	if len(items) > 0 && w.bench.exports.paused {
		w.toast.Show(lang.L("The export pauses: {{.Photos}} in the queue.", with{"Photos": photos(len(w.bench.waiting()))}),
			lang.L("Resume"), func() { w.bench.pause(false) })
	}
}

// onExportAs asks for the file's name first.
func (w *Window) onExportAs() {
	it, f := w.bench.selected, w.bench.proof
	if w.queuedAlready(it) || !w.canExport(it) || f == nil {
		return
	}
	o := w.set.order()
	s := subjectOf(it.found, f.photo.Format, f.info, 1, f.stamp.time())
	go func() {
		free := o.target(s) // looks at the disk
		w.do(func() { w.exportAs(it, o, free, o.extension(s)) })
	}()
}

// queuedAlready tells whether a photo is in the queue, and says so.
func (w *Window) queuedAlready(it *item) bool {
	if it == nil || !it.queued() {
		return false
	}
	w.toast.Show(lang.L("{{.Name}} is being exported already.", with{"Name": widgets.Shorten(it.name(), 40)}), "", nil)
	return true
}

// exportAs asks for the name, suggesting a free one; extension is what a name gets that
// does not end as a photo's that can be saved.
func (w *Window) exportAs(it *item, o order, free, extension string) {
	w.chooser.SaveAs(free, func(path string) {
		if w.queuedAlready(it) { // while the dialog was open
			return
		}
		if _, err := photo.FormatNamed(path); err != nil {
			path += extension
		}
		o.path, o.save.Format, o.again = path, "", true // the name says the format
		w.export([]*item{it}, o)
	})
}

func (w *Window) onExportAll() {
	w.export(w.exportable(w.bench.items), w.set.order())
}

// onNextFailed shows the next photo that failed, from the one in view on.
func (w *Window) onNextFailed() {
	at := max(w.bench.index(), 0)
	bad := failures(slices.Concat(w.bench.items[min(at+1, len(w.bench.items)):], w.bench.items[:at]))
	if len(bad) == 0 {
		w.toast.Show(lang.L("No other photo has failed."), "", nil)
		return
	}
	w.bench.show(bad[0])
}

// exportCancelled takes the cancel of an export back: what was exported stays.
func (w *Window) exportCancelled(s summary) {
	w.bench.enqueue(those(s.off, func(it *item) bool { return it.state == cancelled }))
}

// onExported tells how the queue ended.
func (w *Window) onExported(s summary) {
	w.keepSettings()
	w.lastExport = &s
	if w.asking != nil { // about an export that has ended
		w.asking.Hide()
	}
	w.onItem(nil)
	w.showSummary(s)
	if w.away && s.cancelled == 0 {
		w.missed = true
		w.notify(sumWords(s))
	}
}

// showSummary tells how a queue ended, and leads on.
func (w *Window) showSummary(s summary) {
	switch {
	case s.cancelled > 0:
		w.toast.Show(sumWords(s), lang.L("Go on exporting"), func() { w.exportCancelled(s) })
	case s.failed > 0 && s.failed+s.done+s.skipped > 1:
		w.toast.Show(sumWords(s), lang.L("Report"), w.onReport)
	case len(s.bad) == 1 && s.failed == 1:
		err := s.bad[0].err
		w.toast.Show(sumWords(s), lang.L("Details"), func() { w.details(err) })
	case len(s.folders) > 0:
		w.toast.Show(sumWords(s), lang.L("Show folder"), func() { w.openFolder(s.folders[0]) })
	default:
		w.toast.Show(sumWords(s), "", nil)
	}
}

// onHalted tells why the queue pauses by itself.
func (w *Window) onHalted(it *item) {
	if w.showHalt(it); w.away {
		w.missed = true
		w.notify(haltWords(it))
	}
}

func (w *Window) showHalt(it *item) {
	if isAway(it.err) {
		w.toast.Show(haltWords(it), lang.L("Resume"), func() { w.bench.pause(false) })
		return
	}
	w.toast.Show(haltWords(it), lang.L("Export settings…"), w.onExportSettings)
}

func (w *Window) showFolder(it *item) {
	if it == nil {
		return
	}
	path := it.path
	if it.output != "" {
		path = it.output
	}
	w.openFolder(filepath.Dir(path))
}

func (w *Window) openFolder(path string) {
	if err := browse.OpenFolder(w.app, path); err != nil {
		w.toast.Show(path, "", nil)
	}
}

// onMove follows a photo that was dragged along the strip, with the others chosen.
func (w *Window) onMove(it *item, place int) {
	items := []*item{it}
	if chosen := w.bench.chosen(); slices.Contains(chosen, it) {
		items = chosen
	}
	w.bench.move(items, place)
}

// isThere tells whether a file or folder exists.
func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// moveChosen moves the chosen photos along the strip.
func (w *Window) moveChosen(by int) {
	items := w.bench.chosen()
	if len(items) == 0 {
		return
	}
	place := slices.Index(w.bench.items, items[0]) - 1
	if by > 0 {
		place = slices.Index(w.bench.items, items[len(items)-1]) + 2
	}
	w.bench.move(items, place)
	w.strip.Reveal(w.bench.selected)
}

// stretch chooses one photo more or less by key.
func (w *Window) stretch(by int) {
	if end := w.bench.stretch(by); end != nil {
		w.strip.Reveal(end)
	}
}

// setFolder takes a folder to export to; an export that paused by itself goes on there, and
// what could not be saved is tried again there.
func (w *Window) setFolder(path string) {
	if path != w.set.Folder {
		w.bench.redirect(path)
	}
	w.set.Folder = path
	w.bench.amend(w.set.order())
	w.keepQueue()
	w.keepSettings()
	w.showHow()
}
