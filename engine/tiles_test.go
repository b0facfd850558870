package engine

import (
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"afterrain/engine/photo"
)

// noise is a photo of w x h random samples, some of them the extremes.
func noise(w, h int) *photo.Photo {
	r := rand.New(rand.NewPCG(1, uint64(w*10007+h)))
	pix := make([]float32, 3*w*h)
	for i := range pix {
		pix[i] = max(0, min(1, r.Float32()*1.2-0.1))
	}
	return &photo.Photo{Width: w, Height: h, Pix: pix, Bits: 16}
}

func testGrid(w, h, tile, halo, multiple int) grid {
	return manifest{Tile: tile, Halo: halo, Multiple: multiple}.grid(w, h)
}

// whole restores all of p by run, tiles in the given order (nil: by rows).
func whole(t *testing.T, p *photo.Photo, g grid, order []int, run tileFunc) []float32 {
	t.Helper()
	if order == nil {
		order = g.touching(image.Rect(0, 0, p.Width, p.Height))
	}
	c := newCanvas(p, g, image.Rect(0, 0, p.Width, p.Height))
	c.grey = grey(context.Background(), p.Pix)
	if err := c.restore(context.Background(), order, run, func(int) {}); err != nil {
		t.Fatal(err)
	}
	return c.finish(context.Background())
}

func identity(_ context.Context, in, out []float32) error {
	copy(out, in)
	return nil
}

// each makes a tileFunc of a function of one sample.
func each(f func(float32) float32) tileFunc {
	return func(_ context.Context, in, out []float32) error {
		for i, v := range in {
			out[i] = f(v)
		}
		return nil
	}
}

var awkward = []struct{ w, h, tile, halo, multiple int }{
	{1, 1, 64, 16, 8}, {200, 3, 64, 16, 8}, {3, 200, 64, 16, 8}, {64, 64, 64, 16, 8},
	{65, 63, 64, 16, 8}, {127, 131, 64, 16, 8}, {48, 1, 16, 0, 8}, {97, 101, 16, 8, 8},
	{99, 50, 8, 4, 1}, {113, 67, 32, 12, 4}, {257, 255, 256, 32, 8}, {2, 2, 256, 32, 8},
}

func TestIdentityIsBitForBit(t *testing.T) {
	for _, c := range awkward {
		p := noise(c.w, c.h)
		got := whole(t, p, testGrid(c.w, c.h, c.tile, c.halo, c.multiple), nil, identity)
		if !slices.Equal(got, p.Pix) {
			t.Errorf("%+v: the photo came back changed", c)
		}
	}
}

// A network that changes everything shows weights that do not sum to one, which
// the identity cannot.
func TestEveryPixelIsRestoredOnce(t *testing.T) {
	darker := func(v float32) float32 { return v*0.5 + 0.125 }
	for _, c := range awkward {
		p := noise(c.w, c.h)
		got := whole(t, p, testGrid(c.w, c.h, c.tile, c.halo, c.multiple), nil, each(darker))
		for i, v := range got {
			if d := v - darker(p.Pix[i]); d > 3e-6 || d < -3e-6 {
				t.Fatalf("%+v: sample %d is %g instead of %g", c, i, v, darker(p.Pix[i]))
			}
		}
	}
}

// wild gives each tile its own brightness, so that the seams matter.
func wild() tileFunc {
	return func(_ context.Context, in, out []float32) error {
		tint := 0.7 + 0.6*(in[0]+in[len(in)/2])/2
		for i, v := range in {
			out[i] = v*tint - 0.05
		}
		return nil
	}
}

// A network that errs at a tile's edge, as networks do, must not draw a frame
// around the photo: at its border too the tile's edge lies outside.
func TestNoFrameAroundThePhoto(t *testing.T) {
	const w, h = 150, 90
	p := &photo.Photo{Width: w, Height: h, Pix: slices.Repeat([]float32{0.5}, 3*w*h)}
	g := testGrid(w, h, 64, 16, 8)
	edge := func(_ context.Context, in, out []float32) error {
		copy(out, in)
		for plane := range 3 {
			for x := range g.x.tile {
				out[plane*g.x.tile*g.y.tile+x] = 1 // the tile's first row
			}
			for y := range g.y.tile {
				out[(plane*g.y.tile+y)*g.x.tile] = 1 // and column
			}
		}
		return nil
	}
	if got := whole(t, p, g, nil, edge); !slices.Equal(got, p.Pix) {
		t.Error("the tiles' edges show")
	}
}

