package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"afterrain/engine/photo"
	"afterrain/ui/widgets"
)

// onExportSettings asks how and where to export, with the photo in view as the
// example. Tab goes through all of it, Enter exports the chosen photos, and Esc closes it.
func (w *Window) onExportSettings() {
	sample, own := w.sample()
	f := newExportForm(w.set, sample, own, func() { w.win.Canvas().Unfocus() }, w.closeDialog)
	w.form = f
	f.OnChange = func(s Settings) {
		w.set.Format, w.set.Quality, w.set.Bits, w.set.Naming = s.Format, s.Quality, s.Bits, s.Naming
		w.setFolder(s.Folder)
	}
	f.OnFolder = func() {
		w.chooser.Folder(lang.L("Export into"), w.set.Folder, func(path string) {
			w.setFolder(path)
			f.Show(w.set)
		})
	}
	var d *dialog.CustomDialog
	run := func(label string, r widgets.Rank, items []*item, export func()) *widgets.TabButton {
		b := w.dialogButton(label, r, func() { d.Hide(); w.offerQueue(); export() })
		b.SetEnabled(len(items) > 0)
		return b
	}
	meant := w.bench.chosen() // others may be when the button is pressed: another program hands over photos meanwhile
	chosen, all := w.exportable(meant), w.exportable(w.bench.items)
	export := run(exportLabel(len(chosen)), widgets.Primary, chosen, func() { w.exportItems(meant) })
	f.OnEnter = export.Entered
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(8), layout.NewSpacer(),
		w.dialogButton(lang.L("Close"), widgets.Raised, w.closeDialog),
		run(exportAllLabel(todo(all)), widgets.Raised, all, w.onExportAll), export)
	d = dialog.NewCustomWithoutButtons(lang.L("Export settings"), container.NewVBox(w.lowered(f.scroll), widgets.Spacer(0, 6), buttons), w.win)
	d.Show()
	f.over = w.win.Canvas().Overlays().Top()
}

// offerQueue tells of photos in the queue that do not go as the export settings say, and offers it: each time that these are
// closed, as the offer goes by itself.
func (w *Window) offerQueue() {
	o := w.set.order()
	if n := len(w.bench.orderedOtherwise(o)); n > 0 {
		w.toast.Show(lang.L("In the queue with the export settings of before: {{.Photos}}.", with{"Photos": photos(n)}),
			lang.L("Change them too"), func() { w.bench.reorder(o) })
	}
}

// onEnter presses the amber button of the export settings, or of the question before an export is broken off, if these lie over the window
// and nothing in them has the keyboard.
func (w *Window) onEnter() {
	switch top := w.win.Canvas().Overlays().Top(); {
	case w.form != nil && w.form.over == top:
		w.form.enter()
	case w.asked == top:
		w.answer()
	}
}

// lowered is a part of a dialog that scrolls where the window is too low for all of it.
func (w *Window) lowered(s *container.Scroll) fyne.CanvasObject {
	return container.New(&lowered{w.win}, s)
}

// dialogParts is what a dialog's own title, button and margins take of a window's
// height, Fyne's units.
const dialogParts = 130

// lowered is as high as what scrolls in it, or as there is room for in a dialog.
type lowered struct{ win fyne.Window }

func (l *lowered) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

func (l *lowered) MinSize(o []fyne.CanvasObject) fyne.Size {
	all, room := o[0].(*container.Scroll).Content.MinSize(), l.win.Canvas().Size().Height-dialogParts
	return fyne.NewSize(all.Width, max(100, min(all.Height, room)))
}

// exportLabel is what the button for the chosen photos says.
func exportLabel(n int) string {
	if n > 1 {
		return lang.L("Export {{.N}}", with{"N": n})
	}
	return lang.L("Export")
}

// exportAllLabel is what the button for the whole strip says.
func exportAllLabel(n int) string {
	if n > 1 {
		return lang.L("Export all {{.N}}", with{"N": n})
	}
	return lang.L("Export all")
}

// sample is the photo in view, or a made-up one.
func (w *Window) sample() (subject, photo.Format) {
	if f := w.bench.proof; f != nil {
		return subjectOf(f.item.found, f.photo.Format, f.info, 1, f.stamp.time()), f.photo.Format
	}
	s := subject{found: found{path: "IMG_1234.jpg"}, camera: "Canon EOS R5", date: "2026-05-01", seq: 1}
	if it := w.bench.selected; it != nil {
		s.found = it.found
	}
	return s, photo.JPEG
}
