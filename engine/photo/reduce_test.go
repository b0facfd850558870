package photo

import (
	"context"
	"math"
	"slices"
	"testing"
)

// Every block's mean and least alpha are those that counting pixel by pixel gives, at the
// edges too; equal blocks are equal to the last bit, whichever part of a photo they are in.
func TestReduced(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {5, 3}, {64, 63}, {67, 131}} {
		for times := 1; times <= 6; times++ {
			p := grain(size[0], size[1])
			p.alpha = make([]uint16, p.Width*p.Height)
			for i := range p.alpha {
				p.alpha[i] = uint16(i * 7919)
			}
			got := p.Reduced(t.Context(), times)
			if w, h := (p.Width+times-1)/times, (p.Height+times-1)/times; got.Width != w || got.Height != h || len(got.Pix) != 3*w*h {
				t.Fatalf("%v reduced %d times is %d x %d", size, times, got.Width, got.Height)
			}
			for i, v := range got.Pix {
				plane, x, y := i/(got.Width*got.Height), i%got.Width*times, i/got.Width%got.Height*times
				mean, alpha := block(p, plane, x, y, times)
				if math.Abs(float64(v)-mean) > 1e-6 || got.alpha[i%len(got.alpha)] != alpha {
					t.Fatalf("%v reduced %d times: sample %d is %g, its alpha %d; want %g, %d", size, times, i, v, got.alpha[i%len(got.alpha)], mean, alpha)
				}
				alone := []float32{0}
				Blocks(alone, p.Pix[(plane*p.Height+y)*p.Width+x:], p.Width, min(times, p.Width-x), min(times, p.Height-y), times)
				if alone[0] != v {
					t.Fatalf("%v reduced %d times: sample %d is %g, and %g alone", size, times, i, v, alone[0])
				}
			}
		}
	}
}

// block is the mean of a block's samples and the alpha of its most transparent pixel.
func block(p *Photo, plane, x, y, times int) (mean float64, alpha uint16) {
	n := 0
	alpha = math.MaxUint16
	for row := y; row < min(y+times, p.Height); row++ {
		for column := x; column < min(x+times, p.Width); column++ {
			mean += float64(p.Pix[(plane*p.Height+row)*p.Width+column])
			alpha = min(alpha, p.alpha[row*p.Width+column])
			n++
		}
	}
	return mean / float64(n), alpha
}

// A cancel reaches the transparency too: 250 megapixels of it take half a second.
func TestReducedStopsAtOnce(t *testing.T) {
	p := grain(40, 40)
	p.alpha = slices.Repeat([]uint16{math.MaxUint16}, 40*40)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := p.Reduced(ctx, 2); slices.Max(got.alpha) > 0 || slices.Max(got.Pix) > 0 {
		t.Error("the photo was reduced after the cancel")
	}
}

func BenchmarkReduced(b *testing.B) {
	p := grain(4000, 3000)
	for b.Loop() {
		p.Reduced(b.Context(), 2)
	}
}
