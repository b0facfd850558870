package render

import (
	"image"
	"math"
	"testing"
)

func fitted(w, h, pw, ph int) Viewport {
	return Viewport{Photo: image.Pt(w, h), Pane: image.Pt(pw, ph)}.Fit()
}

func TestFitShowsTheWholePhoto(t *testing.T) {
	for _, c := range []struct {
		w, h, pw, ph int
		zoom         float64
	}{
		{6000, 4000, 1500, 1000, 0.25},
		{4000, 6000, 1500, 900, 0.15},
		{1500, 1000, 1500, 1000, 1},
		{1200, 800, 1500, 1000, 1.25},
		{1, 1, 1500, 1000, maxFitZoom},
	} {
		v := fitted(c.w, c.h, c.pw, c.ph)
		if math.Abs(v.Zoom-c.zoom) > 1e-9 {
			t.Errorf("%dx%d in %dx%d: zoom %v, want %v", c.w, c.h, c.pw, c.ph, v.Zoom, c.zoom)
		}
		if got, want := v.Visible(0), image.Rect(0, 0, c.w, c.h); got != want {
			t.Errorf("%dx%d: visible %v, want all", c.w, c.h, got)
		}
	}
}

// under is the photo's point at a device pixel.
func under(v Viewport, at image.Point) (x, y float64) {
	return v.CX + (float64(at.X)-float64(v.Pane.X)/2)/v.Zoom, v.CY + (float64(at.Y)-float64(v.Pane.Y)/2)/v.Zoom
}

func TestZoomKeepsThePointUnderThePointer(t *testing.T) {
	v := fitted(6000, 4000, 1500, 900).ZoomedTo(1, image.Pt(700, 400))
	for _, at := range []image.Point{{750, 450}, {10, 10}, {1490, 880}, {300, 700}} {
		for _, factor := range []float64{1.2, 3, 1 / 1.2} {
			z := v.ZoomedBy(factor, at)
			x0, y0 := under(v, at)
			x1, y1 := under(z, at)
			if math.Hypot(x1-x0, y1-y0) > 1e-6 {
				t.Errorf("zoom %v at %v moved the photo from %.2f,%.2f to %.2f,%.2f", factor, at, x0, y0, x1, y1)
			}
		}
	}
}

func TestZoomAndPlaceStayWithTheNextPhoto(t *testing.T) {
	fit := fitted(6000, 4000, 1500, 1000)
	close := fit.ZoomedTo(1, image.Pt(1000, 300))
	x, y := under(close, close.Middle())
	none := image.Point{}
	for _, c := range []struct {
		name   string
		was    Viewport
		photos []image.Point
		zoom   float64
		x, y   float64
	}{
		{"all was in view", fit, []image.Point{{3000, 2000}}, 0.5, 1500, 1000},
		{"the same size", close, []image.Point{{6000, 4000}}, 1, x, y},
		{"another size", close, []image.Point{{4000, 6000}}, 1, x * 4 / 6, y * 6 / 4},
		{"one that could not be read between", close, []image.Point{none, {6000, 4000}}, 1, x, y},
		{"a little one between", close, []image.Point{{600, 400}, {6000, 4000}}, 1, 3000, 2000},
		{"one smaller than the zoom shows", fit.ZoomedTo(0.3, fit.Middle()), []image.Point{{600, 400}}, 2, 300, 200},
		{"a zoom pressed without a photo", fit.Of(none).ZoomedTo(1, fit.Middle()), []image.Point{{6000, 4000}}, 0.25, 3000, 2000},
	} {
		v := c.was
		for _, size := range c.photos {
			v = v.Of(size)
		}
		if gx, gy := under(v, v.Middle()); v.Zoom != c.zoom || math.Hypot(gx-c.x, gy-c.y) > 1e-6 {
			t.Errorf("%s: zoom %v at %.1f,%.1f, want %v at %.1f,%.1f", c.name, v.Zoom, gx, gy, c.zoom, c.x, c.y)
		}
	}
}

