package engine

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"afterrain/engine/photo"
)

// framed is noise with nothing visible around it, and no colour behind that but dark.
func framed(t *testing.T, w, h, frame int, dark uint8) *photo.Photo {
	t.Helper()
	inside := image.Rect(0, 0, w, h).Inset(frame)
	return cutOut(t, w, h, dark, func(x, y int) bool { return image.Pt(x, y).In(inside) })
}

// cutOut is noise of which a part is visible, and no colour behind the rest but dark.
func cutOut(t *testing.T, w, h int, dark uint8, visible func(x, y int) bool) *photo.Photo {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		x, y := i%w, i/w
		c := color.NRGBA{dark, dark, dark, 0}
		if visible(x, y) {
			c = color.NRGBA{uint8(i * i % 251), uint8(i * 7 % 241), uint8(i * 13 % 239), 255}
		}
		img.SetNRGBA(x, y, c)
	}
	path := filepath.Join(t.TempDir(), "framed.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	p, err := photo.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What is visible is restored the same, whatever colour stands where nothing is; and
// that stays as it was.
func TestTransparentPixelsAreNotSeen(t *testing.T) {
	for _, model := range []string{"model", "probe"} {
		e := open(t, model, Config{Device: "cpu"})
		var first *photo.Photo
		for _, dark := range []uint8{0, 200} {
			p := framed(t, 170, 150, 40, dark)
			got, err := e.Restore(context.Background(), p, Settings{Variant: Large}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = got
			}
			for i := range 170 * 150 {
				visible := p.AlphaRow(i / 170)[i%170] > 0
				if visible && got.Pix[i] != first.Pix[i] || !visible && got.Pix[i] != p.Pix[i] {
					t.Fatalf("%s, %d: pixel %d (visible %v) is %g", model, dark, i, visible, got.Pix[i])
				}
			}
		}
	}
}

// A photo of nothing is restored to nothing.
func TestAllTransparent(t *testing.T) {
	p := framed(t, 9, 9, 5, 90)
	for _, model := range []string{"model", "probe"} {
		got, err := open(t, model, Config{Device: "cpu"}).Restore(context.Background(), p, Settings{Variant: Large}, nil)
		if err != nil || !slices.Equal(got.Pix, p.Pix) {
			t.Errorf("%s: %v", model, err)
		}
	}
}

func TestStandIns(t *testing.T) {
	for line, want := range map[string]string{
		"abc...":   "abcbab",
		"...abc":   "bcbabc",
		"ab....cd": "ababcdcd",
		"a..":      "aaa",
		"...":      "...",
	} {
		if got := standInLine(line); got != want {
			t.Errorf("%s became %s instead of %s", line, got, want)
		}
	}
}

// standInLine fills the dots of a line.
func standInLine(line string) string {
	hidden, out := make([]bool, len(line)), []byte(line)
	for i := range line {
		hidden[i] = line[i] == '.'
	}
	standIns(hidden, func(at, from int) { out[at] = line[from] })
	return string(out)
}

// A cut-out's preview, zoomed out, sees no more of what is hidden than its export.
func TestAHalvedCutOutIsNotSeenThrough(t *testing.T) {
	e := open(t, "probe", Config{Device: "cpu"})
	var first *photo.Photo
	for _, dark := range []uint8{0, 200} {
		p := framed(t, 171, 151, 41, dark).Reduced(t.Context(), 2)
		got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		visible := 0
		for i := range p.Width * p.Height {
			if p.AlphaRow(i / p.Width)[i%p.Width] == 0 {
				continue
			}
			if visible++; got.Pix[i] != first.Pix[i] {
				t.Fatalf("behind it %d: pixel %d, %d is %g instead of %g", dark, i%p.Width, i/p.Width, got.Pix[i], first.Pix[i])
			}
		}
		if want := 44 * 34; visible != want { // 171-2*41 and 151-2*41, less the pixels at the edge
			t.Errorf("%d pixels are visible instead of %d", visible, want)
		}
	}
}
