package compare

import (
	"image"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"afterrain/engine/photo/protect"
	"afterrain/ui/render"
)

func mouseAt(x, y float32, button desktop.MouseButton, mod fyne.KeyModifier) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: button, Modifier: mod}
}

func dragTo(x, y float32) *fyne.DragEvent {
	return &fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Dragged: fyne.NewDelta(1, 1)}
}

// newBrushedComparer has its brush out and tells of strokes that have ended.
func newBrushedComparer(t *testing.T, size image.Point) (*Comparer, *[]protect.Stroke) {
	c, _ := newTestComparer(t, size)
	ended := &[]protect.Stroke{}
	c.OnStroke = func(protect.Stroke, int) {}
	c.OnStroked = func(s protect.Stroke) { *ended = append(*ended, s) }
	c.Tint = func(*image.RGBA, render.Viewport) {}
	c.Brush.Show(true)
	return c, ended
}

func TestWhichButtonPaints(t *testing.T) {
	for _, k := range []struct {
		name          string
		button        desktop.MouseButton
		mod           fyne.KeyModifier
		paints, erase bool
	}{
		{"left", desktop.MouseButtonPrimary, 0, true, false},
		{"left with Shift", desktop.MouseButtonPrimary, fyne.KeyModifierShift, true, true},
		{"right", desktop.MouseButtonSecondary, 0, true, true},
		{"middle", desktop.MouseButtonTertiary, 0, false, false},
	} {
		c, ended := newBrushedComparer(t, image.Pt(4000, 3000))
		c.OneToOne()
		view := c.view
		c.MouseDown(mouseAt(300, 100, k.button, k.mod))
		if k.button == desktop.MouseButtonSecondary { // it does not drag
			c.MouseMoved(mouseAt(320, 120, k.button, k.mod))
		} else {
			c.Dragged(dragTo(320, 120))
		}
		c.MouseUp(mouseAt(320, 120, k.button, k.mod))
		c.DragEnd()
		switch {
		case !k.paints && (len(*ended) != 0 || c.view == view):
			t.Errorf("%s: %d strokes, moved %v", k.name, len(*ended), c.view != view)
		case k.paints && (len(*ended) != 1 || (*ended)[0].Erase != k.erase || len((*ended)[0].Points) != 2 || c.view != view):
			t.Errorf("%s: strokes %+v, moved %v", k.name, *ended, c.view != view)
		}
	}
}

// Points are where the pointer was, in either pane, and the brush is as thick as its circle.
func TestStrokeLiesUnderThePointer(t *testing.T) {
	c, ended := newBrushedComparer(t, image.Pt(4000, 3000))
	c.Brush.Radius = 20
	for _, at := range []struct {
		mode Mode
		x    float32
	}{{Split, 300}, {SideBySide, 100}, {SideBySide, 301}} {
		c.SetMode(at.mode)
		c.Fit()
		c.MouseMoved(mouseAt(at.x, 150, 0, 0))
		c.MouseDown(mouseAt(at.x, 150, desktop.MouseButtonPrimary, 0))
		c.MouseUp(mouseAt(at.x, 150, desktop.MouseButtonPrimary, 0))
		s := (*ended)[len(*ended)-1]
		x, y := under(c.view, c.inPane(fyne.NewPos(at.x, 150)))
		got := s.Points[0].Mul(4000).Div(protect.StrokeUnit)
		if pixel := 1 / c.view.Zoom; math.Abs(float64(got.X)-x) > pixel || math.Abs(float64(got.Y)-y) > pixel {
			t.Errorf("mode %d at %v: the stroke is at %v, want %v,%v of 4000", at.mode, at.x, got, x, y)
		}
		if got, want := float64(s.Radius)*4000/protect.StrokeUnit*c.view.Zoom, 20.0; got < want-0.1 || got > want+0.1 {
			t.Errorf("mode %d: its radius on the screen is %v, want %v", at.mode, got, want)
		}
		if got := c.Brush.rim[1].Size().Width; got != 40 {
			t.Errorf("the circle is %v wide", got)
		}
	}
	if got := c.Brush.clip.Position().X; got != 201 {
		t.Errorf("over the right pane the circle is in a pane at %v", got)
	}
	c.MouseOut()
	if c.Brush.clip.Visible() {
		t.Error("the circle stays when the pointer has left")
	}
}

// Beside its handle there is to be painted over the divider's line.
func TestBrushLeavesTheDividerItsHandle(t *testing.T) {
	c, ended := newBrushedComparer(t, image.Pt(400, 300))
	press := func(y float32) {
		c.MouseDown(mouseAt(202, y, desktop.MouseButtonPrimary, 0))
		c.Dragged(dragTo(203, y))
		c.MouseUp(mouseAt(203, y, desktop.MouseButtonPrimary, 0))
		c.DragEnd()
	}
	press(150)
	if c.Divider == 0.5 || len(*ended) != 0 {
		t.Errorf("on the handle: divider %v, %d strokes", c.Divider, len(*ended))
	}
	at := c.Divider
	press(60)
	if c.Divider != at || len(*ended) != 1 {
		t.Errorf("above it: divider %v, %d strokes", c.Divider, len(*ended))
	}
	c.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(60, 60)})
	if !c.view.Fitted {
		t.Error("two dabs zoom in")
	}
}

func TestBrushWithoutAPhotoHasNoCircle(t *testing.T) {
	c, _ := newBrushedComparer(t, image.Pt(400, 300))
	c.SetPhoto(image.Point{})
	if c.MouseMoved(mouseAt(300, 100, 0, 0)); c.Brush.clip.Visible() {
		t.Error("there is a circle over nothing")
	}
	c.SetPhoto(image.Pt(400, 300))
	if !c.Brush.clip.Visible() {
		t.Error("there is none over a photo")
	}
}

// Beyond the view the right button goes up unheard.
func TestRightButtonThatGoesUpElsewhereEndsItsStroke(t *testing.T) {
	c, ended := newBrushedComparer(t, image.Pt(400, 300))
	c.MouseDown(mouseAt(50, 50, desktop.MouseButtonSecondary, 0))
	c.MouseOut()
	c.MouseMoved(mouseAt(90, 90, 0, 0))
	if len(*ended) != 1 || len((*ended)[0].Points) != 1 {
		t.Errorf("strokes %+v", *ended)
	}
}
