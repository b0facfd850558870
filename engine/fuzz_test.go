package engine

import (
	"context"
	"image"
	"math/rand/v2"
	"slices"
	"testing"
)

// Any photo, tile, halo, multiple and order of tiles, and any part of the photo:
// what a network leaves alone comes out bit for bit.
func FuzzTiler(f *testing.F) {
	for _, c := range awkward {
		f.Add(uint16(c.w), uint16(c.h), uint8(c.tile/c.multiple), uint8(c.halo), uint8(c.multiple), uint64(1))
	}
	f.Add(uint16(211), uint16(397), uint8(2), uint8(13), uint8(31), uint64(7))
	f.Fuzz(func(t *testing.T, w, h uint16, tiles, halo, multiple uint8, seed uint64) {
		m := int(multiple)%31 + 1
		tile := (int(tiles)%12 + 1) * m
		p := noise(int(w)%400+1, int(h)%400+1)
		g := testGrid(p.Width, p.Height, tile, int(halo)%(tile/2+1)/m*m, m)
		if g.count() > 4000 {
			t.Skip("many tiny tiles take long and show nothing new")
		}
		r := rand.New(rand.NewPCG(seed, 1))
		order := g.all()
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		if got := whole(t, p, g, order, identity); !slices.Equal(got, p.Pix) {
			t.Fatal("the photo came back changed")
		}
		x, y := r.IntN(p.Width), r.IntN(p.Height)
		partEqual(t, g, image.Rect(x, y, x+1+r.IntN(p.Width-x), y+1+r.IntN(p.Height-y)), p.Width, p.Height)
	})
}

// partEqual wants each patch of a region to be the photo's own pixels.
func partEqual(t *testing.T, g grid, region image.Rectangle, w, h int) {
	t.Helper()
	p := noise(w, h)
	c := newCanvas(p, g, region)
	covered := make([]bool, region.Dx()*region.Dy())
	err := c.restore(context.Background(), g.touching(region), identity, func(i int) {
		q := c.patch(i, c.area)
		n := q.Rect.Dx() * q.Rect.Dy()
		for at := range n {
			px, py := q.Rect.Min.X+at%q.Rect.Dx(), q.Rect.Min.Y+at/q.Rect.Dx()
			covered[(py-region.Min.Y)*region.Dx()+px-region.Min.X] = true
			for plane := range 3 {
				if q.Pix[plane*n+at] != p.Pix[(plane*h+py)*w+px] {
					t.Fatalf("plane %d (%d, %d) of %v changed", plane, px, py, region)
				}
			}
		}
	})
	if err != nil || slices.Contains(covered, false) {
		t.Fatalf("%v: not all of it was delivered: %v", region, err)
	}
}