func TestZoomStopsAtOneToOneAndAtItsLimits(t *testing.T) {
	v := fitted(6000, 4000, 1500, 1000)
	for _, c := range []struct {
		name string
		got  Viewport
		want float64
	}{
		{"passing 1:1 inwards", v.ZoomedTo(0.9, v.Middle()).ZoomedBy(1.5, v.Middle()), 1},
		{"passing 1:1 outwards", v.ZoomedTo(1.1, v.Middle()).ZoomedBy(0.5, v.Middle()), 1},
		{"far in", v.ZoomedTo(99, v.Middle()), MaxZoom},
		{"far out", v.ZoomedTo(0.001, v.Middle()), 0.25},
		{"a step in", v.Stepped(1), 1. / 3},
		{"a step out at the end", v.Stepped(-1), 0.25},
		{"a step out", v.ZoomedTo(1, v.Middle()).Stepped(-1), 2. / 3},
	} {
		if math.Abs(c.got.Zoom-c.want) > 1e-9 {
			t.Errorf("%s: zoom %v, want %v", c.name, c.got.Zoom, c.want)
		}
	}
	if !v.ZoomedTo(0.001, v.Middle()).Fitted {
		t.Error("zoomed all the way out does not follow the window's size")
	}
}

// Of a panorama the stops end before all of it is in view.
func TestKeysZoomOutToAllOfAPanorama(t *testing.T) {
	if v := fitted(30000, 3000, 1000, 800).ZoomedTo(1./16, image.Pt(0, 0)).Stepped(-1); !v.Fitted {
		t.Errorf("the last step out is %v, the whole photo %v", v.Zoom, v.fitZoom())
	}
}

func TestPanStopsAtTheEdges(t *testing.T) {
	v := fitted(6000, 4000, 1500, 1000).ZoomedTo(1, image.Pt(750, 500))
	for _, c := range []struct {
		by   image.Point
		want image.Rectangle
	}{
		{image.Pt(99999, 99999), image.Rect(0, 0, 1500, 1000)},
		{image.Pt(-99999, -99999), image.Rect(4500, 3000, 6000, 4000)},
		{image.Pt(-100, 0), image.Rect(2350, 1500, 3850, 2500)},
	} {
		if got := v.Panned(c.by).Visible(0); got != c.want {
			t.Errorf("panned by %v: visible %v, want %v", c.by, got, c.want)
		}
	}
	if f := fitted(600, 400, 1500, 1000).Panned(image.Pt(50, 50)); f.Origin() != fitted(600, 400, 1500, 1000).Origin() {
		t.Error("a photo smaller than the pane leaves its middle")
	}
}

func TestLevelFitsTheZoom(t *testing.T) {
	for _, c := range []struct {
		zoom float64
		want int
	}{{16, 0}, {1, 0}, {0.9, 0}, {0.63, 0}, {0.62, 1}, {0.5, 1}, {0.32, 1}, {0.31, 2}, {0.25, 2}, {0.125, 3}, {0.0625, 4}} {
		if got := (Viewport{Zoom: c.zoom}).Level(); got != c.want {
			t.Errorf("zoom %v: level %d, want %d", c.zoom, got, c.want)
		}
	}
}

func TestVisibleStaysInsideEveryLevel(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {7, 5}, {4001, 2999}, {200, 3}} {
		for _, zoom := range []float64{0.01, 0.3, 1, 7} {
			v := fitted(size.X, size.Y, 900, 700).ZoomedTo(zoom, image.Pt(13, 600))
			for level := range 6 {
				r := v.Visible(level)
				if !r.In(image.Rectangle{Max: LevelSize(size, level)}) || r.Empty() {
					t.Errorf("%v at zoom %v: level %d shows %v", size, v.Zoom, level, r)
				}
			}
		}
	}
}

func TestResizeKeepsFitAndMiddle(t *testing.T) {
	v := fitted(6000, 4000, 1500, 1000)
	if r := v.Resized(image.Pt(750, 500)); r.Zoom != 0.125 || !r.Fitted {
		t.Errorf("a fitted photo does not follow the window: zoom %v", r.Zoom)
	}
	z := v.ZoomedTo(1, v.Middle())
	if r := z.Resized(image.Pt(800, 600)); r.CX != z.CX || r.CY != z.CY || r.Zoom != 1 {
		t.Errorf("resizing moved the middle from %v,%v to %v,%v", z.CX, z.CY, r.CX, r.CY)
	}
}
