package ui

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"afterrain/engine"
)

// counted counts how often each side is drawn.
func counted(c *comparer) (before, after *int) {
	before, after = new(int), new(int)
	b, a := c.Before, c.After
	c.Before = func(dst *image.RGBA, v viewport) { *before++; b(dst, v) }
	c.After = func(dst *image.RGBA, v viewport) { *after++; a(dst, v) }
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
				drag(c, 400*c.divider, 100, -7, 0)
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
	c.After = func(dst *image.RGBA, v viewport) {
		made += area(dst.Rect)
		draw(dst, v, photo, nil, blend{})
	}
	pane := image.Pt(300, 200)
	for _, zoom := range []float64{0.7, 1, 1.37, 2.5, 9} {
		c.view = viewport{photo: image.Pt(640, 480), pane: pane, zoom: zoom, cx: 300, cy: 200}.clamped()
		c.redraw()
		for _, by := range []image.Point{{}, {7, 0}, {-11, 4}, {3, -40}, {-90, -90}, {290, 0}, {-1000, 900}, {1, 1}} {
			c.after.raster.Generator(pane.X, pane.Y)
			was := c.view.origin()
			made = 0
			c.setView(c.view.panned(by))
			got := c.after.raster.Generator(pane.X, pane.Y).(*image.RGBA)
			moved := c.view.origin().Sub(was)
			kept := area(got.Rect.Add(moved).Intersect(got.Rect))
			if want := area(got.Rect) - kept; made != want {
				t.Errorf("zoom %v: a pan by %v made %d pixels, want %d", zoom, moved, made, want)
			}
			want := image.NewRGBA(got.Rect)
			draw(want, c.view, photo, nil, blend{})
			if !bytes.Equal(got.Pix, want.Pix) {
				t.Fatalf("zoom %v: a pan by %v shows something else than drawing anew", zoom, moved)
			}
		}
	}
}

func TestLoupeShowsThePlaceUnderThePointer(t *testing.T) {
	c, _ := newTestComparer(t, image.Pt(4000, 3000))
	c.Lens = c.After
	var told []viewport
	c.OnLens = func(v viewport) { told = append(told, v) }
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 75)}})
	if len(told) != 0 || c.loupe.glass.clip.Visible() {
		t.Error("a loupe that is put away works")
	}
	if v := (&loupe{c: c}).lens(image.Pt(320, 220)); v.cx != c.view.cx || v.cy != c.view.cy {
		t.Errorf("without a pointer it shows %v,%v and not the middle", v.cx, v.cy)
	}
	c.loupe.show(true)
	v := c.loupe.lens(image.Pt(320, 220))
	if v.cx != 1000 || v.cy != 750 || v.zoom != 1 || loupeWords(v.zoom) != "1:1" {
		t.Errorf("over the whole photo it shows %v,%v at %v", v.cx, v.cy, v.zoom)
	}
	c.OneToOne()
	if v := c.loupe.lens(image.Pt(320, 220)); v.zoom != 2 {
		t.Errorf("over 1:1 it zooms to %v", v.zoom)
	}
	if len(told) != 2 || told[1].pane != image.Pt(160, 220) {
		t.Errorf("told %+v", told)
	}
	dst := image.NewRGBA(image.Rect(0, 0, 320, 220))
	c.loupe.paint(dst, v)
	if l, r := dst.RGBAAt(159, 100), dst.RGBAAt(160, 100); l != red || r != blue {
		t.Errorf("left of its middle it shows %v, right %v", l, r)
	}
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(399, 299)}})
	if p := c.loupe.glass.clip.Position(); p.X < 0 || p.X > 400-loupeWidth || p.Y < 0 || p.Y > 300-loupeHeight {
		t.Errorf("in a corner it lies at %v", p)
	}
	was := c.loupe.lens(image.Pt(320, 220))
	if c.MouseOut(); c.loupe.lens(image.Pt(320, 220)) != was || !c.loupe.glass.clip.Visible() {
		t.Error("it does not stay where the pointer was last")
	}
	c.loupe.show(false)
	if last := told[len(told)-1]; !last.empty() || c.loupe.glass.clip.Visible() {
		t.Errorf("put away it tells %+v", last)
	}
}