func TestTileOrderDoesNotMatter(t *testing.T) {
	p := noise(211, 173)
	g := testGrid(211, 173, 64, 16, 8)
	want := whole(t, p, g, nil, wild())
	order := g.touching(image.Rect(0, 0, 211, 173))
	for range 5 {
		rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		if got := whole(t, p, g, order, wild()); !slices.Equal(got, want) {
			t.Fatalf("order %v gives another picture", order)
		}
	}
}

func TestSeamsAreSmooth(t *testing.T) {
	p := &photo.Photo{Width: 300, Height: 40, Pix: slices.Repeat([]float32{0.5}, 3*300*40)}
	g := testGrid(300, 40, 64, 16, 8)
	n := float32(0)
	steps := func(_ context.Context, in, out []float32) error { // each tile brighter by 0.05
		n++
		for i := range in {
			out[i] = in[i] + 0.05*n
		}
		return nil
	}
	row := whole(t, p, g, []int{0, 1, 2, 3, 4, 5, 6}[:g.count()], steps)[:300]
	for x := 1; x < len(row); x++ {
		if d := row[x] - row[x-1]; d > 1.5*0.05/6 || d < 0 { // the narrowest seam: 16 pixels shared, 5 at each end do not count
			t.Fatalf("step of %g at %d", d, x)
		}
	}
}

// A black-and-white photo must not come back with coloured noise.
func TestGreyStaysGrey(t *testing.T) {
	tint := func(_ context.Context, in, out []float32) error { // red + 0.09, blue - 0.03
		n := len(in) / 3
		for i, v := range in {
			out[i] = v + []float32{0.09, 0, -0.03}[i/n]
		}
		return nil
	}
	p := noise(100, 70)
	for i := range 100 * 70 {
		v := 0.2 + p.Pix[i]/2
		p.Pix[i], p.Pix[100*70+i], p.Pix[2*100*70+i] = v, v, v
	}
	g := testGrid(100, 70, 64, 16, 8)
	for i, v := range whole(t, p, g, nil, tint) {
		if d := v - p.Pix[i] - 0.02; d > 3e-6 || d < -3e-6 {
			t.Fatalf("sample %d is %g instead of %g", i, v, p.Pix[i]+0.02)
		}
	}
	if got := whole(t, p, g, nil, identity); !slices.Equal(got, p.Pix) {
		t.Error("the identity changed a grey photo")
	}
	p.Pix[0] += 0.1 // one coloured pixel: the photo is in colour
	if got := whole(t, p, g, nil, tint); got[50] == got[100*70+50] {
		t.Error("a photo in colour lost it")
	}
}

func TestOutputIsClamped(t *testing.T) {
	p := noise(70, 70)
	for _, gain := range []float32{-1e9, -3, 3, 1e9} {
		got := whole(t, p, testGrid(70, 70, 64, 16, 8), nil, each(func(float32) float32 { return gain }))
		if want := clamp(gain); slices.Min(got) != want || slices.Max(got) != want {
			t.Errorf("output %g becomes %g to %g", gain, slices.Min(got), slices.Max(got))
		}
	}
}

