package engine

import (
	"context"
	"errors"
	"image"
	"slices"
	"sync/atomic"
	"testing"
)

func TestLanes(t *testing.T) {
	for _, c := range []struct {
		device                string
		threads, tiles, lanes int
	}{{"cpu", 1, 100, 1}, {"cpu", 2, 100, 2}, {"cpu", 8, 100, 8}, {"cpu", 16, 100, 8}, {"cpu", 16, 1, 1}, {"cpu", 128, 100, 8}, {"cuda", 64, 100, 1}} {
		if got := lanes(c.device, c.threads, c.tiles); got != c.lanes {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// All cores have work, and no more threads run than there are cores.
func TestThreadsInsideATile(t *testing.T) {
	for threads, want := range map[int]int{1: 1, 2: 1, 8: 1, 9: 2, 16: 9, 64: 57} {
		if got := (manifest{}).inside("cpu", threads); got != want || got-1+lanes("cpu", threads, 100) != threads {
			t.Errorf("%d threads: %d", threads, got)
		}
		if got := (manifest{alone: true}).inside("cpu", threads); got != threads {
			t.Errorf("%d threads alone: %d", threads, got)
		}
	}
}

// Several tiles at once give the same picture, and tell the same progress.
func TestLanesGiveTheSamePicture(t *testing.T) {
	p := noise(211, 173)
	for _, model := range []string{"model", "probe"} {
		restored := func(n int) []float32 {
			e := open(t, model, Config{Device: "cpu"})
			e.lanes = func(string, int, int) int { return n }
			last := -1
			got, err := e.Restore(context.Background(), p, Settings{Variant: Large}, func(done, total int) {
				if done != last+1 || total < 6 {
					t.Errorf("%d after %d of %d", done, last, total)
				}
				last = done
			})
			if err != nil {
				t.Fatal(err)
			}
			return got.Pix
		}
		if want := restored(1); !slices.Equal(restored(3), want) {
			t.Errorf("%s: another picture", model)
		}
	}
}

// An error or a cancel in one lane ends them all, whenever it comes.
func TestLanesEndTogether(t *testing.T) {
	p := noise(300, 300)
	g := testGrid(300, 300, 64, 16, 8)
	broken := errors.New("broken")
	for at := range int64(g.count()) {
		for _, want := range []error{broken, context.Canceled, errNotFinite} {
			ctx, cancel := context.WithCancel(context.Background())
			var n, inside atomic.Int64
			run := func(ctx context.Context, in, out []float32) error {
				inside.Add(1)
				defer inside.Add(-1)
				copy(out, in)
				if n.Add(1) != at+1 {
					return ctx.Err()
				}
				switch want {
				case broken:
					return broken
				case errNotFinite:
					return nan(0, out)
				}
				cancel()
				return ctx.Err()
			}
			c := newCanvas(p, g, image.Rect(0, 0, 300, 300))
			finished := int64(0)
			err := c.share(ctx, g.all(), []tileFunc{run, run, run}, func(int) { finished++ })
			if !errors.Is(err, want) || inside.Load() != 0 || finished == int64(g.count()) {
				t.Fatalf("tile %d: %v, %d still run, %d finished", at, err, inside.Load(), finished)
			}
			cancel()
		}
	}
}
