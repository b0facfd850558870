package ui

import (
	"context"
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/render"
)

// BenchmarkZoom is what a user waits for in a pane of 1600 x 900 after zooming to
// 1:1 in a photo of 24 megapixels: for the first tile and for all of the view, with
// the shipped network. "At once" zooms in as soon as the photo is open and the
// network is loaded, "looked at" once the whole photo was previewed.
func BenchmarkZoom(b *testing.B) {
	e, err := engine.Open(engine.Config{})
	if err != nil {
		b.Skip(err)
	}
	defer e.Close()
	for _, first := range []struct {
		name  string
		whole bool
	}{{"at once", false}, {"looked at", true}} {
		b.Run(first.name, func(b *testing.B) {
			var tile, view time.Duration
			for range b.N {
				z := newZoomer(e)
				if first.whole {
					z.look(z.view)
				}
				t, v := z.look(z.view.ZoomedTo(1, z.view.Middle()))
				tile, view = tile+t, view+v
				z.close()
			}
			b.ReportMetric(0, "ns/op") // most of it was spent on getting ready
			b.ReportMetric(tile.Seconds()/float64(b.N), "s/first-tile")
			b.ReportMetric(view.Seconds()/float64(b.N), "s/view")
			b.Logf("on %s", e.Device().Name)
		})
	}
}

// zoomer is a bench with one photo and the real network; the benchmark's goroutine
// is the main one.
type zoomer struct {
	*bench
	view render.Viewport // of the whole photo
	main chan func()
	came bool // restored pixels did, since the last look
}

func newZoomer(e *engine.Engine) *zoomer {
	const w, h = 6000, 4000
	z := &zoomer{main: make(chan func(), 1000), view: fitted(w, h, 1600, 900)}
	t := newTools(Setup{Engine: e})
	t.whole = func(context.Context, string) (*photo.Photo, error) { return noise(w, h), nil }
	nothing := func() {}
	z.bench = newBench(t, func(f func()) { z.main <- f }, events{list: nothing, item: func(*item) {}, proof: nothing,
		pixels: func() { z.came = true }, status: nothing})
	z.add(files("24 MP.jpg"))
	for z.proof == nil {
		(<-z.main)()
	}
	small := noise(256, 256) // loads the network
	e.RestoreRegion(context.Background(), small, image.Rect(0, 0, 1, 1), engine.Settings{Variant: engine.Small}, func(engine.Patch) {})
	return z
}

// look waits until v is previewed; tile and view are how long that took.
func (z *zoomer) look(v render.Viewport) (tile, view time.Duration) {
	z.came = false
	start := time.Now()
	for z.bench.look(v); view == 0 || z.preview.Busy() || z.sensing.Busy(); {
		(<-z.main)()
		if z.came && tile == 0 {
			tile = time.Since(start)
		}
		if ph, _, _ := z.previewState(); ph == previewed && view == 0 {
			view = time.Since(start)
		}
	}
	return tile, view
}

// noise is a grey photo with noise, sRGB.
func noise(w, h int) *photo.Photo {
	p := testPhoto(w, h, 0.5)
	random := rand.New(rand.NewPCG(24, 1))
	for i := range p.Pix {
		p.Pix[i] += 0.2 * (random.Float32() - 0.5)
	}
	return p
}
