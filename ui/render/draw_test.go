package render

import (
	"context"
	"image"
	"image/color"
	imagedraw "image/draw"
	"testing"

	"afterrain/engine/photo/mixing"
)

var (
	red  = color.RGBA{200, 0, 0, 255}
	blue = color.RGBA{0, 0, 200, 255}
)

// ramp is a picture whose every pixel says where it is.
func ramp(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x ^ y), 255})
		}
	}
	return img
}

func plain(w, h int, c color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	copy(img.Pix, []uint8{c.R, c.G, c.B, c.A})
	for n := 4; n < len(img.Pix); n *= 2 {
		copy(img.Pix[n:], img.Pix[:n])
	}
	return img
}

func TestOneToOneShowsPhotoPixels(t *testing.T) {
	photo := ramp(200, 150)
	v := fitted(200, 150, 64, 48).ZoomedTo(1, image.Pt(3, 40)).Panned(image.Pt(-11, 7))
	dst := image.NewRGBA(image.Rect(0, 0, 64, 48))
	Draw(dst, v, wholePyramid(photo), nil, Blend{})
	o := v.Origin()
	for y := range 48 {
		for x := range 64 {
			if got, want := dst.RGBAAt(x, y), photo.RGBAAt(x-o.X, y-o.Y); got != want {
				t.Fatalf("screen %d,%d shows %v, photo has %v", x, y, got, want)
			}
		}
	}
}

func TestSurroundIsNeutralOutsideThePhoto(t *testing.T) {
	v := fitted(100, 10, 100, 100)
	dst := image.NewRGBA(image.Rect(0, 0, 100, 100))
	Draw(dst, v, wholePyramid(plain(100, 10, color.RGBA{200, 0, 0, 255})), nil, Blend{})
	f := v.frame()
	for _, c := range []struct {
		at   image.Point
		want uint8
	}{{image.Pt(50, f.Min.Y-1), Surround}, {image.Pt(50, f.Min.Y), 200}, {image.Pt(50, f.Max.Y-1), 200}, {image.Pt(50, f.Max.Y), Surround}} {
		if got := dst.RGBAAt(c.at.X, c.at.Y); got.R != c.want {
			t.Errorf("%v is %v, want red %d (photo at %v)", c.at, got, c.want, f)
		}
	}
}

// share takes the same of all parts of a change.
func share(v float32) Blend {
	return Blend{Weights: mixing.Mix{Luma: v, Color: v, Fine: 1, Broad: 1}.Weights()}
}

func TestStrengthBlendsOnlyWhereRestored(t *testing.T) {
	before := wholePyramid(plain(100, 100, color.RGBA{100, 100, 100, 255}))
	fine := image.NewRGBA(image.Rect(0, 0, 100, 100))
	imagedraw.Draw(fine, image.Rect(0, 0, 50, 100), plain(50, 100, color.RGBA{200, 20, 100, 255}), image.Point{}, imagedraw.Src)
	coarse := plain(50, 50, color.RGBA{60, 100, 100, 255})
	v := Viewport{Photo: image.Pt(100, 100), Pane: image.Pt(100, 100), Zoom: 1, CX: 50, CY: 50}
	for _, c := range []struct {
		name     string
		layers   []Layer
		strength float32
		x        int
		want     uint8 // red
	}{
		{"nothing restored", nil, 1, 10, 100},
		{"strength 0", []Layer{{0, fine}}, 0, 10, 100},
		{"strength 1", []Layer{{0, fine}}, 1, 10, 200},
		{"more than there is", []Layer{{0, fine}}, 1.3, 10, 230},
		{"strength a half", []Layer{{0, fine}}, 0.5, 10, 150},
		{"not reached yet", []Layer{{0, fine}}, 1, 80, 100},
		{"the coarser level stands in", []Layer{{0, fine}, {1, coarse}}, 1, 80, 60},
		{"the finer level is on top", []Layer{{0, fine}, {1, coarse}}, 1, 10, 200},
		{"the coarser level alone, a half", []Layer{{1, coarse}}, 0.5, 80, 80},
	} {
		dst := image.NewRGBA(image.Rect(0, 0, 100, 100))
		Draw(dst, v, before, c.layers, share(c.strength))
		if got := dst.RGBAAt(c.x, 50).R; got != c.want {
			t.Errorf("%s: red %d, want %d", c.name, got, c.want)
		}
	}
}

func TestDrawsAnySizeAtAnyZoom(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 900}, {333, 2}, {127, 129}, {1025, 641}} {
		p := wholePyramid(plain(size.X, size.Y, color.RGBA{90, 90, 90, 255}))
		for level, img := range p {
			if img.Rect.Max != LevelSize(size, level) {
				t.Errorf("%v: level %d is %v, want %v", size, level, img.Rect.Max, LevelSize(size, level))
			}
		}
		for _, zoom := range []float64{0, 0.1, 0.7, 1, 2.5, 16} {
			v := fitted(size.X, size.Y, 120, 90).ZoomedTo(zoom, image.Pt(119, 0))
			dst := image.NewRGBA(image.Rect(0, 0, 120, 90))
			Draw(dst, v, p, nil, Blend{})
			at := v.frame().Intersect(dst.Rect)
			if got := dst.RGBAAt(at.Min.X, at.Min.Y); at.Empty() || got.R != 90 || got.A != 255 {
				t.Errorf("%v at zoom %v: %v at %v", size, v.Zoom, got, at.Min)
			}
		}
	}
}

func TestPixelsAreSquaresWhenZoomedFarIn(t *testing.T) {
	img := plain(2, 1, color.RGBA{0, 0, 0, 255})
	img.SetRGBA(1, 0, color.RGBA{255, 255, 255, 255})
	v := Viewport{Photo: image.Pt(2, 1), Pane: image.Pt(16, 8), Zoom: 8, CX: 1, CY: 0.5}
	dst := image.NewRGBA(image.Rect(0, 0, 16, 8))
	Draw(dst, v, Pyramid{img}, nil, Blend{})
	for x := range 16 {
		if got, want := dst.RGBAAt(x, 4).R, uint8(255*(x/8)); got != want {
			t.Errorf("column %d is %d, want %d", x, got, want)
		}
	}
}

func BenchmarkDrawSplit(b *testing.B) {
	p := wholePyramid(ramp(3000, 2000))
	over := []Layer{{0, ramp(3000, 2000)}}
	v := fitted(3000, 2000, 1600, 900).ZoomedTo(0.9, image.Pt(800, 450))
	dst := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	for b.Loop() {
		Draw(dst, v, p, over, share(0.7))
	}
}

func wholePyramid(base *image.RGBA) Pyramid {
	p, _ := halvings(context.Background(), base)
	return p
}
