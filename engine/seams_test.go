package engine

import (
	"context"
	"testing"
)

// Where the smaller photo's tiles differ, the photo shows their borders, and is not what it is in one piece.
func TestSeamsOfTheSmallerPhotoAreSeen(t *testing.T) {
	const w, h = 1280, 640
	p := noise(w, h)
	for i := range p.Pix {
		p.Pix[i] = 0.45 + 0.1*float32(i%w)/w
	}
	e := open(t, "model", Config{Device: "cpu"})
	e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
		s, err := openSession(m, v, device, threads)
		s.tile = func(w, h int) (tileFunc, func(), error) { return brighter(4), func() {}, nil }
		return s, err
	}
	found, err := e.Seams(t.Context(), p, Settings{Variant: Small})
	if err != nil {
		t.Fatal(err)
	}
	if s := found.Coarse; s.Border < 2*s.Interior || s.Border < s.Whole+2.0/255 {
		t.Errorf("the borders of the smaller photo's tiles do not show: %+v", s)
	}
	if found.Mean < 0.05 { // with a smaller photo in tiles on both sides it would be 0.005
		t.Errorf("the smaller photo is not in one piece: on average it is %g from the tiles", found.Mean)
	}
}

// brighter makes a tile brighter by a part of how much brighter than grey it is on average.
func brighter(by float32) tileFunc {
	return func(_ context.Context, in, out []float32) error {
		var sum float64
		for _, v := range in {
			sum += float64(v)
		}
		for i, v := range in {
			out[i] = v + by*float32(sum/float64(len(in))-0.5)
		}
		return nil
	}
}
