package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/tiff"
)

// Other programs store the same picture in other ways: to the last bit the samples are the same.
func TestTIFFsOfOtherPrograms(t *testing.T) {
	want := open(t, "deep.tif")
	for _, name := range []string{"deep_planes.tif", "deep_tiles.tif", "deep_float.tif"} {
		p := open(t, name)
		if p.Width != want.Width || p.Height != want.Height || p.Bits != 16 {
			t.Fatalf("%s: %d x %d, %d bits", name, p.Width, p.Height, p.Bits)
		}
		for i := range want.Pix {
			if got, want := p.level(0, i, 16), want.level(0, i, 16); got != want {
				t.Fatalf("%s: sample %d is %d instead of %d", name, i, got, want)
			}
		}
	}
	if p := open(t, "deep_tiles.tif"); p.Info().Camera != "Test camera" {
		t.Errorf("of a BigTIFF file: %+v", p.Info())
	}
	corners(t, open(t, "jpeg.tif"), 3)
}

// oneStrip is a TIFF file of 4 x 1 pixels, little-endian, with one strip of so many samples a pixel.
func oneStrip(bits, samples, colour int, strip []byte, more ...ifd.Field) []byte {
	order := binary.LittleEndian
	s, _ := ifd.Parse([]byte("II*\x00\x08\x00\x00\x00"))
	short := func(tag uint16, values ...int) ifd.Field {
		f := ifd.Field{Tag: tag, Kind: ifd.TypeShort}
		for _, v := range values {
			f.Value = ifd.AppendUint(f.Value, order, 2, v)
		}
		return f
	}
	fields := append(more, short(ifd.TagWidth, 4), short(ifd.TagHeight, 1), short(ifd.TagBits, slices.Repeat([]int{bits}, samples)...),
		short(ifd.TagPhotometric, colour), short(ifd.TagSamples, samples), short(ifd.TagStripOffsets, 0), short(ifd.TagStripBytes, len(strip)))
	head := s.With(fields)
	s.Data = head
	s.Set(s.First(), ifd.TagStripOffsets, uint32(len(head)))
	return append(head, strip...)
}

func shorts(tag uint16, values ...uint16) ifd.Field {
	f := ifd.Field{Tag: tag, Kind: ifd.TypeShort}
	for _, v := range values {
		f.Value = binary.LittleEndian.AppendUint16(f.Value, v)
	}
	return f
}

