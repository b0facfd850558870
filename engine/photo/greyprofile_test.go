package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"afterrain/engine/photo/colour"
)

// withProfile is a JPEG of a grey or a coloured picture with an ICC profile.
func withProfile(t *testing.T, icc []byte, coloured bool) string {
	t.Helper()
	grey, colour := image.NewGray(image.Rect(0, 0, 16, 16)), image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		grey.Pix[i] = uint8(i)
		colour.Set(i%16, i/16, color.RGBA{R: 200, B: uint8(i), A: 255})
	}
	var img image.Image = grey
	if coloured {
		img = colour
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "in.jpg")
	data := append(append([]byte{0xff, 0xd8}, metadata{icc: icc}.jpegSegments()...), b.Bytes()[2:]...)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// A grey photo is saved as RGB; its tones stay what its profile says they are.
func TestGreyProfileStays(t *testing.T) {
	p, err := Open(withProfile(t, read(t, "grey.icc"), false))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.jpg", "a.png", "a.tif"} {
		q := savedAgain(t, p, name)
		icc := q.meta.icc
		if !colour.ForRGB(icc) || int(binary.BigEndian.Uint32(icc)) != len(icc) || !bytes.Equal(colour.Tag(icc, "desc"), colour.Tag(read(t, "grey.icc"), "desc")) {
			t.Fatalf("%s: %q", name, icc)
		}
		var white [3]uint32
		for _, c := range "rgb" {
			if !bytes.Equal(colour.Tag(icc, string(c)+"TRC"), colour.Tag(read(t, "grey.icc"), "kTRC")) {
				t.Errorf("%s: another curve for %c", name, c)
			}
			for i := range white {
				white[i] += binary.BigEndian.Uint32(colour.Tag(icc, string(c)+"XYZ")[8+4*i:])
			}
		}
		if white != [3]uint32{0xf6d6, 0x10000, 0xd32d} {
			t.Errorf("%s: grey would get a tint: %x", name, white)
		}
	}
}

// A profile that is damaged, or does not fit a photo in colour, is left out.
func TestUselessGreyProfiles(t *testing.T) {
	p, err := Open(withProfile(t, read(t, "grey.icc"), true))
	if err != nil || p.meta.icc != nil {
		t.Errorf("colour: %d bytes, %v", len(p.meta.icc), err)
	}
}
