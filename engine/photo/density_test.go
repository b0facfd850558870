package photo

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"afterrain/engine/photo/ifd"
)

// A print keeps its size in another format: how many pixels go into an inch is carried over.
func TestDensityGoesIntoOtherFormats(t *testing.T) {
	printed := func(m metadata) *Photo {
		return &Photo{Width: 9, Height: 7, Pix: make([]float32, 3*9*7), Bits: 8, meta: m}
	}
	inches := ifd.Structure{Data: []byte("MM\x00*\x00\x00\x00\x08"), Order: binary.BigEndian}.With(metadata{
		jfif: []byte(signJFIF + "\x01\x01\x01\x01\x2c\x01\x2c\x00\x00"),
	}.tiffDensity(binary.BigEndian))
	for name, m := range map[string]metadata{
		"JFIF, inches":      {jfif: []byte(signJFIF + "\x01\x01\x01\x01\x2c\x01\x2c\x00\x00")},
		"JFIF, centimetres": {jfif: []byte(signJFIF + "\x01\x01\x02\x00\x76\x00\x76\x00\x00")},
		"PNG":               {png: []chunk{{"pHYs", []byte("\x00\x00\x2e\x23\x00\x00\x2e\x23\x01")}}},
		"EXIF or TIFF":      {exif: inches},
	} {
		for _, file := range []string{"a.jpg", "a.png", "a.tif"} {
			got := savedAgain(t, printed(m), file).meta
			if file != "a.tif" {
				got.exif = nil // the format's own place counts
			}
			d, ok := got.density()
			if d.unit == perCentimetre {
				d.x, d.y = d.x*2.54, d.y*2.54
			}
			if !ok || math.Abs(d.x-300) > 0.5 || d.x != d.y {
				t.Errorf("%s in %s: %+v, %v", name, file, d, ok)
			}
		}
	}
	unknown := savedAgain(t, printed(metadata{}), "a.jpg").meta
	if _, ok := unknown.density(); ok || !bytes.HasSuffix(unknown.jfif, []byte("\x00\x00\x01\x00\x01\x00\x00")) {
		t.Errorf("unknown became %x", unknown.jfif)
	}
	if p := savedAgain(t, printed(metadata{}), "a.png"); find(p.meta.png, "pHYs", 9) != nil {
		t.Error("a PNG says what nobody knows")
	}
}
