package photo

import (
	"bytes"
	"testing"
)

// withTag is meta.jpg's EXIF block after change has got the bytes of a tag's entry, in the
// main directory or in EXIF's: tag, type, number of values, and the value or where it is.
func withTag(t *testing.T, tag uint16, change func(s tiffStructure, entry []byte)) []byte {
	t.Helper()
	s, _ := newTIFFStructure(bytes.Clone(open(t, "meta.jpg").meta.exif))
	shot, _ := s.number(s.first(), tagExifIFD)
	for _, d := range []ifd{s.first(), s.dir(shot)} {
		if e, ok := d.find(tag); ok {
			change(s, s.data[e.at-8:e.at+4])
			return s.data
		}
	}
	t.Fatalf("no tag %#x", tag)
	return nil
}

// One tag that is empty or lies outside of the block costs no other.
func TestInfoBesideADamagedTag(t *testing.T) {
	none := func(s tiffStructure, entry []byte) { s.order.PutUint32(entry[4:], 0) }
	outside := func(s tiffStructure, entry []byte) { s.order.PutUint32(entry[8:], 1<<20) }
	signed := func(s tiffStructure, entry []byte) { s.order.PutUint16(entry[2:], typeSRational) }
	for _, c := range []struct {
		tag    uint16
		change func(s tiffStructure, entry []byte)
		lost   func(*Info)
	}{
		{0x8298, none, func(*Info) {}}, {0x8298, outside, func(*Info) {}}, // copyright
		{0x927c, none, func(*Info) {}}, {0x927c, outside, func(*Info) {}}, // maker note
		{0xa434, outside, func(i *Info) { i.Lens = "" }},  // lens
		{0x829a, none, func(i *Info) { i.Exposure = "" }}, // exposure
		{0x8827, none, func(i *Info) { i.ISO = "" }},      // sensitivity
		{0x829a, signed, func(*Info) {}},
	} {
		want := metaInfo
		c.lost(&want)
		p := &Photo{meta: metadata{exif: withTag(t, c.tag, c.change)}}
		if got := p.Info(); got != want {
			t.Errorf("tag %#x: %+v", c.tag, got)
		}
	}
}

// libtiff has a type of its own for the place of a directory, and EXIF 3.0 one for texts.
func TestTypesOfLibtiffAndOfEXIF3(t *testing.T) {
	for tag, kind := range map[uint16]uint16{tagExifIFD: typeIFD, 0xa434: typeUTF8} {
		p := open(t, "meta.jpg")
		p.meta.exif = withTag(t, tag, func(s tiffStructure, entry []byte) { s.order.PutUint16(entry[2:], kind) })
		for _, name := range []string{"a.tif", "a.jpg"} {
			if q := savedAgain(t, p, name); q.Info() != metaInfo {
				t.Errorf("tag %#x, %s: %+v", tag, name, q.Info())
			}
		}
	}
}

// Directories that lie in a circle are an end, in a TIFF file that is opened and in a
// JPEG's block that is saved as one.
func TestEXIFThatIsItsOwnDirectory(t *testing.T) {
	exif := withTag(t, tagExifIFD, func(s tiffStructure, entry []byte) { copy(entry[8:], s.data[4:8]) })
	p := open(t, "meta.jpg")
	p.meta.exif = exif
	if q := savedAgain(t, p, "a.tif"); q.Info().Camera != metaInfo.Camera {
		t.Errorf("%+v", q.Info())
	}
	if m := tiffMetadata(exif); len(m.exif) > 4*len(exif) {
		t.Errorf("%d bytes became %d", len(exif), len(m.exif))
	}
}
