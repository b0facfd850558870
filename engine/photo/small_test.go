package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// A thumbnail is made of the planes of a JPEG. It is what the whole photo reduced would be.
func TestSmallIsThePhotoReduced(t *testing.T) {
	for _, c := range []struct {
		size  image.Point
		turn  orientation
		times int
	}{{image.Pt(301, 200), 1, 4}, {image.Pt(603, 401), 6, 8}, {image.Pt(199, 301), 8, 4}} {
		path := filepath.Join(t.TempDir(), "a.jpg")
		if err := os.WriteFile(path, withEXIF(waves(t, c.size), nil, c.turn), 0o666); err != nil {
			t.Fatal(err)
		}
		whole, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		small, size := Small(path, 60)
		want := whole.Reduced(t.Context(), c.times)
		if c.turn != 1 { // blocks begin at the file's corner
			want = nil
		}
		switch {
		case small == nil || size != image.Pt(whole.Width, whole.Height):
			t.Fatalf("%v: %v of %v", c, small != nil, size)
		case max(small.Width, small.Height) != (max(c.size.X, c.size.Y)+c.times-1)/c.times || small.Width > small.Height != (size.X > size.Y):
			t.Errorf("%v: %d x %d", c, small.Width, small.Height)
		case want != nil && apart(small, want) > 2.5/255:
			t.Errorf("%v: %.2f levels from the photo", c, 255*apart(small, want))
		}
	}
}

// Others are opened whole.
func TestSmallOfOthersIsNone(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"small.jpg": waves(t, image.Pt(230, 150)), "cut.jpg": waves(t, image.Pt(300, 200))[:4000], "text.jpg": []byte("Dear reader, this is not a photo."),
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		if p, _ := Small(path, 60); p != nil {
			t.Errorf("%s: %d x %d", name, p.Width, p.Height)
		}
	}
}

// waves is a JPEG with colours that change softly.
func waves(t *testing.T, size image.Point) []byte {
	img := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			v := func(at, by float64) uint8 { return uint8(128 + 90*math.Sin(at/by)) }
			img.SetRGBA(x, y, color.RGBA{v(float64(x), 40), v(float64(y), 70), v(float64(x+y), 90), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// apart is the largest difference of two photos' samples.
func apart(a, b *Photo) (most float32) {
	for i := range a.Pix {
		most = max(most, a.Pix[i]-b.Pix[i], b.Pix[i]-a.Pix[i])
	}
	return most
}