// Samples of every depth and number that photo programs and scanners write.
func TestKindsOfTIFF(t *testing.T) {
	colours := shorts(ifd.TagPalette, 0, 255, 7, 0, 0, 255, 8, 0, 0, 255, 9, 0)
	for _, c := range []struct {
		name  string
		data  []byte
		bits  int
		red   [4]int // of bits
		alpha []uint16
	}{
		{"lines", oneStrip(1, 1, tiff.BlackIsZero, []byte{0xa0}), 8, [4]int{255, 0, 255, 0}, nil},
		{"lines on white", oneStrip(1, 1, tiff.WhiteIsZero, []byte{0xa0}), 8, [4]int{0, 255, 0, 255}, nil},
		{"two bits", oneStrip(2, 1, tiff.BlackIsZero, []byte{0x1b}), 8, [4]int{0, 85, 170, 255}, nil},
		{"four bits", oneStrip(4, 1, tiff.BlackIsZero, []byte{0x0f, 0x18}), 8, [4]int{0, 255, 17, 136}, nil},
		{"twelve bits", oneStrip(12, 1, tiff.BlackIsZero, []byte{0xff, 0xf0, 0x01, 0x80, 0x00, 0x00}), 16, [4]int{65535, 16, 32776, 0}, nil},
		{"colours by number, of 8 bits", oneStrip(2, 1, tiff.Paletted, []byte{0x1b}, colours), 8, [4]int{0, 255, 7, 0}, nil},
		{"bits the other way round", oneStrip(2, 1, tiff.BlackIsZero, []byte{0xd8}, shorts(ifd.TagFillOrder, 2)), 8, [4]int{0, 85, 170, 255}, nil},
		{"grey, transparent", oneStrip(8, 2, tiff.BlackIsZero, []byte{9, 255, 8, 0, 7, 1, 6, 128}, shorts(ifd.TagExtraSamples, tiff.Straight)),
			8, [4]int{9, 8, 7, 6}, []uint16{65535, 0, 257, 128 * 257}},
		{"white is zero, transparent", oneStrip(8, 2, tiff.WhiteIsZero, []byte{9, 255, 8, 0, 7, 1, 6, 128}, shorts(ifd.TagExtraSamples, tiff.Straight)),
			8, [4]int{246, 247, 248, 249}, []uint16{65535, 0, 257, 128 * 257}},
		{"grey, premultiplied", oneStrip(8, 2, tiff.BlackIsZero, []byte{9, 255, 0, 0, 1, 1, 64, 128}, shorts(ifd.TagExtraSamples, tiff.Associated)),
			8, [4]int{9, 0, 255, 127}, []uint16{65535, 0, 257, 128 * 257}},
		{"a selection", oneStrip(8, 2, tiff.BlackIsZero, []byte{9, 255, 8, 0, 7, 1, 6, 128}, shorts(ifd.TagExtraSamples, tiff.Unspecified)),
			8, [4]int{9, 8, 7, 6}, nil},
		{"a selection and transparency", oneStrip(8, 5, tiff.RGB, []byte{9, 1, 1, 5, 255, 8, 1, 1, 5, 0, 7, 1, 1, 5, 1, 6, 1, 1, 5, 128}, shorts(ifd.TagExtraSamples, tiff.Unspecified, tiff.Straight)),
			8, [4]int{9, 8, 7, 6}, []uint16{65535, 0, 257, 128 * 257}},
		{"runs", oneStrip(8, 1, tiff.BlackIsZero, []byte{0x80, 0xff, 3, 1, 4, 5}, shorts(ifd.TagCompression, 0x8005)), 8, [4]int{3, 3, 4, 5}, nil},
		{"differences that are none", oneStrip(8, 1, tiff.BlackIsZero, []byte{3, 3, 4, 5}, shorts(ifd.TagPredictor, 2)), 8, [4]int{3, 3, 4, 5}, nil},
	} {
		p, err := decode(c.data, MaxPixels)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var red [4]int
		for i := range red {
			red[i] = p.level(0, i, c.bits)
		}
		if p.Bits != c.bits || red != c.red || !slices.Equal(p.alpha, c.alpha) {
			t.Errorf("%s: %d bits, %v, %v", c.name, p.Bits, red, p.alpha)
		}
	}
}

// Where damage has made a strip longer its checksum tells, as it does of others; what stands behind the last row does no harm.
func TestTIFFWithAStripThatIsTooLong(t *testing.T) {
	strip := deflate(make([]byte, 100))
	for _, damage := range []byte{0, 1} {
		strip[len(strip)-1] += damage
		if _, err := decode(oneStrip(8, 1, tiff.BlackIsZero, strip, shorts(ifd.TagCompression, tiff.Deflate)), MaxPixels); errors.Is(err, ErrDamaged) != (damage > 0) {
			t.Errorf("with damage %d: %v", damage, err)
		}
	}
}

// Floating-point samples without a tone curve, or of which nobody knows whether they have one, would come out too dark.
func TestFloatsWithoutTones(t *testing.T) {
	strip := make([]byte, 16)
	binary.LittleEndian.PutUint32(strip, 0x3f000000) // one half
	float := shorts(ifd.TagSampleFormat, tiff.Float)
	profile := func(curve []byte) ifd.Field {
		return ifd.Field{Tag: ifd.TagICC, Kind: ifd.TypeUndefined, Value: colour.NewProfile("test", curve, colour.SRGB)}
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"no profile": {oneStrip(32, 1, tiff.BlackIsZero, strip, float), "no profile"},
		"linear":     {oneStrip(32, 1, tiff.BlackIsZero, strip, float, profile(colour.Gamma(1))), "HDR"},
		"linear too": {oneStrip(32, 1, tiff.BlackIsZero, strip, float, profile(colour.Table(func(v float64) float64 { return v }))), "HDR"},
		"half light": {oneStrip(16, 1, tiff.BlackIsZero, strip, float, profile([]byte("para\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00"))), "HDR"},
	} {
		if _, err := decode(c.data, MaxPixels); !errors.Is(err, ErrKind) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := decode(oneStrip(32, 1, tiff.BlackIsZero, strip, float, profile(colour.Gamma(2.2))), MaxPixels)
	if err != nil || p.level(0, 0, 16) != 32768 || p.meta.icc == nil {
		t.Errorf("with a curve: %v", err)
	}
}

// bigger is a big-endian TIFF file as BigTIFF: the directories of 64 bits stand at its end.
func bigger(tif []byte) []byte {
	s, _ := ifd.Parse(tif)
	out := ifd.Even(slices.Concat([]byte("MM\x00+\x00\x08\x00\x00"), make([]byte, 8), tif))
	const moved = 16
	var add func(d ifd.Directory) int
	add = func(d ifd.Directory) int {
		list := binary.BigEndian.AppendUint64(nil, uint64(len(d.Entries)))
		for _, e := range d.Entries {
			pointer := e.Tag == ifd.TagExifIFD || e.Tag == ifd.TagGPSIFD || e.Tag == ifd.TagStripOffsets
			kind := e.Kind
			if pointer {
				kind = 16 // LONG8
			}
			list = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(list, e.Tag), kind)
			list = binary.BigEndian.AppendUint64(list, uint64(e.Count))
			at, _ := s.Number(d, e.Tag)
			switch value := s.Value(e); {
			case pointer && e.Tag != ifd.TagStripOffsets:
				list = binary.BigEndian.AppendUint64(list, uint64(add(s.Dir(at))))
			case pointer:
				list = binary.BigEndian.AppendUint64(list, uint64(at)+moved)
			case len(value) <= 8:
				list = append(list, append(bytes.Clone(value), make([]byte, 8)...)[:8]...)
			default:
				list = binary.BigEndian.AppendUint64(list, uint64(s.Order.Uint32(tif[e.At:]))+moved)
			}
		}
		at := len(out)
		out = append(append(out, list...), make([]byte, 8)...)
		return at
	}
	first := add(s.First())
	binary.BigEndian.PutUint64(out[8:], uint64(first))
	return out
}

