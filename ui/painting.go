package ui

import (
	"image"
	"slices"

	"fyne.io/fyne/v2/lang"

	"afterrain/engine/photo/protect"
	"afterrain/ui/render"
)

// This file holds what the window does with the brush. All of it runs on the main goroutine.

// painting is a stroke under way.
type painting struct {
	proof   *proof // nil if there is none
	changed bool   // something is protected that was not, or no longer
}

func (w *Window) connectBrush() {
	w.tools.OnBrush, w.panel.look.OnClear = w.onBrush, w.onClear
	w.view.OnStroke, w.view.OnStroked = w.onStroke, w.onStroked
	w.view.Tint = func(dst *image.RGBA, v render.Viewport) {
		if f := w.bench.proof; f != nil && v.Photo == f.size() {
			render.Tint(dst, v, f.mask(), f.tint)
		}
	}
}

// onBrush takes the brush out or puts it away.
func (w *Window) onBrush() {
	w.showBrush(!w.view.Brush.Out())
	if w.view.Brush.Out() && !w.brushed {
		w.brushed = true
		w.toast.Show(brushWords(), "", nil)
		return
	}
	w.toast.Withdraw(brushWords())
}

func brushWords() string {
	return lang.L("Paint where the photo is to stay as it was. Shift or the right button takes that away, [ and ] change the size, Esc puts the brush away.")
}

// showBrush takes the brush out or puts it away. The loupe would lie over what is painted: of the two one is out.
func (w *Window) showBrush(on bool) {
	w.view.Brush.Show(on)
	w.tools.ShowBrush(on)
	if on {
		w.view.Loupe.Show(false)
		w.refresh()
	}
}

// onBrushRune changes the size of the brush; false if the key is for something else.
func (w *Window) onBrushRune(r rune) bool {
	by, ok := map[rune]int{'[': -1, ']': 1}[r]
	if ok {
		w.view.Brush.Resize(by)
	}
	return ok
}

// onStroke draws what has come to a stroke.
func (w *Window) onStroke(s protect.Stroke, from int) {
	if from == 0 {
		if w.painted = (painting{proof: w.bench.proof}); w.painted.proof != nil {
			w.painted.proof.begin()
		}
	}
	f := w.painted.proof
	if f == nil || f != w.bench.proof {
		return
	}
	if part := f.live.Draw(s, from); !part.Empty() {
		w.painted.changed = true
		w.view.Touch(part)
	}
}

// onStroked gives the photo the stroke, if it has changed anything.
func (w *Window) onStroked(s protect.Stroke) {
	p := w.painted
	w.painted = painting{}
	w.toast.Withdraw(brushWords()) // which may lie where there is to be painted
	switch {
	case p.proof == nil:
		return
	case !p.changed || !slices.Contains(w.bench.items, p.proof.item):
		p.proof.live = nil
		return
	}
	it := p.proof.item
	stays := it.stays.with(s)
	p.proof.settle(stays)
	w.refinish(it, finish{it.look, stays})
	w.panel.look.ShowPainted(w.bench.selected.stays != nil)
}

// refinish gives a photo another finish, which Undo takes back as one change.
func (w *Window) refinish(it *item, f finish) {
	w.retireUndo()
	w.history.noteApart([]*item{it})
	it.look, it.stays, it.touched = f.look, f.stays, true
	w.strip.Update(it)
	w.keepQueue()
	w.refresh()
}

// onClear takes the default look, and away what the brush has painted.
func (w *Window) onClear() {
	w.view.Brush.End()
	if it := w.bench.selected; it != nil {
		w.freshen(defaultLook)
		w.refinish(it, finish{look: defaultLook})
		w.showLook()
		w.bench.restyle()
		w.view.Protected()
	}
}
