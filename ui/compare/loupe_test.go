package compare

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"afterrain/ui/render"
)

func TestLoupeShowsThePlaceUnderThePointer(t *testing.T) {
	c, _ := newTestComparer(t, image.Pt(4000, 3000))
	c.Lens = c.After
	var told []render.Viewport
	c.OnLens = func(v render.Viewport) { told = append(told, v) }
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 75)}})
	if len(told) != 0 || c.Loupe.glass.clip.Visible() {
		t.Error("a loupe that is put away works")
	}
	if v := (&Loupe{c: c}).lens(image.Pt(320, 220)); v.CX != c.view.CX || v.CY != c.view.CY {
		t.Errorf("without a pointer it shows %v,%v and not the middle", v.CX, v.CY)
	}
	c.Loupe.Show(true)
	v := c.Loupe.lens(image.Pt(320, 220))
	if v.CX != 1000 || v.CY != 750 || v.Zoom != 1 || loupeWords(v.Zoom) != "1:1" {
		t.Errorf("over the whole photo it shows %v,%v at %v", v.CX, v.CY, v.Zoom)
	}
	c.OneToOne()
	if v := c.Loupe.lens(image.Pt(320, 220)); v.Zoom != 2 {
		t.Errorf("over 1:1 it zooms to %v", v.Zoom)
	}
	if len(told) != 2 || told[1].Pane != image.Pt(160, 220) {
		t.Errorf("told %+v", told)
	}
	dst := image.NewRGBA(image.Rect(0, 0, 320, 220))
	c.Loupe.paint(dst, v)
	if l, r := dst.RGBAAt(159, 100), dst.RGBAAt(160, 100); l != red || r != blue {
		t.Errorf("left of its middle it shows %v, right %v", l, r)
	}
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(399, 299)}})
	if p := c.Loupe.glass.clip.Position(); p.X < 0 || p.X > 400-loupeWidth || p.Y < 0 || p.Y > 300-loupeHeight {
		t.Errorf("in a corner it lies at %v", p)
	}
	was := c.Loupe.lens(image.Pt(320, 220))
	if c.MouseOut(); c.Loupe.lens(image.Pt(320, 220)) != was || !c.Loupe.glass.clip.Visible() {
		t.Error("it does not stay where the pointer was last")
	}
	c.Loupe.Show(false)
	if last := told[len(told)-1]; !last.Empty() || c.Loupe.glass.clip.Visible() {
		t.Errorf("put away it tells %+v", last)
	}
}
