package engine

import (
	"context"
	"errors"
	"image"
	"runtime"
	"testing"

	"afterrain/engine/photo"
)

// What a view of the smaller photo has restored is there for the views of the large one: they
// come once, with their broad strokes, and show what the export has.
func TestViewOfTheSmallPhotoServesTheLarge(t *testing.T) {
	p, o := noise(1400, 700), Settings{Variant: Small}
	e := open(t, "probe", Config{Device: "cpu"})
	small := e.Reduced(t.Context(), p)
	if again := e.Reduced(t.Context(), p); again != small || small.Width != 700 {
		t.Fatal("the smaller photo is made anew")
	}
	show := func(p *photo.Photo, region image.Rectangle) (pix []float32, patches int) {
		pix = make([]float32, 3*region.Dx()*region.Dy())
		if err := e.RestoreRegion(t.Context(), p, region, o, func(patch Patch) { patches++; paste(pix, region, patch) }); err != nil {
			t.Fatal(err)
		}
		return pix, patches
	}
	for _, v := range []struct {
		photo  *photo.Photo
		region image.Rectangle
	}{{small, image.Rect(0, 0, 500, 350)}, {small, image.Rect(0, 0, 700, 350)}, {p, image.Rect(900, 300, 1210, 420)}} {
		want, err := open(t, "probe", Config{Device: "cpu"}).Restore(t.Context(), v.photo, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, patches := show(v.photo, v.region)
		if n := len(e.grid(v.photo.Width, v.photo.Height).touching(v.region)); patches != n {
			t.Errorf("%d patches of %v instead of %d", patches, v.region, n)
		}
		same(t, got, v.region, want)
	}
}

// What is in view restored already from other pixels asks for its broad strokes first: it comes once.
func TestBroadStrokesAreThereBeforeTheTiles(t *testing.T) {
	p, o, region := noise(1400, 700), Settings{Variant: Small}, image.Rect(900, 300, 1210, 420)
	want, err := open(t, "probe", Config{Device: "cpu"}).Restore(t.Context(), p, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, "probe", Config{Device: "cpu"})
	for range 2 {
		if err := e.Broad(t.Context(), p, region, o); err != nil {
			t.Fatal(err)
		}
	}
	pix, patches := make([]float32, 3*region.Dx()*region.Dy()), 0
	if err := e.RestoreRegion(t.Context(), p, region, o, func(patch Patch) { patches++; paste(pix, region, patch) }); err != nil {
		t.Fatal(err)
	}
	if n := len(e.grid(p.Width, p.Height).touching(region)); patches != n {
		t.Errorf("%d patches instead of %d", patches, n)
	}
	same(t, pix, region, want)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, q := range []*photo.Photo{noise(1400, 700), noise(60, 40)} {
		if err := e.Broad(ctx, q, image.Rect(0, 0, 60, 40), o); !errors.Is(err, context.Canceled) {
			t.Errorf("%d pixels across, cancelled: %v", q.Width, err)
		}
	}
}

// same compares a view with the export.
func same(t *testing.T, view []float32, region image.Rectangle, export *photo.Photo) {
	t.Helper()
	n := region.Dx() * region.Dy()
	for i, v := range view {
		x, y := region.Min.X+i%n%region.Dx(), region.Min.Y+i%n/region.Dx()
		if want := export.Pix[(i/n*export.Height+y)*export.Width+x]; v != want {
			t.Fatalf("plane %d (%d, %d) is %g in the view, %g in the export", i/n, x, y, v, want)
		}
	}
}

// The smaller photo of a very large one has a smaller one in turn: views of it that are broken
// off before their broad strokes are known leave nothing behind.
func TestBrokenOffViewOfTheSmallPhoto(t *testing.T) {
	p, o := &photo.Photo{Width: 5120, Height: 2560, Pix: make([]float32, 3*5120*2560)}, Settings{Variant: Large}
	for i := range p.Pix {
		p.Pix[i] = float32(i%9973) / 9973
	}
	e := open(t, "model", Config{Device: "cpu"})
	small := e.Reduced(t.Context(), p)
	want, err := open(t, "model", Config{Device: "cpu"}).Restore(t.Context(), small, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	region := image.Rect(100, 50, 460, 300)
	cancelled(t, e, small, region, o, 1)
	view := make([]float32, 3*region.Dx()*region.Dy())
	if err := e.RestoreRegion(t.Context(), small, region, o, func(patch Patch) { paste(view, region, patch) }); err != nil {
		t.Fatal(err)
	}
	same(t, view, region, want)
	cancelled(t, e, small, region, o, 2) // all of it is known by now
	runtime.KeepAlive(p)
}

// cancelled wants a view to end soon after its patch number at, at which it is cancelled: other lanes may have a tile each.
func cancelled(t *testing.T, e *Engine, p *photo.Photo, region image.Rectangle, o Settings, at int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	patches := 0
	err := e.RestoreRegion(ctx, p, region, o, func(Patch) {
		if patches++; patches == at {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || patches > at+mostLanes {
		t.Errorf("cancelled at patch %d, %d came: %v", at, patches, err)
	}
}

// Who leaves a view when its broad strokes have come does not wait until all of it was shown with them:
// on a large screen that is seconds.
func TestCancelOfTheSecondShowing(t *testing.T) {
	e, p, region := open(t, "model", Config{Device: "cpu"}), noise(1400, 700), image.Rect(900, 300, 1210, 420)
	cancelled(t, e, p, region, Settings{Variant: Large}, len(e.grid(1400, 700).touching(region))+1)
}

// A photo that is looked at again and again, while an export goes through many others, keeps its broad
// strokes: its views come once, and those of its smaller photo are known from them.
func TestTheViewedPhotoIsRemembered(t *testing.T) {
	e, p, o := open(t, "model", Config{Device: "cpu"}), noise(1400, 700), Settings{Variant: Small}
	region, small, others := image.Rect(900, 300, 1000, 380), e.Reduced(t.Context(), p), []*photo.Photo{}
	show := func(p *photo.Photo, region image.Rectangle) (patches int) {
		if err := e.RestoreRegion(t.Context(), p, region, o, func(Patch) { patches++ }); err != nil {
			t.Fatal(err)
		}
		return patches
	}
	show(p, region)
	for i := range keptCoarse + 1 {
		others = append(others, noise(1280+i, 640))
		show(others[i], image.Rect(0, 0, 9, 9))
		if n := len(e.grid(1400, 700).touching(region)); show(p, region) != n {
			t.Fatalf("after %d others it is restored anew", i+1)
		}
	}
	if e.reduced.larger.get(small, Settings{}).Value() != p || e.Reduced(t.Context(), p) != small {
		t.Error("views of the smaller photo do not serve the large one any more")
	}
	runtime.KeepAlive(others)
}
