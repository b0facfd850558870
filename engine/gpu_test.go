package engine

import (
	"context"
	"image"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"afterrain/engine/photo"
)

// TestOnThisDevice measures the network that ships on the device named by
// AFTERRAIN_TEST_DEVICE, as the app runs it: tiles, a preview, a photo, cancels.
// It prints; only a device that is not used, or a late cancel, is a failure.
func TestOnThisDevice(t *testing.T) {
	device := os.Getenv("AFTERRAIN_TEST_DEVICE")
	if device == "" {
		t.Skip("set AFTERRAIN_TEST_DEVICE to measure a device")
	}
	e, err := Open(Config{Device: device})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	inside, side := timeTiles(e), 4000
	if os.Getenv("AFTERRAIN_TEST_SMALL") != "" { // to try this test on a CPU
		side = 400
	}
	for _, v := range []Variant{Small, Large} {
		measurePhoto(t, e, noise(256, 256), v, inside)
		if d := e.Device(); d.Name != device {
			t.Fatalf("runs on %s: %s", d.Name, d.Note)
		}
		measureLanes(t, e, v)
	}
	for range 5 {
		measureRegion(t, e, noise(1600*side/4000, 1000*side/4000), inside)
	}
	p := noise(side*3/2, side)
	for _, v := range []Variant{Small, Large, Large} {
		measurePhoto(t, e, p, v, inside)
	}
	measureCancels(t, e, p)
}

// timeTiles makes an engine add up the nanoseconds that its tiles run.
func timeTiles(e *Engine) *atomic.Int64 {
	var inside atomic.Int64
	load := e.load
	e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
		s, err := load(m, v, device, threads)
		if err != nil {
			return nil, err
		}
		tile := s.tile
		s.tile = func(w, h int) (tileFunc, func(), error) {
			run, free, err := tile(w, h)
			return func(ctx context.Context, in, out []float32) error {
				start := time.Now()
				defer func() { inside.Add(int64(time.Since(start))) }()
				return run(ctx, in, out)
			}, free, err
		}
		return s, err
	}
	return &inside
}

// measurePhoto restores a whole photo, the first at a depth with all that opens the network there.
func measurePhoto(t *testing.T, e *Engine, p *photo.Photo, v Variant, inside *atomic.Int64) {
	inside.Store(0)
	start := time.Now()
	if _, err := e.Restore(context.Background(), p, Settings{Variant: v}, nil); err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	t.Logf("%s %s: %d x %d in %v, %v of it in tiles (%d)", e.Device().Label(), v, p.Width, p.Height, took, time.Duration(inside.Load()), e.grid(p.Width, p.Height).count())
}

// measureCancels cancels at twelve moments.
func measureCancels(t *testing.T, e *Engine, p *photo.Photo) {
	var late []time.Duration
	for i := range 12 {
		ctx, cancel := context.WithCancel(context.Background())
		var cancelled time.Time
		time.AfterFunc(time.Duration(20+17*i)*time.Millisecond, func() { cancelled = time.Now(); cancel() })
		_, err := e.Restore(ctx, p, Settings{Variant: Large}, nil)
		if err != nil {
			late = append(late, time.Since(cancelled))
		}
		cancel()
	}
	if len(late) > 0 {
		t.Logf("cancelled %d times, late by %v at most, %v in the median", len(late), slices.Max(late), median(late))
		if slices.Max(late) > 100*time.Millisecond {
			t.Error("a late cancel")
		}
	}
}

// measureLanes runs tiles one after the other, and several at once.
func measureLanes(t *testing.T, e *Engine, v Variant) {
	tiles := 60
	if e.Device().Name == "cpu" {
		tiles = 4
	}
	in := goldenTile(e.tile)
	for _, n := range []int{1, 2, 4} {
		err := e.withSession(context.Background(), v, func(s *session) error {
			p := &photo.Photo{Width: e.tile, Height: e.tile, Pix: in}
			forget, err := e.decide(context.Background(), s, p, Settings{Variant: v})
			if err != nil {
				return err
			}
			defer forget()
			runs, free, err := s.tileFuncs(n, e.tile, e.tile)
			if err != nil {
				return err
			}
			defer free()
			want := make([]float32, len(in))
			if err := runs[0](context.Background(), in, want); err != nil {
				return err
			}
			first := make([]float32, len(in)) // of another lane, to compare
			if err := runs[n-1](context.Background(), in, first); err != nil {
				return err
			}
			var running sync.WaitGroup
			var wrong atomic.Int64
			took := make([][]time.Duration, n)
			start := time.Now()
			for lane, run := range runs {
				running.Go(func() {
					out := make([]float32, len(in))
					for range tiles / n {
						begun := time.Now()
						if run(context.Background(), in, out) != nil || near(out, want, s.half) != nil {
							wrong.Add(1)
						}
						took[lane] = append(took[lane], time.Since(begun))
					}
				})
			}
			running.Wait()
			all := time.Since(start)
			t.Logf("%s %s, %d at once: %v a tile (%.1f a second), one takes %v; %d wrong", e.Device().Label(), v, n,
				all/time.Duration(tiles/n*n), float64(tiles/n*n)/all.Seconds(), median(slices.Concat(took...)), wrong.Load())
			return nil
		})
		if err != nil {
			t.Errorf("%s, %d at once: %v", v, n, err)
		}
	}
}

// measureRegion is what the preview does with a picture that fills the window.
func measureRegion(t *testing.T, e *Engine, p *photo.Photo, inside *atomic.Int64) {
	inside.Store(0)
	start := time.Now()
	var first time.Duration
	patches := 0
	err := e.RestoreRegion(context.Background(), p, image.Rect(0, 0, p.Width, p.Height), Settings{Variant: Small}, func(Patch) {
		if patches++; patches == 1 {
			first = time.Since(start)
		}
	})
	if err != nil {
		t.Error(err)
	}
	t.Logf("s preview %d x %d: first tile after %v, all %d after %v, %v of it in tiles", p.Width, p.Height, first, patches, time.Since(start), time.Duration(inside.Load()))
}
