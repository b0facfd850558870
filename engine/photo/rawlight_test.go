package photo

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"afterrain/engine/photo/colour"
)

// The noisy sensor of these tests: black, how far above it white is, and its noise, as at an ISO of 25600.
const pedestal, fullScale, shotNoise, readNoise = 600, 15000, 0.0033, 1e-4

var (
	greys     = []float64{0, 0.002, 0.01, 0.04, 0.15, 0.4} // light of the steps that it sees
	noisySize = image.Pt(960, 320)
)

// noisy is a raw file of the steps, from left to right.
func noisy(t *testing.T) string {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	data := withCanonColours(mosaic(noisySize, pedestal, pedestal+fullScale, 1, nil, func(x, y, filter int) float64 {
		v := [...]float64{0.5, 1, 0.7}[filter] * greys[x*len(greys)/noisySize.X]
		return max(pedestal+fullScale*(v+random.NormFloat64()*math.Sqrt(shotNoise*v+readNoise)), 0)
	}))
	return write(t, "noisy.dng", data)
}

// step is what a network that takes all noise away would make of a step: the mean of its samples, 0 to 1.
func (p *Photo) step(i int) (rgb [3]float64) {
	const border = 8
	wide, n := p.Width/len(greys), 0.0
	for y := border; y < p.Height-border; y++ {
		for x := i*wide + border; x < (i+1)*wide-border; x++ {
			for c := range rgb {
				rgb[c] += float64(p.Pix[(c*p.Height+y)*p.Width+x])
			}
			n++
		}
	}
	for c := range rgb {
		rgb[c] /= n
	}
	return rgb
}

// Noise below black is part of what the sensor measured: without it a night would be brighter than it was.
func TestNoiseBelowBlackIsMeasured(t *testing.T) {
	useOurDeveloper(t)
	path := noisy(t)
	data := contents(t, path)
	p, s, err := measure(context.Background(), path, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Lift < 0.025 || s.Lift > 0.04 {
		t.Errorf("black is lifted to %v", s.Lift)
	}
	if n := s.Noise; n.Shot < shotNoise/3 || n.Shot > 1.3*shotNoise || n.Read < readNoise/2 || n.Read > 1.3*readNoise {
		t.Errorf("its noise is said to be %+v", n)
	}
	for i, want := range greys {
		for c, v := range p.step(i) {
			if got := s.light(v, c) / slices.Min(s.Balance[:]); math.Abs(got-want) > 0.0012+0.01*want {
				t.Errorf("channel %d of step %d has the light %.4f, not %.4f", c, i, got, want)
			}
		}
	}
}

// Grey that comes out of the network is grey, however dark and noisy it was.
func TestShadowsOfAHighISOAreNotPurple(t *testing.T) {
	useOurDeveloper(t)
	p, err := Open(noisy(t))
	if err != nil {
		t.Fatal(err)
	}
	purple := 0.0
	for i, light := range greys {
		was := p.step(i)
		var is [3]float64
		for c, v := range was {
			is[c] = 255 * float64(p.Meant(c, float32(v)))
		}
		purple = max(purple, 255*(was[0]-was[1]))
		if off := slices.Max(is[:]) - slices.Min(is[:]); off > 5 {
			t.Errorf("a grey of light %v is %.1f, with noise red was %.1f more than green", light, is, 255*(was[0]-was[1]))
		}
	}
	if purple < 8 {
		t.Errorf("the noise makes shadows only %.1f levels redder: nothing is tested", purple)
	}
}

// Without noise, as in a photo of a sunny day, samples are what they seem.
func TestSamplesWithoutNoiseMeanThemselves(t *testing.T) {
	useOurDeveloper(t)
	p, err := Open(write(t, "clean.dng", canon(t, 1, shown(t))))
	if err != nil {
		t.Fatal(err)
	}
	if p.meant != nil {
		t.Error("samples mean others")
	}
}

func TestMeant(t *testing.T) {
	s := sensor{Balance: [3]float64{1, 0.4, 0.7}, SRGB: colour.Matrix{{1.8, -1, 0.2}, {-0.2, 1.7, -0.5}, {0, -0.5, 1.5}}, Noise: noise{0.003, 1e-4}}
	curves := s.meant(s.SRGB.Scaled(1/0.4), colour.ToSRGB, 0.4)
	if curves == nil {
		t.Fatal("samples mean themselves")
	}
	for c := range curves {
		before := float32(-1)
		for i := range 1001 {
			v := curves[c].at(float32(i) / 1000)
			if v < before || v > 1 || c == 1 && math.Abs(float64(v)-float64(i)/1000) > 1e-3 {
				t.Fatalf("channel %d: %d thousandths are %v after %v", c, i, v, before)
			}
			before = v
		}
	}
	if none := (sensor{Balance: s.Balance, SRGB: s.SRGB}).meant(s.SRGB, colour.ToSRGB, 1); none != nil {
		t.Error("without noise samples mean others")
	}
}
