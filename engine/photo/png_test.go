package photo

import (
	"errors"
	"slices"
	"testing"
)

// A PNG whose file breaks off after its pixels is whole to other programs, and one that breaks off before is damaged.
func TestPNGWithoutItsEnd(t *testing.T) {
	data := read(t, "chroma.png")
	want := open(t, "chroma.png")
	pixels := len(data) - len(pngEnd)
	for _, n := range []int{pixels, pixels + 5, len(data) - 1} {
		if p, err := decode(data[:n], MaxPixels); err != nil || !slices.Equal(p.Pix, want.Pix) {
			t.Errorf("%d of %d bytes: %v", n, len(data), err)
		}
	}
	text := metadata{png: []chunk{{"tEXt", []byte("Comment\x00Rain")}}}.pngChunks()
	if p, err := decode(slices.Concat(data[:pixels], text[:len(text)-3]), MaxPixels); err != nil || !slices.Equal(p.Pix, want.Pix) {
		t.Errorf("in the middle of a text: %v", err)
	}
	for n := range pixels {
		if _, err := decode(data[:n], MaxPixels); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrFormat) {
			t.Fatalf("%d of %d bytes: %v", n, len(data), err)
		}
	}
}
