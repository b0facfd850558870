package ui

import (
	"context"
	"image"
	"image/color"
	"slices"
	"testing"

	"afterrain/engine"

	"afterrain/engine/photo"
	"afterrain/ui/render"
)

func testPhoto(w, h int, v float32) *photo.Photo {
	p := &photo.Photo{Path: "a.jpg", Width: w, Height: h, Bits: 8, Format: photo.JPEG, Pix: make([]float32, 3*w*h)}
	for i := range p.Pix {
		p.Pix[i] = v
	}
	return p
}

// Where the engine has a smaller photo of the size of a level, the level is that one, so that it is restored once.
func TestLevelsAreTheEnginesSmallerPhotos(t *testing.T) {
	type link struct{ w, times int } // a photo so wide was reduced so many times
	for _, v := range []struct {
		w, h, level int
		asked       []link
	}{
		{6001, 3997, 2, []link{{6001, 4}}},
		{6001, 3997, 3, []link{{6001, 4}, {1501, 2}}},
		{1500, 999, 1, []link{{1500, 2}}},
		{6001, 3997, 1, nil},
		{1000, 700, 1, nil},
	} {
		var asked []link
		p := testPhoto(v.w, v.h, 0.3)
		l := levels{made: map[int]*photo.Photo{0: p}, reduced: func(ctx context.Context, p *photo.Photo) *photo.Photo {
			times := engine.Reduction(p.Width, p.Height)
			asked = append(asked, link{p.Width, times})
			return p.Reduced(ctx, times)
		}}
		got := l.at(v.level)
		if size := render.LevelSize(image.Pt(v.w, v.h), v.level); image.Pt(got.Width, got.Height) != size || l.at(v.level) != got {
			t.Errorf("level %d of %d x %d has %d x %d pixels, or is made twice", v.level, v.w, v.h, got.Width, got.Height)
		}
		if !slices.Equal(asked, v.asked) {
			t.Errorf("level %d of %d x %d came by %v instead of %v", v.level, v.w, v.h, asked, v.asked)
		}
	}
}

func TestHalvedPhotoKeepsItsMean(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {5, 3}, {64, 64}, {129, 2}} {
		h := testPhoto(size.X, size.Y, 0.3).Reduced(t.Context(), 2)
		if (image.Point{h.Width, h.Height}) != render.LevelSize(size, 1) {
			t.Errorf("%v halves to %dx%d", size, h.Width, h.Height)
		}
		for _, v := range h.Pix {
			if v < 0.2999 || v > 0.3001 {
				t.Fatalf("%v: a flat photo halves to %v", size, v)
			}
		}
	}
}

func TestThumbnailFitsAndIsNeverLarger(t *testing.T) {
	for _, c := range []struct{ in, want image.Point }{
		{image.Pt(1500, 1000), image.Pt(225, 150)},
		{image.Pt(100, 50), image.Pt(100, 50)},
		{image.Pt(1, 1), image.Pt(1, 1)},
		{image.Pt(2000, 10), image.Pt(240, 1)},
	} {
		got := render.Thumbnail(testPhoto(c.in.X, c.in.Y, 0.5), thumbSize)
		d := got.Rect.Max.Sub(c.want)
		if d.X < -1 || d.X > 1 || d.Y < -1 || d.Y > 1 {
			t.Errorf("%v: thumbnail %v, want %v", c.in, got.Rect.Max, c.want)
		}
		if mid := got.RGBAAt(got.Rect.Dx()/2, got.Rect.Dy()/2); mid.R < 126 || mid.R > 129 {
			t.Errorf("%v: a grey photo has a thumbnail of %v", c.in, mid)
		}
	}
}

func TestPreviewsKeptStayWithinTheirBudget(t *testing.T) {
	k := previews{budget: 3 * 400}
	one := func() *proof {
		return &proof{item: &item{}, works: works{{}: {{img: image.NewRGBA(image.Rect(0, 0, 10, 10))}}}}
	}
	var seen []*proof
	for range 5 {
		f := one()
		seen = append(seen, f)
		k.put(f)
	}
	if len(k.kept) != 3 {
		t.Fatalf("%d previews kept, the budget holds 3", len(k.kept))
	}
	for i, f := range seen {
		again := &proof{item: f.item, works: works{}}
		k.take(again)
		if got := again.works[engine.Settings{}] != nil; got != (i >= 2) {
			t.Errorf("photo %d of 5: kept %v", i, got)
		}
	}
}

// What is shown without haze keeps so on the way to 1:1. Who opens a photo at 1:1 wants to see
// something at once.
func TestBroadStrokesComeFirstWhereTheyAreShown(t *testing.T) {
	for _, c := range []struct{ seen, changed bool }{{true, true}, {true, false}, {false, true}} {
		r := newRig(t)
		r.spares = !c.changed
		r.add(files("a.jpg"))
		r.until("open", r.opened)
		if c.seen {
			r.look(fullView())
			r.until("it is previewed", func() bool { return r.phase() == previewed })
		}
		r.look(closeView())
		r.until("the close view is previewed", func() bool { _, _, level := r.previewState(); return level == 0 && r.phase() == previewed })
		want := []image.Rectangle{}
		if c.seen && c.changed {
			want = append(want, closeView().Visible(0))
		}
		if !slices.Equal(r.broads, want) {
			t.Errorf("%+v: broad strokes were asked for of %v, want %v", c, r.broads, want)
		}
	}
}

// What is painted under red lights is seen, as elsewhere.
func TestTintIsSeenOnPhotosOfItsColour(t *testing.T) {
	for _, c := range []color.RGBA{{255, 40, 40, 255}, {200, 90, 40, 255}, {110, 60, 50, 255}, {120, 20, 20, 255}, {255, 255, 255, 255}, {128, 128, 128, 255}, {30, 90, 200, 255}, {20, 20, 20, 255}, {60, 140, 50, 255}} {
		p := testPhoto(64, 48, 0)
		for i := range p.Pix {
			p.Pix[i] = float32([]uint8{c.R, c.G, c.B}[i/(64*48)]) / 255
		}
		f, err := newProof(t.Context(), &item{}, nil, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		far := 0 // in levels of red, green and blue
		for _, d := range [...]int{int(c.R) - int(f.tint.R), int(c.G) - int(f.tint.G), int(c.B) - int(f.tint.B)} {
			far += max(d, -d)
		}
		if far < 240 {
			t.Errorf("on %v it is %v", c, f.tint)
		}
	}
}
