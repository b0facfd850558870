package photo

import (
	"math"
	"testing"
)

func TestDistance(t *testing.T) {
	p := &Photo{Width: 1, Height: 2, Pix: []float32{0, 0.5, 1, 0.25, 0, 0}}
	q := p.WithPix([]float32{0.25, 0.5, 0.5, 0.25, 0, 0})
	d := p.DistanceTo(q)
	if want := (Distance{Mean: 0.125, Max: 0.5, Square: 0.3125 / 6}); d != want || d != q.DistanceTo(p) {
		t.Errorf("%+v, want %+v", d, want)
	}
	if got, want := (Distance{Square: 0.001}).PSNR(), 30.0; math.Abs(got-want) > 1e-9 {
		t.Errorf("%g dB, want %g", got, want)
	}
	if got := p.DistanceTo(p); got != (Distance{}) || !math.IsInf(got.PSNR(), 1) {
		t.Errorf("a photo and itself: %+v", got)
	}
}