func TestLoupeIsRestoredBeforeTheView(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	lens := viewport{photo: image.Pt(600, 400), pane: image.Pt(80, 60), zoom: 1, cx: 300, cy: 200}
	r.look(fullView())
	r.lookThroughLoupe(lens)
	r.until("both are previewed", func() bool { return r.phase() == previewed })
	want := []image.Rectangle{image.Rect(260, 170, 340, 230), image.Rect(0, 0, 300, 200)}
	if !slices.Equal(r.regions, want) {
		t.Errorf("restored %v, want %v", r.regions, want)
	}
	r.lookThroughLoupe(viewport{})
	if r.quiet(); len(r.regions) != 2 || r.phase() != previewed {
		t.Errorf("putting the loupe away runs the network: %v", r.regions)
	}
}

func TestHoldingTheButtonShowsThePhotoAsItWas(t *testing.T) {
	r := previewedWindow(t, false)
	b := r.w.tools.hold
	b.MouseDown(&desktop.MouseEvent{})
	if !r.w.view.holding || r.w.view.tagR.text.Text != "Before" {
		t.Error("the button shows nothing")
	}
	b.MouseUp(&desktop.MouseEvent{})
	if r.w.view.holding || r.w.view.tagR.text.Text != "After" {
		t.Error("letting go shows nothing")
	}
	b.MouseDown(&desktop.MouseEvent{})
	if b.MouseOut(); r.w.view.holding || b.on {
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
		{"2", func() bool { return w.view.view.zoom == 2 && w.tools.two.on }},
		{"s,,", func() bool { return w.view.divider < 0.46 }},
		{"...", func() bool { return w.view.divider > 0.52 }},
		{"[[]", func() bool { return look().Luma == 95 && look().Color == 95 }},
		{"}", func() bool { return look().Luma == 95 && look().Color == 100 && !w.panel.look.linked.on }},
		{"ggh", func() bool { return look().Grain == 5 }},
		{"e", func() bool { return look().Emphasis == Denoise }},
		{"E", func() bool { return look().Emphasis == Dehaze }},
		{"t", func() bool { return look().Depth == engine.Small }},
		{"R", func() bool { return look() == defaultLook && w.panel.look.linked.on }},
		{"[[[[[[[[[[[[[[[[[[[[[[[", func() bool { return look().Luma == 0 }},
		{"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", func() bool { return look().Luma == maxStrength }},
	} {
		for _, k := range c.keys {
			w.onRune(k)
		}
		if !c.good() {
			t.Errorf("keys %q: look %+v, divider %v, zoom %v", c.keys, look(), w.view.divider, w.view.view.zoom)
		}
	}
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	w.onRune('2')
	x, y := w.view.view.cx, w.view.view.cy
	w.onHold(&fyne.KeyEvent{Name: desktop.KeyShiftLeft}, true)
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	w.onHold(&fyne.KeyEvent{Name: desktop.KeyShiftLeft}, false)
	w.onKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	v := w.view.view
	if dx, dy := v.cx-x, y-v.cy; dx < 10 || dy != 0 && dy < 5 { // the photo is hardly taller than the pane
		t.Errorf("Shift with the arrows moves the view by %v,%v", dx, dy)
	}
	r.quiet()
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
	c.After = func(dst *image.RGBA, v viewport) { draw(dst, v, pyramid{checker}, nil, blend{}) }
	c.SetMode(single)
	c.OneToOne()
	if want := image.Pt(800, 600); c.view.pane != want {
		t.Fatalf("the pane has %v pixels, want %v", c.view.pane, want)
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
	c.Before = func(dst *image.RGBA, v viewport) { draw(dst, v, soft, nil, blend{}) }
	c.After = func(dst *image.RGBA, v viewport) { draw(dst, v, pyramid{hard[0]}, nil, blend{}) }
	c.Lens = c.After
	c.OneToOne()
	c.SetBadge("S preview · CPU · 100 %")
	for m, name := range [...]string{split: "split", sideBySide: "sides", single: "single"} {
		c.SetMode(mode(m))
		test.AssertImageMatches(t, fmt.Sprintf("comparer/%s.png", name), w.Canvas().Capture())
	}
	c.Hold(true)
	test.AssertImageMatches(t, "comparer/held.png", w.Canvas().Capture())
	c.Hold(false)
	c.SetMode(split)
	drag(c, 200, 100, 80, 0)
	test.AssertImageMatches(t, "comparer/divider.png", w.Canvas().Capture())
	c.loupe.show(true)
	test.AssertImageMatches(t, "comparer/loupe.png", w.Canvas().Capture())
}
