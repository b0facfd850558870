package photo

import (
	"bytes"
	"errors"
	"image/jpeg"
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
		padded := append(bytes.Clone(data[:len(data)-2]), make([]byte, 500)...)
		if got, err := decode(padded, MaxPixels); err != nil || !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("%s with zeros in place of its end: %v, or other pixels", name, err)
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

// A copy that was broken off has its full length on some drives, with zeros where the rest should be. They must not pass for the photo's grey.
func TestJPEGWithZerosInPlaceOfItsRestIsDamaged(t *testing.T) {
	p := &Photo{Width: 64, Height: 64, Bits: 8, Format: JPEG, Pix: make([]float32, 3*64*64)}
	for i := range p.Pix {
		p.Pix[i] = float32(i*i%251) / 250
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p.image8(t.Context(), 0, 64), &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	for _, there := range []int{30, 60, 90} { // percent
		data := append(bytes.Clone(whole[:len(whole)*there/100]), make([]byte, len(whole)-len(whole)*there/100)...)
		if _, err := decode(data, MaxPixels); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d %% of a JPEG and zeros: %v", there, err)
		}
	}
}

// Some programs number a profile's parts from 0 on, or write them in another order.
func TestProfilesAreReadInTheOrderOfTheirParts(t *testing.T) {
	icc := append(make([]byte, 16), "RGB , and what follows in the next parts"...)
	for _, order := range [][]byte{{0, 1, 2}, {1, 2, 3}, {3, 1, 2}, {2, 1, 0}, {0}} {
		data := []byte{0xff, 0xd8}
		first, size := slices.Min(order), len(icc)/len(order)+1
		for _, number := range order {
			from := int(number-first) * size
			part := append([]byte(signICC), number, byte(len(order)))
			part = append(part, icc[from:min(from+size, len(icc))]...)
			data = append(data, 0xff, markerAPP2, 0, byte(len(part)+2))
			data = append(data, part...)
		}
		if got := jpegMetadata(append(data, 0xff, markerSOS, 0, 2)).icc; !bytes.Equal(got, icc) {
			t.Errorf("%d became %q", order, got)
		}
	}
}
