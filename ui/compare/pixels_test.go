package compare

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"afterrain/ui/render"
)

// counted counts how often each side is drawn.
func counted(c *Comparer) (before, after *int) {
	before, after = new(int), new(int)
	b, a := c.Before, c.After
	c.Before = func(dst *image.RGBA, v render.Viewport) { *before++; b(dst, v) }
	c.After = func(dst *image.RGBA, v render.Viewport) { *after++; a(dst, v) }
	c.Lens = a
	c.redraw()
	return before, after
}

func TestHowOftenPixelsAreMade(t *testing.T) {
	c, w := newTestComparer(t, image.Pt(4000, 3000))
	before, after := counted(c)
	shoot := func() { w.Canvas().Capture() }
	shoot()
	for _, k := range []struct {
		name           string
		do             func()
		before, after_ int
	}{
		{"nothing", func() {}, 0, 0},
		{"dragging the divider", func() {
			for range 10 {
				drag(c, 400*c.Divider, 100, -7, 0)
				shoot()
			}
		}, 0, 0},
		{"the divider by keys", func() { c.PushDivider(0.1); shoot(); c.PushDivider(-0.3) }, 0, 0},
		{"a pan in three steps in one frame", func() { c.OneToOne(); c.Pan(0.1, 0); c.Pan(0, 0.1) }, 1, 1},
		{"a tile that arrives", c.Pixels, 0, 1},
		{"holding the key", func() { c.Hold(true) }, 1, 0}, // the right side shows it
		{"letting it go", func() { c.Hold(false) }, 0, 1},
		{"a badge", func() { c.SetBadge("L export") }, 0, 0},
	} {
		*before, *after = 0, 0
		k.do()
		shoot()
		if *before != k.before || *after != k.after_ {
			t.Errorf("%s: before drawn %d times, want %d; after %d, want %d", k.name, *before, k.before, *after, k.after_)
		}
	}
}

// What a pan leaves in sight is not made again, and fits to what is.
func TestPanMakesOnlyWhatCameIntoSight(t *testing.T) {
	c, _ := newTestComparer(t, image.Pt(640, 480))
	photo := wholePyramid(ramp(640, 480))
	made := 0
	c.After = func(dst *image.RGBA, v render.Viewport) {
		made += area(dst.Rect)
		render.Draw(dst, v, photo, nil, render.Blend{})
	}
	pane := image.Pt(300, 200)
	for _, zoom := range []float64{0.7, 1, 1.37, 2.5, 9} {
		c.view = render.Viewport{Photo: image.Pt(640, 480), Pane: pane, Zoom: zoom, CX: 300, CY: 200}.Panned(image.Point{})
		c.redraw()
		for _, by := range []image.Point{{}, {7, 0}, {-11, 4}, {3, -40}, {-90, -90}, {290, 0}, {-1000, 900}, {1, 1}} {
			c.after.raster.Generator(pane.X, pane.Y)
			was := c.view.Origin()
			made = 0
			c.SetView(c.view.Panned(by))
			got := c.after.raster.Generator(pane.X, pane.Y).(*image.RGBA)
			moved := c.view.Origin().Sub(was)
			kept := area(got.Rect.Add(moved).Intersect(got.Rect))
			if want := area(got.Rect) - kept; made != want {
				t.Errorf("zoom %v: a pan by %v made %d pixels, want %d", zoom, moved, made, want)
			}
			want := image.NewRGBA(got.Rect)
			render.Draw(want, c.view, photo, nil, render.Blend{})
			if !bytes.Equal(got.Pix, want.Pix) {
				t.Fatalf("zoom %v: a pan by %v shows something else than drawing anew", zoom, moved)
			}
		}
	}
}

// On a screen of twice the density one photo pixel at 1:1 is one of its pixels.
func TestDensePixelsAreUsed(t *testing.T) {
	c, w := newTestComparer(t, image.Pt(4000, 3000))
	w.Canvas().(interface{ SetScale(float32) }).SetScale(2)
	w.Resize(fyne.NewSize(400, 300))
	c.setPane(c.Size())
	checker := image.NewRGBA(image.Rect(0, 0, 4000, 3000))
	for y := range 3000 {
		for x := range 4000 {
			v := uint8(255 * ((x + y) % 2))
			checker.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	c.After = func(dst *image.RGBA, v render.Viewport) {
		render.Draw(dst, v, render.Pyramid{checker}, nil, render.Blend{})
	}
	c.SetMode(Single)
	c.OneToOne()
	if want := image.Pt(800, 600); c.view.Pane != want {
		t.Fatalf("the pane has %v pixels, want %v", c.view.Pane, want)
	}
	img := c.after.raster.Generator(800, 600).(*image.RGBA)
	for x := range 799 {
		if a, b := img.RGBAAt(x, 300).R, img.RGBAAt(x+1, 300).R; a == b || (a != 0 && a != 255) {
			t.Fatalf("pixels %d and %d are %d and %d: not crisp", x, x+1, a, b)
		}
	}
}

func TestComparerLooksAsItDid(t *testing.T) {
	c, w := newTestComparer(t, image.Pt(640, 480))
	soft := wholePyramid(ramp(640, 480))
	hard := wholePyramid(ramp(640, 480))
	for i := range hard[0].Pix {
		if i%4 != 3 {
			hard[0].Pix[i] ^= 0xff
		}
	}
	c.Before = func(dst *image.RGBA, v render.Viewport) { render.Draw(dst, v, soft, nil, render.Blend{}) }
	c.After = func(dst *image.RGBA, v render.Viewport) {
		render.Draw(dst, v, render.Pyramid{hard[0]}, nil, render.Blend{})
	}
	c.Lens = c.After
	c.OneToOne()
	c.SetBadge("S preview · CPU · 1:1")
	for m, name := range [...]string{Split: "split", SideBySide: "sides", Single: "single"} {
		c.SetMode(Mode(m))
		test.AssertImageMatches(t, fmt.Sprintf("%s.png", name), w.Canvas().Capture())
	}
	c.Hold(true)
	test.AssertImageMatches(t, "held.png", w.Canvas().Capture())
	c.Hold(false)
	c.SetMode(Split)
	drag(c, 200, 100, 80, 0)
	test.AssertImageMatches(t, "divider.png", w.Canvas().Capture())
	c.Loupe.Show(true)
	test.AssertImageMatches(t, "loupe.png", w.Canvas().Capture())
}
