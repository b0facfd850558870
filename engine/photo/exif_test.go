package photo

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/ifd"
)

// withTag is meta.jpg's EXIF block after change has got the bytes of a tag's entry, in the
// main directory or in EXIF's: tag, type, number of values, and the value or where it is.
func withTag(t *testing.T, tag uint16, change func(s ifd.Structure, entry []byte)) []byte {
	t.Helper()
	s, _ := ifd.Parse(bytes.Clone(open(t, "meta.jpg").meta.exif))
	shot, _ := s.Number(s.First(), ifd.TagExifIFD)
	for _, d := range []ifd.Directory{s.First(), s.Dir(shot)} {
		if e, ok := d.Find(tag); ok {
			change(s, s.Data[e.At-8:e.At+4])
			return s.Data
		}
	}
	t.Fatalf("no tag %#x", tag)
	return nil
}

// One tag that is empty or lies outside of the block costs no other.
func TestInfoBesideADamagedTag(t *testing.T) {
	none := func(s ifd.Structure, entry []byte) { s.Order.PutUint32(entry[4:], 0) }
	outside := func(s ifd.Structure, entry []byte) { s.Order.PutUint32(entry[8:], 1<<20) }
	signed := func(s ifd.Structure, entry []byte) { s.Order.PutUint16(entry[2:], ifd.TypeSRational) }
	for _, c := range []struct {
		tag    uint16
		change func(s ifd.Structure, entry []byte)
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

// A camera's name is what its owner calls it.
func TestCameraNames(t *testing.T) {
	for want, of := range map[string][2]string{
		"Canon EOS R5": {"Canon", "Canon EOS R5"}, "SONY ILCE-7M4": {"SONY", "ILCE-7M4"}, "NIKON Z 6": {"NIKON CORPORATION", "NIKON Z 6"},
		"RICOH PENTAX K-3 II": {"RICOH IMAGING COMPANY, LTD.", "PENTAX K-3 II"}, "OLYMPUS E-M1": {"OLYMPUS IMAGING CORP.", "E-M1"}, "OM-1": {"OM Digital Solutions", "OM-1"},
		"KODAK DC290": {"EASTMAN KODAK COMPANY", "KODAK DC290"}, "CASIO EX-Z750": {"CASIO COMPUTER CO.,LTD.", "EX-Z750"}, "M10": {"", "M10"}, "Apple": {"Apple", ""},
	} {
		if got := camera(of[0], of[1]); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

// The tag for the sensitivity ends at 65535, and says that of a photo at ISO 102400 too.
func TestSensitivityBeyondItsTag(t *testing.T) {
	little, _ := ifd.Parse([]byte("II*\x00\x08\x00\x00\x00"))
	for _, c := range []struct {
		iso  uint16
		tag  uint16 // that says more; 0 = none does
		want string
	}{{400, ifd.TagExposureIndex, "400"}, {65535, ifd.TagExposureIndex, "102400"}, {65535, ifd.TagOutputSensitivity, "102400"}, {65535, ifd.TagISOSpeed, "102400"}, {65535, 0, "65535"}, {0, 0, ""}} {
		shot := []ifd.Field{{Tag: 0x8827, Kind: ifd.TypeShort, Value: binary.LittleEndian.AppendUint16(nil, c.iso)}}
		if c.tag != 0 {
			shot = append(shot, ifd.Field{Tag: c.tag, Kind: ifd.TypeLong, Value: binary.LittleEndian.AppendUint32(nil, 102400)})
		}
		if got := infoOf(little.With([]ifd.Field{{Tag: ifd.TagExifIFD, Kind: ifd.TypeLong, Sub: shot}})).ISO; got != c.want {
			t.Errorf("%d and tag %#x: ISO %s, want %s", c.iso, c.tag, got, c.want)
		}
	}
}

// libtiff has a type of its own for the place of a directory, and EXIF 3.0 one for texts.
func TestTypesOfLibtiffAndOfEXIF3(t *testing.T) {
	for tag, kind := range map[uint16]uint16{ifd.TagExifIFD: ifd.TypeIFD, 0xa434: ifd.TypeUTF8} {
		p := open(t, "meta.jpg")
		p.meta.exif = withTag(t, tag, func(s ifd.Structure, entry []byte) { s.Order.PutUint16(entry[2:], kind) })
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
	exif := withTag(t, ifd.TagExifIFD, func(s ifd.Structure, entry []byte) { copy(entry[8:], s.Data[4:8]) })
	p := open(t, "meta.jpg")
	p.meta.exif = exif
	if q := savedAgain(t, p, "a.tif"); q.Info().Camera != metaInfo.Camera {
		t.Errorf("%+v", q.Info())
	}
	if m := tiffMetadata(exif); len(m.exif) > 4*len(exif) {
		t.Errorf("%d bytes became %d", len(exif), len(m.exif))
	}
}

// A camera that writes Adobe RGB says so in EXIF only. The colours stay what they are in formats
// whose EXIF nobody asks for them.
func TestAdobeRGBOfACamera(t *testing.T) {
	big := ifd.Structure{Data: []byte("MM\x00*\x00\x00\x00\x08"), Order: binary.BigEndian}
	camera := func(space, rules string) []byte {
		interop := []ifd.Field{{Tag: ifd.TagInteropIndex, Kind: ifd.TypeASCII, Value: []byte(rules)}}
		return big.With([]ifd.Field{{Tag: ifd.TagExifIFD, Kind: ifd.TypeLong, Sub: []ifd.Field{
			{Tag: ifd.TagColourSpace, Kind: ifd.TypeShort, Value: []byte(space)}, {Tag: ifd.TagInteropIFD, Kind: ifd.TypeLong, Sub: interop}}}})
	}
	for _, c := range []struct {
		space, rules string
		adobe        bool
	}{{"\xff\xff", "R03\x00", true}, {"\x00\x01", "R03\x00", false}, {"\xff\xff", "R98\x00", false}} {
		p := open(t, "grey.jpg")
		p.meta.exif = camera(c.space, c.rules)
		p = savedAgain(t, p, "a.jpg")
		for _, q := range []*Photo{p, savedAgain(t, p, "a.png"), savedAgain(t, p, "a.tif")} {
			green := colour.Tag(q.meta.icc, "gXYZ")
			if adobe := green != nil && math.Abs(float64(binary.BigEndian.Uint32(green[8:]))/65536-0.2053) < 0.0005; adobe != c.adobe || (q.meta.icc != nil) != c.adobe {
				t.Errorf("%x, %q in %s: a profile of %d bytes", c.space, c.rules, q.Format, len(q.meta.icc))
			}
		}
	}
}
