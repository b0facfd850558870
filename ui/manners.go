package ui

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// setAppearance builds the window anew, dark or light.
func (w *Window) setAppearance(a style.Appearance) {
	w.set.Appearance = a
	w.keepSettings()
	w.rebuild()
}

// scaleKey is where Fyne reads how large text and controls are, whenever it takes
// a theme in.
const scaleKey = "FYNE_SCALE"

// magnify sets that size, for the next theme.
func magnify(percent int) { os.Setenv(scaleKey, fmt.Sprintf("%.2f", float64(percent)/100)) }

// setScale makes text and controls larger or smaller at once. Photos keep their
// pixels, and the window its place on the screen: Fyne would let it grow. So it is
// made smaller before, lest it grows for a moment and is moved.
func (w *Window) setScale(percent int) {
	c := w.win.Canvas()
	size, was := c.Size(), c.Scale()
	if by := float32(w.set.Scale) / float32(percent); by < 1 {
		w.win.Resize(fyne.NewSize(size.Width*by, size.Height*by))
	}
	w.set.Scale = percent
	w.noteSettings()
	w.keepSettings()
	magnify(percent)
	w.dress()
	w.win.SetMainMenu(w.menu())
	by := was / c.Scale()
	w.win.Resize(fyne.NewSize(size.Width*by, size.Height*by))
	w.view.Refresh()
}

// rebuild makes all widgets again in the colours of the settings; photos, jobs
// and the view stay.
func (w *Window) rebuild() {
	w.dress()
	view, divider, loupe, out, radius := w.view.View(), w.view.Divider, w.view.Loupe.Out(), w.view.Brush.Out(), w.view.Brush.Radius
	w.view.Brush.End()
	w.build()
	w.connect()
	w.view.Divider = divider
	w.win.SetMainMenu(w.menu())
	w.win.SetContent(w.layout())
	w.onList()
	w.onProof()
	if view.Photo == w.view.View().Photo && !view.Empty() {
		w.view.SetView(view)
	}
	w.view.Loupe.Show(loupe)
	w.view.Brush.Radius = radius
	w.showBrush(out)
	w.refresh()
}

// dress chooses the colours that the settings ask for.
func (w *Window) dress() {
	style.SetLit(w.bright())
	w.app.Settings().SetTheme(style.NewTheme())
}

// followDesktop makes the window light or dark with the desktop, which may tell
// only after the start.
func (w *Window) followDesktop(fyne.Settings) {
	if w.set.Appearance == style.AsDesktop && w.bright() != style.Lit() && !w.closed() {
		w.rebuild()
	}
}

// bright tells whether the settings ask for a light window.
func (w *Window) bright() bool {
	return w.set.Appearance == style.Light || w.set.Appearance == style.AsDesktop && w.app.Settings().ThemeVariant() == theme.VariantLight
}

// onUndo takes back what was done last: photos that were taken off the strip, or settings.
func (w *Window) onUndo() {
	w.view.Brush.End()
	if !w.putBack() {
		w.bringBack(w.history.undo, lang.L("Nothing to undo."))
	}
}

func (w *Window) onRedo() {
	w.view.Brush.End()
	w.bringBack(w.history.redo, lang.L("Nothing to redo."))
}

// bringBack shows looks that come back, or says that there are none. If they are of photos
// out of view it says so.
func (w *Window) bringBack(looks func() change, none string) {
	w.retireUndo()
	w.toast.Retire(lang.L("Copy to others"))
	c := looks()
	switch it := w.bench.selected; {
	case c == nil:
		w.toast.Show(none, "", nil)
		return
	case c.has(it):
		w.freshen(it.look)
	default:
		w.toast.Show(broughtBackWords(c), "", nil)
	}
	w.strip.arrange()
	w.showLook()
	w.bench.restyle()
	w.view.Protected()
	w.refresh()
	w.keepQueue()
}

func (w *Window) copy(text string) {
	w.app.Clipboard().SetContent(text)
	w.toast.Show(lang.L("Copied."), "", nil)
}

// onReport lists what failed in the last export, and why.
func (w *Window) onReport() {
	s := w.lastExport
	if s == nil {
		w.toast.Show(lang.L("Nothing was exported yet."), "", nil)
		return
	}
	lines, causes := []string{strings.Join(s.counts(), ", ")}, []error{}
	for _, dir := range s.folders {
		lines = append(lines, lang.L("In {{.Folder}}", with{"Folder": dir}))
	}
	for _, it := range s.bad {
		if it.err != nil {
			lines, causes = append(lines, "", failureWords(it)), append(causes, it.err)
		}
	}
	words := paragraph(strings.Join(lines, "\n"))
	box := w.scrolling(words, 540, min(320, float32(len(lines)+3)*26))
	buttons := []fyne.CanvasObject{w.dialogButton(lang.L("Copy details"), widgets.Raised, func() {
		w.copy(strings.Join(lines, "\n") + "\n\n" + w.report(errors.Join(causes...)))
	})}
	if len(failures(w.bench.still(s.bad))) > 0 {
		buttons = append(buttons, w.dialogButton(lang.L("Try again"), widgets.Primary, func() { w.closeDialog(); w.bench.retryItems(s.bad...) }))
	}
	if len(s.folders) > 0 {
		buttons = append(buttons, w.dialogButton(lang.L("Show folder"), widgets.Raised, func() { w.openFolder(s.folders[0]) }))
	}
	w.tell(lang.L("Last export"), box, buttons...)
}
