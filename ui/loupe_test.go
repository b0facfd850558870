package ui

import (
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"afterrain/engine"
	"afterrain/ui/compare"
	"afterrain/ui/render"
)

func TestLoupeIsRestoredBeforeTheView(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	lens := render.Viewport{Photo: image.Pt(600, 400), Pane: image.Pt(80, 60), Zoom: 1, CX: 300, CY: 200}
	r.look(fullView())
	r.lookThroughLoupe(lens)
	r.until("both are previewed", func() bool { return r.phase() == previewed })
	want := []image.Rectangle{image.Rect(260, 170, 340, 230), image.Rect(0, 0, 300, 200)}
	if !slices.Equal(r.regions, want) {
		t.Errorf("restored %v, want %v", r.regions, want)
	}
	r.lookThroughLoupe(render.Viewport{})
	if r.quiet(); len(r.regions) != 2 || r.phase() != previewed {
		t.Errorf("putting the loupe away runs the network: %v", r.regions)
	}
}

// Its place over another photo of the same size is the same, its pixels are not.
func TestLoupeIsRestoredOverTheNextPhotoAndInTheNextView(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.onLoupe()
	check := func(when string) {
		t.Helper()
		want := r.w.view.Loupe.View()
		if got := r.preview.shown[inLoupe]; got.Zoom != want.Zoom || got.CX != want.CX || got.CY != want.CY {
			t.Errorf("%s the loupe shows %v,%v at %v, restored is %v,%v at %v", when, want.CX, want.CY, want.Zoom, got.CX, got.CY, got.Zoom)
		}
	}
	check("at first")
	r.step(1)
	r.until("the next is open", r.opened)
	check("over the next photo")
	r.w.view.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(300, 200)}})
	r.w.onMode(compare.SideBySide)
	check("side by side")
	r.quiet()
}

func TestHoldingTheButtonShowsThePhotoAsItWas(t *testing.T) {
	r := previewedWindow(t, false)
	b := r.w.tools.hold
	b.MouseDown(&desktop.MouseEvent{})
	if !r.w.view.Holding() {
		t.Error("the button shows nothing")
	}
	b.MouseUp(&desktop.MouseEvent{})
	if r.w.view.Holding() {
		t.Error("letting go shows nothing")
	}
	b.MouseDown(&desktop.MouseEvent{})
	if b.MouseOut(); r.w.view.Holding() || b.On() {
		t.Error("leaving the button leaves the photo as it was")
	}
}

func TestAllOfTheViewByKeys(t *testing.T) {
	r := previewedWindow(t, false)
	w := r.w
	look := func() Look { return r.selected.look }
	for _, c := range []struct {
		keys string
		good func() bool
	}{
		{"2", func() bool { return w.view.View().Zoom == 2 && w.tools.two.On() }},
		{"s,,", func() bool { return w.view.Divider < 0.46 }},
		{"...", func() bool { return w.view.Divider > 0.52 }},
		{"[[]", func() bool { return look().Luma == 95 && look().Color == 95 }},
		{"}", func() bool { return look().Luma == 95 && look().Color == 100 && !w.panel.look.linked.On() }},
		{"ggh", func() bool { return look().Grain == 5 }},
		{"e", func() bool { return look().Emphasis == Denoise }},
		{"E", func() bool { return look().Emphasis == Dehaze }},
		{"t", func() bool { return look().Depth == engine.Small }},
		{"R", func() bool { return look() == defaultLook && w.panel.look.linked.On() }},
		{"[[[[[[[[[[[[[[[[[[[[[[[", func() bool { return look().Luma == 0 }},
		{"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", func() bool { return look().Luma == maxStrength }},
	} {
		for _, k := range c.keys {
			w.onRune(k)
		}
		if !c.good() {
			t.Errorf("keys %q: look %+v, divider %v, zoom %v", c.keys, look(), w.view.Divider, w.view.View().Zoom)
		}
	}
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	w.onRune('2')
	x, y := w.view.View().CX, w.view.View().CY
	w.shift = func() bool { return true }
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	w.shift = func() bool { return false }
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	v := w.view.View()
	if dx, dy := v.CX-x, y-v.CY; dx < 10 || dy != 0 && dy < 5 { // the photo is hardly taller than the pane
		t.Errorf("Shift with the arrows moves the view by %v,%v", dx, dy)
	}
	r.quiet()
}
