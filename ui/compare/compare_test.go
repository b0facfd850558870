package compare

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"afterrain/engine/photo"
	"afterrain/ui/render"
	"afterrain/ui/style"
)

// newTestComparer shows a photo that is red before and blue after, 400 x 300
// units, one device pixel a unit.
func newTestComparer(t *testing.T, photo image.Point) (*Comparer, fyne.Window) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(style.NewTheme())
	c := New(Split)
	paint := func(col color.RGBA) func(*image.RGBA, render.Viewport) {
		p := render.Pyramid{plain(photo.X, photo.Y, col)}
		return func(dst *image.RGBA, v render.Viewport) { render.Draw(dst, v, p, nil, render.Blend{}) }
	}
	c.Before, c.After = paint(red), paint(blue)
	w := test.NewTempWindow(t, c)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	c.SetPhoto(photo)
	return c, w
}

// look tells which picture is at each place of a row: b before, a after, or
// neither.
func look(w fyne.Window, xs ...int) string {
	shot := w.Canvas().Capture()
	var s []byte
	for _, x := range xs {
		r, g, b, _ := shot.At(x, 100).RGBA()
		switch {
		case r>>8 == 200 && g == 0 && b == 0:
			s = append(s, 'b')
		case b>>8 == 200 && g == 0 && r == 0:
			s = append(s, 'a')
		default:
			s = append(s, '.')
		}
	}
	return string(s)
}

func TestEachModeShowsBeforeAndAfterWhereTheyBelong(t *testing.T) {
	c, w := newTestComparer(t, image.Pt(400, 300))
	if got := look(w, 10, 190, 210, 390); got != "bbaa" {
		t.Errorf("split shows %s, want bbaa", got)
	}
	c.SetMode(Single)
	if got := look(w, 10, 190, 210, 390); got != "aaaa" {
		t.Errorf("single shows %s, want aaaa", got)
	}
	c.SetMode(SideBySide)
	if got := look(w, 10, 190, 210, 390); got != "bbaa" {
		t.Errorf("side by side shows %s, want bbaa", got)
	}
	if c.view.Pane != image.Pt(199, 300) {
		t.Errorf("side by side has panes of %v", c.view.Pane)
	}
}

func TestHoldShowsThePhotoAsItWasEverywhere(t *testing.T) {
	c, w := newTestComparer(t, image.Pt(400, 300))
	for _, m := range []Mode{Split, SideBySide, Single} {
		c.SetMode(m)
		before := look(w, 10, 390)
		c.Hold(true)
		if got := look(w, 10, 190, 210, 390); got != "bbbb" {
			t.Errorf("mode %d: holding shows %s", m, got)
		}
		if got := c.tagR.text.Text; got != "Before" {
			t.Errorf("mode %d: holding it says %s", m, got)
		}
		c.Hold(false)
		if got := c.tagR.text.Text; got != "After" {
			t.Errorf("mode %d: letting go it says %s", m, got)
		}
		if got := look(w, 10, 390); got != before {
			t.Errorf("mode %d: letting go shows %s, before that %s", m, got, before)
		}
	}
}

func drag(c *Comparer, x, y, dx, dy float32) {
	c.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x+dx, y+dy)}, Dragged: fyne.NewDelta(dx, dy)})
	c.DragEnd()
}

func TestDraggingTheDividerMovesOnlyTheClips(t *testing.T) {
	c, w := newTestComparer(t, image.Pt(400, 300))
	view, size := c.view, c.after.raster.Size()
	drag(c, 204, 200, -100, 30)
	if got := look(w, 90, 110, 190, 390); got != "baaa" {
		t.Errorf("after dragging to 100 it shows %s, want baaa", got)
	}
	if x := c.after.clip.Position().X + c.after.raster.Position().X; x != 0 || c.after.raster.Size() != size || c.view != view {
		t.Errorf("the picture moved with the divider: raster at %v of size %v", x, c.after.raster.Size())
	}
	drag(c, 104, 200, -900, 0)
	if c.Divider <= 0 || c.Divider > 0.05 {
		t.Errorf("the divider left the window: %v", c.Divider)
	}
}

