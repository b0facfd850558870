package engine

import (
	"context"
	"testing"
)

// Where the smaller photo's tiles differ, the photo shows their borders, and is not what it is in one piece.
func TestSeamsOfTheSmallerPhotoAreSeen(t *testing.T) {
	const w, h = 1300, 650
	p := noise(w, h)
	for i := range p.Pix {
		p.Pix[i] = 0.45 + 0.1*float32(i%w)/w
	}
	for by, seen := range map[float32]bool{0: false, 4: true} {
		e := open(t, "model", Config{Device: "cpu"})
		e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
			s, err := openSession(m, v, device, threads)
			s.tile = func(w, h int) (tileFunc, func(), error) { return brighter(by), func() {}, nil }
			return s, err
		}
		found, err := e.Seams(t.Context(), p, Settings{Variant: Small})
		if err != nil {
			t.Fatal(err)
		}
		if shows := found.Coarse.Border > found.Coarse.Whole+2.0/255; shows != seen || shows && found.Coarse.Border < 2*found.Coarse.Interior {
			t.Errorf("tiles brighter by %g: at their borders %+v", by, found.Coarse)
		}
		if apart := found.Mean > 0.25/255; apart != seen {
			t.Errorf("tiles brighter by %g: %g from one piece", by, found.Mean)
		}
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
