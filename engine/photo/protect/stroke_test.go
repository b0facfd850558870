package protect

import (
	"context"
	"image"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"afterrain/engine/photo"
)

// across is a stroke through the middle of a photo twice as wide as high, a tenth of its width thick.
var across = Stroke{Radius: StrokeUnit / 20, Points: []image.Point{{0, StrokeUnit / 4}, {StrokeUnit / 2, StrokeUnit / 4}, {StrokeUnit, StrokeUnit / 4}}}

// protected is black in all of which white was restored, with strokes.
func protected(t testing.TB, w, h int, strokes ...Stroke) *photo.Photo {
	t.Helper()
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	white := p.WithPix(slices.Repeat([]float32{1}, 3*w*h))
	m := NewMask(w, h)
	for _, s := range strokes {
		m.Draw(s, 0)
	}
	got, err := Apply(context.Background(), p, white, m)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// twoPhotos are of random samples.
func twoPhotos(w, h int) (p, restored *photo.Photo) {
	random := rand.New(rand.NewPCG(1, 2))
	p = &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	restored = p.WithPix(make([]float32, 3*w*h))
	for i := range p.Pix {
		p.Pix[i], restored.Pix[i] = random.Float32(), random.Float32()
	}
	return p, restored
}

// Through the middle of the stroke, its inner half is whole, its edge falls off smoothly.
func TestStrokeProtectsWithASoftEdge(test *testing.T) {
	for _, size := range []image.Point{{200, 100}, {400, 200}, {6000, 3000}} {
		p := protected(test, size.X, size.Y, across)
		r := float64(size.X) / 20
		for _, far := range []float64{0, 0.45, 0.6, 0.75, 0.9, 1.1, 4} {
			y := int(float64(size.Y)/2 + far*r)
			far = (float64(y) + 0.5 - float64(size.Y)/2) / r
			t := max(0, min(1, 2*far-1)) // 0 in the inner half, 1 at the edge
			want := t * t * (3 - 2*t)
			if got := float64(p.Pix[y*size.X+size.X/3]); max(got-want, want-got) > 0.02 {
				test.Errorf("%v, %.2f radii off the middle: %.3f of the restored, want %.3f", size, far, got, want)
			}
		}
	}
}

func TestEraserTakesProtectionAway(t *testing.T) {
	erase := Stroke{Erase: true, Radius: across.Radius * 2, Points: []image.Point{{StrokeUnit / 4, StrokeUnit / 4}}}
	p := protected(t, 200, 100, across, erase)
	if at := p.Pix[50*200+50]; at != 1 {
		t.Errorf("where it was erased %v of the restored is there", at)
	}
	if at := p.Pix[50*200+150]; at != 0 {
		t.Errorf("elsewhere the stroke has gone: %v", at)
	}
	again := protected(t, 200, 100, across, erase, across)
	if !slices.Equal(again.Pix, protected(t, 200, 100, across).Pix) {
		t.Error("painted again it is not as before")
	}
}

// While it is painted a stroke is drawn point by point.
func TestStrokeDrawnInPiecesIsTheStroke(t *testing.T) {
	whole, pieces := NewMask(600, 400), NewMask(600, 400)
	changed := whole.Draw(across, 0)
	var parts image.Rectangle
	for n := 1; n <= len(across.Points); n++ {
		s := across
		s.Points = s.Points[:n]
		parts = parts.Union(pieces.Draw(s, n-1))
	}
	if !slices.Equal(whole.pix, pieces.pix) || changed != parts {
		t.Errorf("in pieces it changes %v, as a whole %v", parts, changed)
	}
	if again := whole.Draw(across, 0); !again.Empty() {
		t.Errorf("drawn again it changes %v", again)
	}
}

// A photo without strokes, and all that no stroke touches, stays bit for bit.
func TestNoStrokeNoChange(t *testing.T) {
	p, clean := twoPhotos(150, 90)
	for name, m := range map[string]*Mask{"no mask": nil, "an empty one": NewMask(150, 90)} {
		got, err := Apply(t.Context(), p, clean.WithPix(slices.Clone(clean.Pix)), m)
		if err != nil || !slices.Equal(got.Pix, clean.Pix) {
			t.Errorf("%s changes the restored photo (%v)", name, err)
		}
	}
	m := NewMask(150, 90)
	changed := m.Draw(Stroke{Radius: StrokeUnit / 10, Points: []image.Point{{StrokeUnit / 3, StrokeUnit / 3}}}, 0)
	got, _ := Apply(t.Context(), p, clean.WithPix(slices.Clone(clean.Pix)), m)
	for i, v := range got.Pix {
		at := image.Pt(i%150, i/150%90)
		if !at.In(changed) && v != clean.Pix[i] {
			t.Fatalf("%v, outside of %v, has changed", at, changed)
		}
	}
	if i := 50*150 + 50; got.Pix[i] != p.Pix[i] {
		t.Errorf("in its middle %v, not the photo's %v", got.Pix[i], p.Pix[i])
	}
}

// The finest stroke of a large photo shows wherever it falls between the mask's pixels.
func TestFinestStrokeIsSeen(t *testing.T) {
	for x := range 20 {
		m := NewMask(6000, 4000)
		m.Draw(Stroke{Radius: 1, Points: []image.Point{{StrokeUnit/3 + x, StrokeUnit/5 + 3*x}}}, 0)
		if most := slices.Max(m.pix); most < 128 {
			t.Errorf("at %d at most %d of 255 is protected", x, most)
		}
	}
}

func TestStrokeIsReadAgain(t *testing.T) {
	for _, s := range []Stroke{across, {Erase: true, Radius: 1, Points: []image.Point{{-5, 20000}}}} {
		if got, err := ParseStroke(s.String()); err != nil || !reflect.DeepEqual(got, s) {
			t.Errorf("%q is read as %+v (%v)", s, got, err)
		}
	}
	for _, text := range []string{"", "p", "p 5", "x 5 1,1", "p 0 1,1", "p 99999 1,1", "p 5 1", "p 5 1,", "p 5 1,99999", "p five 1,1", "p 5 1,1 nil"} {
		if s, err := ParseStroke(text); err == nil {
			t.Errorf("%q is read as %+v", text, s)
		}
	}
}

func TestProtectionEndsWithItsContext(t *testing.T) {
	p, clean := twoPhotos(150, 90)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := NewMask(150, 90)
	m.Draw(across, 0)
	if got, err := Apply(ctx, p, clean, m); got != nil || err == nil {
		t.Errorf("a cancelled one gives %v, %v", got, err)
	}
}

// BenchmarkStrokes is a photo that much was painted on, when it is opened.
func BenchmarkStrokes(b *testing.B) {
	s := Stroke{Radius: StrokeUnit / 25}
	s.Points = make([]image.Point, 100)
	for b.Loop() {
		m := NewMask(6000, 4000)
		for n := range 100 {
			for i := range s.Points {
				s.Points[i] = image.Pt(StrokeUnit*i/100, StrokeUnit*n/150+i%7*50)
			}
			s.Erase = n%4 == 3
			m.Draw(s, 0)
		}
	}
}

// BenchmarkProtect is what a photo of 24 megapixels with a broad stroke costs in the export.
func BenchmarkProtect(b *testing.B) {
	p := &photo.Photo{Width: 6000, Height: 4000, Pix: make([]float32, 3*6000*4000)}
	now := p.WithPix(make([]float32, len(p.Pix)))
	m := NewMask(p.Width, p.Height)
	m.Draw(across, 0)
	for b.Loop() {
		Apply(context.Background(), p, now, m)
	}
}
