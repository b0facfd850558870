package engine

import (
	"context"
	"errors"
	"image"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"afterrain/engine/photo"
)

// twoTone is dark on the left and bright on the right, so that its tiles differ.
func twoTone(w, h int) *photo.Photo {
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 8}
	for i := range p.Pix {
		p.Pix[i] = 0.2 + 0.01*float32(i/(w*h))
		if i%w >= w/2 {
			p.Pix[i] += 0.4
		}
	}
	return p
}

// shifts are what a restoration added, by plane; it must be the same at every pixel.
func shifts(t *testing.T, e *Engine, p *photo.Photo, o Settings) (added [3]float64) {
	t.Helper()
	got, err := e.Restore(context.Background(), p, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := p.Width * p.Height
	for i, v := range got.Pix {
		d := float64(v - p.Pix[i])
		if i%n == 0 {
			added[i/n] = d
		} else if math.Abs(d-added[i/n]) > 2e-6 {
			t.Fatalf("sample %d of plane %d: %g more instead of %g: tiles decide for themselves", i%n, i/n, d, added[i/n])
		}
	}
	return added
}

// The fixture adds a tenth of the mean colour of the photo's probes.
func TestOnePhotoOneDecision(t *testing.T) {
	e := open(t, "probe", Config{})
	p := twoTone(300, 130)
	for _, c := range []struct {
		o     Settings
		first float64 // what is added to red
	}{
		{Settings{Variant: Small}, 0.04},
		{Settings{Variant: Large}, 0.08},
		{Settings{Small, Emphasis{Noise: 0.5}}, 0.09},
		{Settings{Small, Emphasis{Noise: 0.5, Rain: 0.25, Haze: 0.1}}, 0.17},
		{Settings{Variant: Small}, 0.04}, // what was asked for before leaves no trace
	} {
		added := shifts(t, e, p, c.o)
		for plane, d := range added {
			if want := c.first + 0.001*float64(plane)*(1+b2f(c.o.Variant == Large)); math.Abs(d-want) > 1e-5 {
				t.Errorf("%+v, plane %d: %g instead of %g", c.o, plane, d, want)
			}
		}
	}
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func TestPreviewObeysTheSameDecision(t *testing.T) {
	e := open(t, "probe", Config{})
	previewEqualsExport(t, e, Large)
	p := twoTone(300, 130)
	var left float32
	err := e.RestoreRegion(context.Background(), p, image.Rect(0, 0, 8, 8), Settings{Variant: Small}, func(q Patch) { left = q.Pix[0] })
	if want := p.Pix[0] + 0.04; err != nil || math.Abs(float64(left-want)) > 1e-5 {
		t.Errorf("%g instead of %g: %v", left, want, err)
	}
}

func TestSense(t *testing.T) {
	e := open(t, "probe", Config{})
	if !e.CanEmphasise() {
		t.Error("the control is not known")
	}
	got, err := e.Sense(context.Background(), twoTone(300, 130))
	if err != nil || len(got[2]) != 1 || math.Abs(float64(got[2][0]-0.42)) > 1e-5 {
		t.Errorf("%v, %v", got, err)
	}
	blind := open(t, "model", Config{})
	if _, err := blind.Sense(context.Background(), noise(8, 8)); !errors.Is(err, ErrNoSense) || blind.CanEmphasise() {
		t.Errorf("a model without a probe: %v", err)
	}
}

func TestEmphasisOutOfRange(t *testing.T) {
	e := open(t, "probe", Config{})
	for _, bad := range []Emphasis{{Noise: -0.1}, {Rain: 1.1}, {Haze: float32(math.NaN())}} {
		if _, err := e.Restore(context.Background(), noise(8, 8), Settings{Small, bad}, nil); err == nil {
			t.Errorf("%+v passed", bad)
		}
	}
}

// Probes lie within the photo and do not repeat.
func TestProbesLieInThePhoto(t *testing.T) {
	m := manifest{Multiple: 8, Probe: &probe{Tile: 128}}
	for _, n := range []int{1, 7, 8, 255, 256, 257, 300, 511, 513, 1000, 9999} {
		a := m.spread(n)
		for i, start := range a.starts {
			if start < 0 || start+a.tile > max(n, ceil(n, 8)*8) || i > 0 && start <= a.starts[i-1] || a.tile%8 != 0 {
				t.Errorf("%d pixels: %+v", n, a)
			}
		}
	}
}

func TestDecisionsAreRememberedAndForgotten(t *testing.T) {
	c := memory[decision]{most: keptDecisions}
	photos := make([]*photo.Photo, keptDecisions+1)
	for i := range photos {
		photos[i] = noise(1, 1)
		c.put(photos[i], Settings{Variant: Small}, decision{{data: []float32{float32(i)}}})
	}
	if c.get(photos[0], Settings{Variant: Small}) != nil || c.get(photos[1], Settings{Variant: Large}) != nil {
		t.Error("one that is gone, or of another depth, is remembered")
	}
	if d := c.get(photos[1], Settings{Variant: Small}); d == nil || d[0].data[0] != 1 {
		t.Errorf("%v", d)
	}
}

// shipped opens the weights that ship, or skips.
func shipped(t *testing.T) *Engine {
	t.Helper()
	m := released(t)
	if m.Probe == nil {
		t.Skip("the released model has no probe")
	}
	e, err := Open(Config{ModelDir: filepath.Join("..", "models", "release", "afterrain"), Device: "cpu", Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// sky is a hazy ramp with texture at its foot.
func sky(w, h int) *photo.Photo {
	p := noise(w, h)
	for i, v := range p.Pix {
		y := i / w % h
		ramp := 0.9 - 0.3*float32(y)/float32(h)
		if y < 2*h/3 {
			v = 0.5
		}
		p.Pix[i] = min(1, max(0, ramp+0.2*(v-0.5)))
	}
	return p
}

// What the view shows, the export gives, also after the program has started
// again: at one depth every crop agrees within an 8-bit level.
func TestShippedPreviewEqualsExport(t *testing.T) {
	p := sky(330, 250)
	region := image.Rect(150, 120, 230, 200)
	view := make([]float32, 3*80*80)
	err := shipped(t).RestoreRegion(context.Background(), p, region, Settings{Variant: Small}, func(q Patch) { paste(view, region, q) })
	if err != nil {
		t.Fatal(err)
	}
	want, err := shipped(t).Restore(context.Background(), p.WithPix(slices.Clone(p.Pix)), Settings{Variant: Small}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var changed float64
	for i, v := range view {
		at := (i/6400*p.Height+120+i/80%80)*p.Width + 150 + i%80
		if d := math.Abs(float64(v - want.Pix[at])); d > 1.0/255 {
			t.Fatalf("sample %d: %g in the view, %g in the export", i, v, want.Pix[at])
		}
		changed = max(changed, math.Abs(float64(v-p.Pix[at])))
	}
	if changed < 1.0/255 {
		t.Error("nothing was restored")
	}
}

// A flat, hazy photo shows no tiles: across the border of the two, far from what
// only one of them sees, every pixel comes out the same.
func TestShippedFlatStaysFlat(t *testing.T) {
	p := noise(300, 60)
	for i := range p.Pix {
		p.Pix[i] = 0.75
		if y := i / 300 % 60; y > 20 && i%300 < 40 { // one tile sees something else
			p.Pix[i] = 0.3
		}
	}
	got, err := shipped(t).Restore(context.Background(), p, Settings{Variant: Small}, nil)
	if err != nil {
		t.Fatal(err)
	}
	row := got.Pix[30*300+120:][:140]
	if d := slices.Max(row) - slices.Min(row); d > 2.0/255 {
		t.Errorf("a flat row spans %g levels", 255*d)
	}
}

func TestCancelWhileDeciding(t *testing.T) {
	e := shipped(t)
	p := noise(256, 256)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := e.Restore(ctx, p, Settings{Variant: "12,12,12,12"}, func(done, total int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if e.decisions.get(p, Settings{Variant: "12,12,12,12"}) != nil {
		t.Error("a decision was made")
	}
}