func TestCancelAfterTwoTilesRunsTwo(t *testing.T) {
	p := noise(200, 200)
	ctx, cancel := context.WithCancel(context.Background())
	runs := 0
	c := newCanvas(p, testGrid(200, 200, 64, 16, 8), image.Rect(0, 0, 200, 200))
	err := c.restore(ctx, []int{0, 1, 2, 3, 4}, identity, func(int) {
		if runs++; runs == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || runs != 2 {
		t.Errorf("%d tiles, error %v", runs, err)
	}
}

func TestRegionEqualsTheWhole(t *testing.T) {
	p := noise(211, 173)
	g := testGrid(211, 173, 64, 16, 8)
	want := whole(t, p, g, nil, wild())
	for _, region := range []image.Rectangle{
		image.Rect(0, 0, 211, 173), image.Rect(50, 60, 51, 61), image.Rect(100, 20, 180, 170), image.Rect(40, 40, 60, 60),
	} {
		view := make([]float32, 3*region.Dx()*region.Dy())
		c := newCanvas(p, g, region)
		err := c.restore(context.Background(), g.touching(region), wild(), func(i int) {
			paste(view, region, c.patch(i, c.area))
		})
		if err != nil {
			t.Fatal(err)
		}
		for plane := range 3 {
			for y := region.Min.Y; y < region.Max.Y; y++ {
				for x := region.Min.X; x < region.Max.X; x++ {
					if got := view[c.index(plane, x, y)]; got != want[(plane*173+y)*211+x] {
						t.Fatalf("%v: plane %d (%d, %d) is %g instead of %g", region, plane, x, y, got, want[(plane*173+y)*211+x])
					}
				}
			}
		}
	}
}

func paste(view []float32, region image.Rectangle, p Patch) {
	n := p.Rect.Dx() * p.Rect.Dy()
	for i := range n {
		x, y := p.Rect.Min.X+i%p.Rect.Dx()-region.Min.X, p.Rect.Min.Y+i/p.Rect.Dx()-region.Min.Y
		for plane := range 3 {
			view[(plane*region.Dy()+y)*region.Dx()+x] = p.Pix[plane*n+i]
		}
	}
}

// A patch shown before its neighbours are done must look restored, not faded.
func TestFirstPatchIsAGoodGuess(t *testing.T) {
	p := noise(200, 200)
	g := testGrid(200, 200, 64, 16, 8)
	c := newCanvas(p, g, image.Rect(0, 0, 200, 200))
	half := func(v float32) float32 { return v / 2 }
	var first Patch
	if err := c.restore(context.Background(), []int{5}, each(half), func(i int) { first = c.patch(i, c.area) }); err != nil {
		t.Fatal(err)
	}
	far := 0
	for i := range first.Rect.Dx() * first.Rect.Dy() {
		x, y := first.Rect.Min.X+i%first.Rect.Dx(), first.Rect.Min.Y+i/first.Rect.Dx()
		if d := first.Pix[i] - half(p.Pix[y*200+x]); d > 1e-4 || d < -1e-4 {
			far++
		}
	}
	if far > first.Rect.Dx()*first.Rect.Dy()/50 {
		t.Errorf("%d of %d pixels are far off", far, first.Rect.Dx()*first.Rect.Dy())
	}
}

func TestNotANumberIsRefused(t *testing.T) {
	zero := float32(0)
	p := noise(100, 100)
	g := testGrid(100, 100, 64, 16, 8)
	c := newCanvas(p, g, image.Rect(0, 0, 100, 100))
	for _, bad := range []float32{zero / zero, 1 / zero, -1 / zero} {
		p.Pix[5] = 0.5
		err := c.restore(context.Background(), []int{0}, each(func(float32) float32 { return bad }), func(int) {})
		if !errors.Is(err, errNotFinite) {
			t.Errorf("output %g: %v", bad, err)
		}
		p.Pix[5] = bad
		if c.restore(context.Background(), []int{0}, identity, func(int) {}) == nil {
			t.Errorf("input %g passed", bad)
		}
	}
}

// On both sides of the photo stands its mirror image, without the border twice.
func TestGatherMirrors(t *testing.T) {
	p := &photo.Photo{Width: 3, Height: 1, Pix: []float32{0.1, 0.2, 0.3, 0, 0, 0, 0, 0, 0}}
	c := newCanvas(p, testGrid(3, 1, 64, 16, 8), image.Rect(0, 0, 3, 1))
	const side = 24 // 8 + 3 + 8, a multiple of 8; pixel 0 of the photo stands at 8
	in := make([]float32, 3*side*side)
	if err := c.gather(0, in); err != nil {
		t.Fatal(err)
	}
	for y := range side {
		if want := slices.Repeat([]float32{0.1, 0.2, 0.3, 0.2}, side/4); !slices.Equal(in[side*y:][:side], want) {
			t.Fatalf("row %d is %v", y, in[side*y:][:side])
		}
	}
}

func TestCentreComesFirst(t *testing.T) {
	g := testGrid(1000, 1000, 64, 16, 8)
	region := image.Rect(300, 400, 700, 640)
	order := g.touching(region)
	if !image.Pt(500, 520).In(g.rect(order[0])) {
		t.Errorf("first tile is %v", g.rect(order[0]))
	}
	for _, i := range order {
		if !g.rect(i).Overlaps(region) {
			t.Errorf("%v does not touch the region", g.rect(i))
		}
	}
}

// A network that halves its picture sees blocks of pixels. They are the same in all
// tiles and in the photo in one piece, whatever its size.
func TestTilesHaveOnePhase(t *testing.T) {
	for _, size := range []int{300, 315, 420, 480} {
		p := noise(size, size*3/4)
		tiled := whole(t, p, testGrid(p.Width, p.Height, 128, 48, 8), nil, blocks(testGrid(p.Width, p.Height, 128, 48, 8)))
		one := whole(t, p, testGrid(p.Width, p.Height, 1024, 48, 8), nil, blocks(testGrid(p.Width, p.Height, 1024, 48, 8)))
		for i := range tiled {
			if d := tiled[i] - one[i]; max(d, -d) > 1e-5 {
				t.Fatalf("%d pixels: sample %d is %g in tiles and %g in one piece", size, i, tiled[i], one[i])
			}
		}
	}
}

// blocks is a network that gives each block of 8 x 8 pixels its mean.
func blocks(g grid) tileFunc {
	w, h := g.x.tile, g.y.tile
	return func(_ context.Context, in, out []float32) error {
		sums := make([]float32, len(in)/64)
		at := func(i int) int { return i/(w*h)*(w/8)*(h/8) + i%(w*h)/w/8*(w/8) + i%w/8 }
		for i, v := range in {
			sums[at(i)] += v / 64
		}
		for i := range out {
			out[i] = sums[at(i)]
		}
		return nil
	}
}

// The grid's promises, over any size: half a halo beyond the photo, every pixel
// in one or two tiles an axis, weights of sum one, no ramp at the photo's border.
func FuzzAxis(f *testing.F) {
	for _, c := range awkward {
		f.Add(uint16(c.w), uint8(c.tile/c.multiple), uint8(c.halo), uint8(c.multiple))
	}
	f.Fuzz(func(t *testing.T, size uint16, tiles, halo, multiple uint8) {
		n, m := int(size)+1, int(multiple)%32+1
		tile := (int(tiles)%40 + 1) * m
		shared, fixed := int(halo)%(tile/2+1)/m*m, halo > 127
		a, frame := newAxis(n, tile, shared, m, fixed), shared/2
		if fixed && a.tile != tile || a.tile%m != 0 || a.tile > tile || a.starts[0] != -frame {
			t.Fatalf("%+v", a)
		}
		if beyond := a.starts[len(a.starts)-1] + a.tile - n - frame; beyond < 0 || len(a.starts) > 1 && beyond >= m {
			t.Fatalf("the last tile ends %d pixels behind the frame: %+v", beyond, a)
		}
		seen := make([]float32, n)
		for i, start := range a.starts {
			s := a.span(i)
			if i > 0 && (start > a.starts[i-1]+a.tile-shared || (start+frame)%m != 0) {
				t.Fatalf("tile %d shares too little, or has another phase: %+v", i, a)
			}
			if i > 0 && s.from < start+a.margin || s.to > start+a.tile-a.margin && s.to != n || s.from >= s.to {
				t.Fatalf("tile %d counts in %v outside of itself: %+v", i, s, a)
			}
			for x := s.from; x < s.to; x++ {
				w, partner := a.weight(i, x)
				if back, i2 := a.weight(partner, x); partner != i && (i2 != i || w+back != 1) {
					t.Fatalf("pixel %d: tiles %d and %d weigh %g and %g", x, i, partner, w, back)
				}
				seen[x] += w
			}
		}
		for x, w := range seen {
			if w < 0.999999 || w > 1.000001 || (x == 0 || x == n-1) && len(a.seams) > 0 && !alone(a, x) {
				t.Fatalf("pixel %d of %+v weighs %g", x, a, w)
			}
		}
	})
}

// alone tells whether pixel x belongs to one tile only.
func alone(a axis, x int) bool {
	for _, s := range a.seams {
		if x >= s.from && x < s.to {
			return false
		}
	}
	return true
}

func FuzzIdentity(f *testing.F) {
	f.Add(uint8(200), uint8(3), uint8(8), uint8(16))
	f.Add(uint8(33), uint8(200), uint8(4), uint8(200))
	f.Fuzz(func(t *testing.T, w, h, tiles, halo uint8) {
		tile := (int(tiles)%8 + 1) * 8
		p := noise(int(w)+1, int(h)+1)
		g := manifest{Tile: tile, Halo: int(halo) % (tile/2 + 1) / 8 * 8, Multiple: 8, fixed: halo > 127}.grid(p.Width, p.Height)
		if got := whole(t, p, g, nil, identity); !slices.Equal(got, p.Pix) {
			t.Fatal("the photo came back changed")
		}
	})
}
