package photo

import (
	"errors"
	"slices"
	"testing"
)

// Recovered files and those of some small cameras lack the two bytes at the end, and the photo is
// all there. Where a part of the photo is missing, it is not passed off as whole.
func TestJPEGThatLacksItsEndMarkerOnly(t *testing.T) {
	for _, name := range []string{"chroma.jpg", "grey.jpg", "cmyk.jpg", "meta.jpg"} {
		data, want := read(t, name), open(t, name)
		got, err := decode(data[:len(data)-2], MaxPixels)
		if err != nil || !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("%s: %v, or other pixels", name, err)
		}
		for missing := 3; missing < len(data)-100; missing += 1 + missing/10 {
			if _, err := decode(data[:len(data)-missing], MaxPixels); !errors.Is(err, ErrDamaged) {
				t.Errorf("%s without its last %d bytes: %v", name, missing, err)
			}
		}
	}
	data := read(t, "progressive.jpg") // at the end of a scan nobody sees whether the next is missing
	if _, err := decode(data[:len(data)-2], MaxPixels); !errors.Is(err, ErrDamaged) {
		t.Errorf("progressive: %v", err)
	}
}
