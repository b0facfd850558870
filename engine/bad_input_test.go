package engine

import (
	"context"
	"errors"
	"image"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterrain/engine/photo"
)

// Samples that are no numbers are told before anything is restored or shown.
func TestBadSamples(t *testing.T) {
	e := open(t, "model", Config{})
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		p := noise(90, 90)
		p.Pix[2*90*90+45*90+45] = float32(bad) // blue, in the middle
		got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, func(int, int) { t.Error("it began") })
		if got != nil || err == nil || !strings.Contains(err.Error(), "not numbers") {
			t.Errorf("%g: %v", bad, err)
		}
		err = e.RestoreRegion(context.Background(), p, image.Rect(40, 40, 50, 50), Settings{Variant: Small}, func(q Patch) {
			for _, v := range q.Pix {
				if !(v >= 0 && v <= 1) {
					t.Fatalf("%g was shown", v)
				}
			}
		})
		if err == nil || !strings.Contains(err.Error(), "not numbers") {
			t.Errorf("region, %g: %v", bad, err)
		}
	}
	unchanged(t, e) // and the next photo works
}

// A device is not left because a photo is bad.
func TestBadSamplesOnAGPU(t *testing.T) {
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": {}})
	p := noise(90, 90)
	p.Pix[45*90+45] = float32(math.NaN())
	err := e.RestoreRegion(context.Background(), p, image.Rect(40, 40, 50, 50), Settings{Variant: Small}, func(Patch) {})
	if !errors.Is(err, errSamples) || e.Device() != (Device{Name: "cuda", OK: true}) {
		t.Errorf("%v, %+v", err, e.Device())
	}
}

// A view of a large photo is refused as its export is, without places in the smaller photo.
func TestBadSamplesInALargePhoto(t *testing.T) {
	e := open(t, "model", Config{Device: "cpu"})
	p := noise(1400, 700)
	p.Pix[500*1400+1000] = float32(math.NaN())
	_, want := e.Restore(t.Context(), p, Settings{Variant: Small}, nil)
	err := e.RestoreRegion(t.Context(), p, image.Rect(990, 490, 1010, 510), Settings{Variant: Small}, func(Patch) {})
	if !errors.Is(err, errSamples) || err.Error() != want.Error() {
		t.Errorf("%v, and the export: %v", err, want)
	}
}

func TestAPhotoThatIsNone(t *testing.T) {
	e := open(t, "model", Config{})
	for _, p := range []*photo.Photo{{}, {Width: 3, Height: 3, Pix: make([]float32, 26)}, {Width: -1, Height: -1, Pix: make([]float32, 3)}} {
		if _, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil); err == nil {
			t.Errorf("%d x %d passed", p.Width, p.Height)
		}
		if err := e.RestoreRegion(context.Background(), p, image.Rect(0, 0, 1, 1), Settings{Variant: Small}, func(Patch) { t.Error("a patch") }); err == nil {
			t.Errorf("region of %d x %d passed", p.Width, p.Height)
		}
	}
}

// Weights that are cut short after the model was opened, as by an update.
func TestWeightsCutShortLater(t *testing.T) {
	open(t, "model", Config{})
	dir := copyModel(t)
	e, err := Open(Config{ModelDir: dir, Device: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := os.Truncate(filepath.Join(dir, "weights.bin"), 20); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Restore(context.Background(), noise(9, 9), Settings{Variant: Small}, nil); !errors.Is(err, ErrModel) {
		t.Errorf("%v", err)
	}
}

// A cancel in any phase gives nothing: the context is cancelled when it is
// asked for the first time, the second, and so on, until a restoration gets through.
func TestCancelAtAnyMoment(t *testing.T) {
	e := open(t, "model", Config{Threads: 1})
	p := noise(150, 91)
	cancelled := 0
	for n := 1; ; n += 1 + n/8 {
		got, err := e.Restore(cancelAt(n), p, Settings{Variant: Small}, nil)
		if err == nil {
			break
		}
		if cancelled++; got != nil || !errors.Is(err, context.Canceled) {
			t.Fatalf("moment %d: %v", n, err)
		}
		if n > 100000 {
			t.Fatal("never restored")
		}
	}
	if cancelled < 15 {
		t.Errorf("cancelled at %d moments only", cancelled)
	}
	unchanged(t, e)
}

// asked is a context that is cancelled when it is asked for the nth time.
type asked struct {
	context.Context
	cancel context.CancelFunc
	left   chan struct{}
}

func cancelAt(n int) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	a := &asked{ctx, cancel, make(chan struct{}, n)}
	for range n - 1 {
		a.left <- struct{}{}
	}
	return a
}

func (a *asked) Err() error {
	select {
	case <-a.left:
	default:
		a.cancel()
	}
	return a.Context.Err()
}