func TestDraggingThePhotoPansBothPanes(t *testing.T) {
	c, _ := newTestComparer(t, image.Pt(4000, 3000))
	c.OneToOne()
	from := c.view.Origin()
	drag(c, 300, 100, -40, 25)
	if got := c.view.Origin().Sub(from); got != image.Pt(-40, 25) {
		t.Errorf("moved by %v, want (-40,25)", got)
	}
	if c.Divider != 0.5 {
		t.Error("the divider moved with the photo")
	}
}

func TestWheelZoomsToThePointerInEitherPane(t *testing.T) {
	for _, c := range []struct {
		mode Mode
		at   fyne.Position
		pane image.Point // the same place, in its pane
	}{
		{Split, fyne.NewPos(300, 50), image.Pt(300, 50)},
		{SideBySide, fyne.NewPos(50, 60), image.Pt(50, 60)},
		{SideBySide, fyne.NewPos(251, 60), image.Pt(50, 60)},
	} {
		cmp, _ := newTestComparer(t, image.Pt(4000, 3000))
		cmp.SetMode(c.mode)
		cmp.OneToOne()
		x0, y0 := under(cmp.view, c.pane)
		cmp.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: c.at}, Scrolled: fyne.NewDelta(0, 50)})
		x1, y1 := under(cmp.view, c.pane)
		if cmp.view.Zoom < 1.3 || x1-x0 > 0.01 || x0-x1 > 0.01 || y1-y0 > 0.01 || y0-y1 > 0.01 {
			t.Errorf("mode %d at %v: zoom %v, the photo moved from %v,%v to %v,%v", c.mode, c.at, cmp.view.Zoom, x0, y0, x1, y1)
		}
	}
}

func TestDoubleClickGoesToOneToOneAndBack(t *testing.T) {
	c, _ := newTestComparer(t, image.Pt(4000, 3000))
	at := &fyne.PointEvent{Position: fyne.NewPos(100, 75)}
	c.DoubleTapped(at)
	if x, y := under(c.view, image.Pt(100, 75)); c.view.Zoom != 1 || x < 999 || x > 1001 || y < 749 || y > 751 {
		t.Errorf("zoom %v with %v,%v under the pointer, want 1 and 1000,750", c.view.Zoom, x, y)
	}
	c.DoubleTapped(at)
	if !c.view.Fitted {
		t.Error("a second double click does not show the whole photo")
	}
}

func TestPointerShowsWhereTheDividerIs(t *testing.T) {
	c, _ := newTestComparer(t, image.Pt(400, 300))
	for _, p := range []struct {
		x    float32
		want desktop.Cursor
	}{{200, desktop.HResizeCursor}, {150, desktop.DefaultCursor}} {
		c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(p.x, 10)}})
		if c.Cursor() != p.want {
			t.Errorf("at %v the pointer is %v, want %v", p.x, c.Cursor(), p.want)
		}
	}
}

func TestResizingTheWindowTellsTheView(t *testing.T) {
	c, w := newTestComparer(t, image.Pt(4000, 3000))
	var told render.Viewport
	c.OnView = func(v render.Viewport) { told = v }
	w.Resize(fyne.NewSize(800, 600))
	if told.Pane != image.Pt(800, 600) || told.Zoom != 0.2 || c.view != told {
		t.Errorf("told %+v", told)
	}
}

var (
	red  = color.RGBA{200, 0, 0, 255}
	blue = color.RGBA{0, 0, 200, 255}
)

// ramp is a picture whose every pixel says where it is.
func ramp(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x ^ y), 255})
		}
	}
	return img
}

func plain(w, h int, c color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

// wholePyramid has all levels of a picture.
func wholePyramid(base *image.RGBA) render.Pyramid {
	w, h := base.Rect.Dx(), base.Rect.Dy()
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	for i := range p.Pix {
		p.Pix[i] = float32(base.Pix[i%(w*h)*4+i/(w*h)]) / 255
	}
	out, _ := render.NewPyramid(context.Background(), p)
	return out
}

// under is the photo's point at a device pixel.
func under(v render.Viewport, at image.Point) (x, y float64) {
	return v.CX + (float64(at.X)-float64(v.Pane.X)/2)/v.Zoom, v.CY + (float64(at.Y)-float64(v.Pane.Y)/2)/v.Zoom
}

func fitted(w, h, pw, ph int) render.Viewport {
	return render.Viewport{Photo: image.Pt(w, h), Pane: image.Pt(pw, ph)}.Fit()
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