// A BigTIFF file says the same as an ordinary one, of the camera and the place, too.
func TestBigTIFF(t *testing.T) {
	var b bytes.Buffer
	p := open(t, "meta.jpg")
	if err := p.encode(t.Context(), &b, SaveOptions{Format: TIFF, Bits: 16}); err != nil {
		t.Fatal(err)
	}
	want, err := decode(b.Bytes(), MaxPixels)
	if err != nil {
		t.Fatal(err)
	}
	big := bigger(b.Bytes())
	got, err := decode(big, MaxPixels)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Pix, want.Pix) || got.Info() != metaInfo || !bytes.Equal(got.meta.exif, want.meta.exif) ||
		!bytes.Equal(got.meta.icc, want.meta.icc) || !bytes.Equal(got.meta.xmp, want.meta.xmp) || !bytes.Equal(got.meta.iptc, want.meta.iptc) {
		t.Errorf("%+v of %+v", got.meta, want.meta)
	}
	for n := range len(big) - 1 {
		if _, err := decode(big[:n], MaxPixels); err == nil {
			t.Fatalf("%d of %d bytes passed", n, len(big))
		}
	}
}

// A small file that calls itself a large one must not take the memory of that.
func TestSmallTIFFTakesLittle(t *testing.T) {
	data := oneStrip(16, 3, tiff.RGB, make([]byte, 24))
	s, _ := ifd.Parse(data)
	s.Set(s.First(), ifd.TagWidth, 10000)
	s.Set(s.First(), ifd.TagHeight, 5000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := decode(data, MaxPixels)
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, ErrDamaged) || taken > 1<<20 {
		t.Errorf("%v, after taking %d bytes", err, taken)
	}
}

// Old programs tell a wrong length of samples that lie in one piece, or none; a piece that lies nowhere is missing.
func TestTIFFOfAWrongLength(t *testing.T) {
	for _, c := range []struct {
		tag   uint16
		value uint32
		want  error
	}{{ifd.TagStripBytes, 1, nil}, {ifd.TagStripBytes, 0, nil}, {ifd.TagStripBytes, 60000, nil}, {ifd.TagStripOffsets, 0, ErrDamaged}} {
		s, _ := ifd.Parse(oneStrip(8, 1, tiff.BlackIsZero, []byte{3, 3, 4, 5}))
		s.Set(s.First(), c.tag, c.value)
		p, err := decode(s.Data, MaxPixels)
		if !errors.Is(err, c.want) || err == nil && p.level(0, 3, 8) != 5 {
			t.Errorf("tag %#x is %d: %v", c.tag, c.value, err)
		}
	}
}

// A strip that goes on and on is not read to its end.
func TestTIFFWithAnEndlessStripIsRefused(t *testing.T) {
	data := oneStrip(8, 1, tiff.BlackIsZero, deflate(make([]byte, 1<<20)), shorts(ifd.TagCompression, tiff.Deflate))
	if _, err := decode(data, MaxPixels); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
