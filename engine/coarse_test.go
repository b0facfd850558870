package engine

import (
	"context"
	"errors"
	"image"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/image/draw"

	"afterrain/engine/photo"
)

func TestReduction(t *testing.T) {
	for _, c := range []struct{ w, h, times int }{
		{481, 321, 1}, {1279, 853, 1}, {1280, 640, 2}, {1280, 639, 1}, {853, 1280, 2}, {2000, 1333, 3}, {6000, 4000, 4}, {20000, 700, 2}, {1, 1, 1},
	} {
		if got := Reduction(c.w, c.h); got != c.times {
			t.Errorf("%d x %d is reduced %d times instead of %d", c.w, c.h, got, c.times)
		}
	}
}

// coarseOf is p's coarse photo, restored by run.
func coarseOf(t *testing.T, p *photo.Photo, times int, run tileFunc) *coarse {
	t.Helper()
	small := p.Reduced(t.Context(), times)
	c := newCanvas(small, testGrid(small.Width, small.Height, 64, 16, 8), image.Rect(0, 0, small.Width, small.Height))
	if err := c.restore(t.Context(), c.grid.all(), run, func(int) {}); err != nil {
		t.Fatal(err)
	}
	return &coarse{times: times, canvas: c}
}

// What neither network changes comes back bit for bit, whatever the sizes.
func FuzzCoarseIdentity(f *testing.F) {
	f.Add(uint16(200), uint16(150), uint8(4), uint8(4), uint8(2), uint64(1))
	f.Add(uint16(97), uint16(1), uint8(1), uint8(0), uint8(3), uint64(2))
	f.Add(uint16(131), uint16(257), uint8(7), uint8(9), uint8(15), uint64(3))
	f.Fuzz(func(t *testing.T, w, h uint16, tiles, halo, times uint8, seed uint64) {
		tile := (int(tiles)%12 + 1) * 8
		p := noise(int(w)%300+1, int(h)%300+1)
		g := testGrid(p.Width, p.Height, tile, int(halo)%(tile/2+1)/8*8, 8)
		if g.count() > 1000 {
			t.Skip("many tiny tiles take long and show nothing new")
		}
		c := newCanvas(p, g, image.Rect(0, 0, p.Width, p.Height))
		c.coarse = coarseOf(t, p, int(times)%16+1, identity)
		order := g.all()
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		if err := c.restore(t.Context(), order, identity, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(c.finish(t.Context()), p.Pix) {
			t.Fatal("the photo came back changed")
		}
	})
}

// The mean is the coarse photo's, the pattern around it the photo's own.
func TestBroadAndFineStrokes(t *testing.T) {
	p := noise(210, 170)
	pattern := func(i int) float32 { return 0.1 * float32(i%210%2*2-1) }
	for i := range p.Pix {
		p.Pix[i] = 0.6 + pattern(i)
	}
	c := newCanvas(p, testGrid(210, 170, 64, 16, 8), image.Rect(0, 0, 210, 170))
	c.coarse = coarseOf(t, p, 2, each(func(v float32) float32 { return v / 2 }))
	if err := c.restore(t.Context(), c.grid.all(), identity, func(int) {}); err != nil {
		t.Fatal(err)
	}
	for i, v := range c.finish(t.Context()) {
		if want := 0.3 + pattern(i); math.Abs(float64(v-want)) > 0.2/255 {
			t.Fatalf("sample %d is %g instead of %g", i, v, want)
		}
	}
}

// Between the middles of blocks the change is interpolated, up to the block that the photo's edge cuts.
func TestChangeIsInterpolated(t *testing.T) {
	const w, h, times = 97, 33, 2
	p := &photo.Photo{Width: w, Height: h, Pix: slices.Repeat([]float32{0.25}, 3*w*h)}
	b := coarseOf(t, p, times, identity)
	for i := range b.canvas.sum {
		b.canvas.sum[i] = 0.2 + 0.01*float32(i%b.canvas.photo.Width)
	}
	c := newCanvas(p, testGrid(w, h, 64, 16, 8), image.Rect(0, 0, w, h))
	c.coarse = b
	if err := c.restore(t.Context(), c.grid.all(), identity, func(int) {}); err != nil {
		t.Fatal(err)
	}
	for i, v := range c.finish(t.Context()) {
		at := max(0, (float64(i%w)+0.5)/times-0.5)
		if want := 0.45 + 0.01*at; math.Abs(float64(v)-want) > 0.001 { // the shrinking takes 0.0007
			t.Fatalf("pixel %d, %d is %g instead of %g", i%w, i/w%h, v, want)
		}
	}
}

// Of a slight change half is left, of a large one nearly all, and its colour stays.
func TestShrink(t *testing.T) {
	change := []float32{slight, 0.3, 0, -slight, 0.6, 0, slight, -0.3, 0}
	shrink(change)
	for i, want := range []float64{slight / 2, 0.3, 0, -slight / 2, 0.6, 0, slight / 2, -0.3, 0} {
		if math.Abs(float64(change[i])-want) > 0.001 {
			t.Errorf("change %d is %g instead of %g", i, change[i], want)
		}
	}
}

// A view of a large photo, of which the coarse one is restored only in part, equals the
// export's pixels; and a view or an export that was broken off leaves nothing behind.
func TestViewOfALargePhotoEqualsItsExport(t *testing.T) {
	p := noise(1400, 700)
	want, err := open(t, "model", Config{Device: "cpu"}).Restore(t.Context(), p, Settings{Variant: Large}, nil)
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, "model", Config{Device: "cpu"})
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := e.Restore(ctx, p, Settings{Variant: Large}, func(done, total int) {
		if done == 3 {
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	region := image.Rect(900, 300, 1210, 420)
	view := make([]float32, 3*region.Dx()*region.Dy())
	for _, times := range []int{2, 1} { // once without the broad strokes, until they are known
		patches := 0
		if err := e.RestoreRegion(t.Context(), p, region, Settings{Variant: Large}, func(patch Patch) { patches++; paste(view, region, patch) }); err != nil {
			t.Fatal(err)
		}
		if want := times * len(e.grid(1400, 700).touching(region)); patches != want {
			t.Errorf("%d patches came instead of %d", patches, want)
		}
	}
	if !slices.Contains(e.coarse.get(p, Settings{Variant: Large}).canvas.done, false) {
		t.Error("all of the coarse photo was restored for a part of the view")
	}
	for i, v := range view {
		plane, x, y := i/(310*120), region.Min.X+i%310, region.Min.Y+i/310%120
		if v != want.Pix[(plane*700+y)*1400+x] {
			t.Fatalf("plane %d (%d, %d) is %g in the view, %g in the export", plane, x, y, v, want.Pix[(plane*700+y)*1400+x])
		}
	}
	last := [2]int{}
	got, err := e.Restore(t.Context(), p, Settings{Variant: Large}, func(done, total int) { last = [2]int{done, total} })
	if err != nil || !slices.Equal(got.Pix, want.Pix) {
		t.Errorf("after a cancel and a view the export is another: %v", err)
	}
	if last[0] != last[1] {
		t.Errorf("the last tile was %d of %d", last[0], last[1])
	}
}

// A view that is left while the smaller photo is made leaves no part of one behind for the next.
func TestCancelWhileReducing(t *testing.T) {
	e, p := open(t, "model", Config{Device: "cpu"}), noise(1400, 700)
	want, cancelled := p.Reduced(t.Context(), 2), 0
	for moment := 1; moment < 1200; moment += 40 { // it asks for each of 3 x 350 rows
		e.coarse.clear()
		if _, err := e.canvas(cancelAt(moment), p, e.grid, image.Rect(0, 0, 9, 9), Settings{}); errors.Is(err, context.Canceled) {
			cancelled++
		}
		if kept := e.coarse.get(p, Settings{}); kept != nil && !slices.Equal(kept.canvas.photo.Pix, want.Pix) {
			t.Fatalf("moment %d: a part of the smaller photo is remembered", moment)
		}
	}
	if cancelled < 20 {
		t.Errorf("cancelled at %d moments only", cancelled)
	}
}

// Colours behind transparency do not get into a large photo by way of the small one.
func TestLargeCutOut(t *testing.T) {
	var first *photo.Photo
	for _, dark := range []uint8{0, 200} {
		p := framed(t, 1300, 670, 41, dark)
		got, err := open(t, "model", Config{Device: "cpu"}).Restore(t.Context(), p, Settings{Variant: Large}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		for i := range 1300 * 670 {
			if p.AlphaRow(i / 1300)[i%1300] == 0 {
				if got.Pix[i] != p.Pix[i] {
					t.Fatal("a hidden pixel was changed")
				}
			} else if got.Pix[i] != first.Pix[i] {
				t.Fatalf("behind it %d: pixel %d, %d is %g instead of %g", dark, i%1300, i/1300, got.Pix[i], first.Pix[i])
			}
		}
	}
}

// Of a cut-out as thin as a fence no block is wholly visible: then nothing is known, and
// the tile stays as it is.
func TestThinCutOutStaysAsItIs(t *testing.T) {
	for _, dark := range []uint8{0, 200} {
		p := fence(t, 150, 120, dark)
		c := newCanvas(p, testGrid(150, 120, 64, 16, 8), image.Rect(0, 0, 150, 120))
		c.coarse = coarseOf(t, p, 2, each(func(v float32) float32 { return v / 2 }))
		if err := c.restore(t.Context(), c.grid.all(), identity, func(int) {}); err != nil {
			t.Fatal(err)
		}
		for i, v := range c.finish(t.Context()) {
			if v != p.Pix[i] {
				t.Fatalf("behind it %d: sample %d became %g instead of %g", dark, i, v, p.Pix[i])
			}
		}
	}
}

// fence is a photo of which every other column is visible, with no colour behind the others but dark.
func fence(t *testing.T, w, h int, dark uint8) *photo.Photo {
	t.Helper()
	return cutOut(t, w, h, dark, func(x, _ int) bool { return x%2 == 0 })
}

// Rain on a photo of many pixels is wide. It goes as it does from the small photo.
func TestShippedWideRainGoes(t *testing.T) {
	sample, err := photo.Open(filepath.Join("..", "assets", "samples", "rain.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	small := sample.Reduced(t.Context(), 2)
	dry := small.WithPix(slices.Clone(small.Pix)) // in the view and a little around it
	view := image.Rect(1200, 800, 1600, 1000)
	got := make([]float32, 3*view.Dx()*view.Dy())
	e := shipped(t)
	region := func(p *photo.Photo, part image.Rectangle, pix []float32, of image.Rectangle) {
		if err := e.RestoreRegion(t.Context(), p, part, Settings{Variant: Small}, func(patch Patch) { paste(pix, of, patch) }); err != nil {
			t.Fatal(err)
		}
	}
	region(small, image.Rect(290, 190, 410, 260), dry.Pix, image.Rect(0, 0, small.Width, small.Height))
	wide, want := enlarged(small, 4), enlarged(dry, 4)
	region(wide, view, got, view)
	var before, after float64
	for i, v := range got {
		plane, x, y := i/(view.Dx()*view.Dy()), view.Min.X+i%view.Dx(), view.Min.Y+i/view.Dx()%view.Dy()
		at := (plane*wide.Height+y)*wide.Width + x
		before += math.Abs(float64(wide.Pix[at]-want.Pix[at])) * 255 / float64(len(got))
		after += math.Abs(float64(v-want.Pix[at])) * 255 / float64(len(got))
	}
	t.Logf("%.2f levels of 255 of rain were there, and %.2f are left", before, after)
	if after > before/4 { // without the smaller photo half of it stays
		t.Error("more than a quarter of the rain is left")
	}
}

// enlarged is p times as large, smoothly.
func enlarged(p *photo.Photo, times int) *photo.Photo {
	src, dst := image.NewRGBA(image.Rect(0, 0, p.Width, p.Height)), image.NewRGBA(image.Rect(0, 0, p.Width*times, p.Height*times))
	n := p.Width * p.Height
	for i := range n {
		for plane := range 3 {
			src.Pix[4*i+plane] = uint8(p.Pix[plane*n+i]*255 + 0.5)
		}
		src.Pix[4*i+3] = 255
	}
	draw.CatmullRom.Scale(dst, dst.Rect, src, src.Rect, draw.Src, nil)
	out := &photo.Photo{Width: dst.Rect.Dx(), Height: dst.Rect.Dy(), Bits: 8, Pix: make([]float32, 3*n*times*times)}
	for i := range n * times * times {
		for plane := range 3 {
			out.Pix[plane*n*times*times+i] = float32(dst.Pix[4*i+plane]) / 255
		}
	}
	return out
}
