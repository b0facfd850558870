package dngjxl

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"afterrain/engine/photo/ifd"
)

// made is a DNG by hand: two directories, of which the first points to the second as its own, which has the samples.
type made struct {
	order binary.ByteOrder
	tags  map[uint16][]int // of the second; longs, but operations and what wants shorts
	tiles [][]byte
}

// mosaic is one of 5 x 4 samples in tiles of 3 x 3, whose tiles are not JPEG XL but a letter that asTiles knows.
func mosaic() made {
	return made{binary.BigEndian, map[uint16][]int{ifd.TagWidth: {5}, ifd.TagHeight: {4}, ifd.TagBits: {16}, ifd.TagCompression: {compressionJXL}, ifd.TagPhotometric: {colourMosaic}, ifd.TagSamples: {1},
		ifd.TagTileWidth: {3}, ifd.TagTileHeight: {3}}, [][]byte{{'a'}, {'b'}, {'c'}, {'d'}}}
}

func (m made) with(tag uint16, values ...int) made {
	tags := map[uint16][]int{}
	for t, v := range m.tags {
		tags[t] = v
	}
	if tags[tag] = values; values == nil {
		delete(tags, tag)
	}
	m.tags = tags
	return m
}

func (m made) bytes() []byte {
	tags := m.with(0).tags
	out := []byte("MM\x00*\x00\x00\x00\x08")
	if m.order == binary.LittleEndian {
		out = []byte("II*\x00\x08\x00\x00\x00")
	}
	var places, sizes []int
	at := 8 + 2 + 12 + 4
	for _, tile := range m.tiles {
		places, sizes, at = append(places, at), append(sizes, len(tile)), at+len(tile)
	}
	if tags[ifd.TagTileWidth] != nil {
		tags[ifd.TagTileOffsets], tags[ifd.TagTileBytes] = places, sizes
	} else {
		tags[ifd.TagStripOffsets], tags[ifd.TagStripBytes] = places, sizes
	}
	f := &file{ifd.Structure{Data: ifd.AppendUint(out, m.order, 2, 1), Order: m.order}}
	sub := f.entry(ifd.Integers(tagSubIFDs, ifd.TypeLong, m.order, []int{at}))
	f.Data = slices.Concat(f.Data, sub, make([]byte, 4), slices.Concat(m.tiles...))
	var fields []ifd.Field
	for tag, values := range tags {
		fields = append(fields, ifd.Integers(tag, kindOf(tag), m.order, values))
	}
	return ifd.AppendDirectory(f.Data, 0, m.order, fields)
}

func kindOf(tag uint16) uint16 {
	if slices.Contains([]uint16{ifd.TagBits, ifd.TagCompression, ifd.TagPhotometric, ifd.TagSampleFormat, tagCurve}, tag) {
		return ifd.TypeShort
	}
	return ifd.TypeLong
}

// asTiles decodes letters: tile a has 100 at its corner, b 200, and so on, one more for each pixel to the right and ten more for each below.
func asTiles(width, height, channels, bits int) Decode {
	return func(tile []byte, pixels int, alone bool) (Picture, error) {
		p := Picture{Width: width, Height: height, Channels: channels, Bits: bits}
		for y := range height {
			for x := range width {
				for c := range channels {
					p.Samples = binary.LittleEndian.AppendUint16(p.Samples, uint16(100*int(tile[0]-'a'+1)+10*y+x+1000*c))
				}
			}
		}
		if pixels < width*height {
			return p, ErrTooLarge
		}
		return p, nil
	}
}

// unpacked are the samples of the strip that an unpacked file has.
func unpacked(t *testing.T, data []byte) (samples []int, tags map[uint16][]int) {
	t.Helper()
	structure, ok := ifd.Parse(data)
	f := file{structure}
	list := f.directories()
	if !ok || len(list) != 2 {
		t.Fatalf("%d directories", len(list))
	}
	tags = map[uint16][]int{}
	for i, e := range list[1].Entries {
		if tags[e.Tag] = f.numbers(list[1], e.Tag); i > 0 && e.Tag <= list[1].Entries[i-1].Tag {
			t.Errorf("tag %d behind %d", e.Tag, list[1].Entries[i-1].Tag)
		}
	}
	strip := data[tags[ifd.TagStripOffsets][0]:][:tags[ifd.TagStripBytes][0]]
	for i := 0; i < len(strip); i += 2 {
		samples = append(samples, int(f.Order.Uint16(strip[i:])))
	}
	return samples, tags
}

// Tiles come together, those at the borders cut, in either order of bytes; of interleaved ones each sample goes to its place.
func TestTilesComeTogether(t *testing.T) {
	plain := []int{
		100, 101, 102, 200, 201,
		110, 111, 112, 210, 211,
		120, 121, 122, 220, 221,
		300, 301, 302, 400, 401}
	fields := make([]int, 20) // rows 0 2 1 3, columns 0 2 4 1 3 are stored
	for y, row := range []int{0, 2, 1, 3} {
		for x, column := range []int{0, 2, 4, 1, 3} {
			fields[5*row+column] = plain[5*y+x]
		}
	}
	strips := mosaic().with(ifd.TagTileWidth).with(ifd.TagTileHeight).with(ifd.TagRowsPerStrip, 3)
	strips.tiles = strips.tiles[:2]
	little := mosaic()
	little.order = binary.LittleEndian
	for name, c := range map[string]struct {
		of            made
		width, height int
		want          []int
	}{
		"big-endian":    {mosaic(), 3, 3, plain},
		"little-endian": {little, 3, 3, plain},
		"in fields":     {mosaic().with(tagRowFields, 2).with(tagColumnFields, 2), 3, 3, fields},
		"strips":        {strips, 5, 3, []int{100, 101, 102, 103, 104, 110, 111, 112, 113, 114, 120, 121, 122, 123, 124, 200, 201, 202, 203, 204}},
	} {
		data := c.of.bytes()
		out, err := Unpack(data, asTiles(c.width, c.height, 1, 16))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, tags := unpacked(t, out)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if !slices.Equal(tags[ifd.TagCompression], []int{1}) || tags[ifd.TagTileWidth] != nil || tags[tagColumnFields] != nil || !slices.Equal(tags[tagWhite], []int{0xffff}) {
			t.Errorf("%s: %v", name, tags)
		}
		if !bytes.Equal(out[8:len(data)][14:20], data[8:][14:20]) || bytes.Equal(out, data) {
			t.Errorf("%s: what was there has changed", name)
		}
	}
}

// Samples are what they were coded as, unless white or a table say that they go further.
func TestLevels(t *testing.T) {
	one := mosaic().with(ifd.TagWidth, 1).with(ifd.TagHeight, 1)
	one.tiles = one.tiles[:1]
	for name, c := range map[string]struct {
		of        made
		bits      int
		want      int // of a sample of 100
		wantWhite int
	}{
		"16 bits":                    {one, 16, 100, 0xffff},
		"12 in 16":                   {one.with(ifd.TagBits, 12), 16, 100, 4095},
		"12":                         {one.with(ifd.TagBits, 12), 12, 100, 4095},
		"10 that go to 65535":        {one.with(ifd.TagBits, 10).with(tagWhite, 0xffff), 10, 6406, 0xffff},
		"10 with white":              {one.with(ifd.TagBits, 10).with(tagWhite, 1000), 10, 100, 1000},
		"8":                          {one.with(ifd.TagBits, 8), 8, 100, 255},
		"8 for 16":                   {one, 8, 25700, 0xffff},
		"8 through a table":          {one.with(ifd.TagBits, 8).with(tagCurve, slices.Repeat([]int{1234}, 200)...), 8, 1234, 1234},
		"8 through a table to white": {one.with(ifd.TagBits, 8).with(tagCurve, slices.Repeat([]int{1234}, 256)...).with(tagWhite, 60000), 8, 1234, 60000},
	} {
		out, err := Unpack(c.of.bytes(), asTiles(1, 1, 1, c.bits))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, tags := unpacked(t, out); got[0] != c.want || tags[tagWhite][0] != c.wantWhite || tags[ifd.TagBits][0] != 16 || tags[tagCurve] != nil {
			t.Errorf("%s: %d of %v, want %d of %d", name, got[0], tags[tagWhite], c.want, c.wantWhite)
		}
	}
}

// operation is one of an OpcodeList.
func operation(kind, plane, step int, numbers any) []byte {
	var of bytes.Buffer
	for _, v := range []int{0, 0, 4, 5, plane, 1, step, step} {
		binary.Write(&of, binary.BigEndian, uint32(v))
	}
	switch n := numbers.(type) {
	case []float64:
		binary.Write(&of, binary.BigEndian, uint32(len(n)-1))
	case []uint16:
		binary.Write(&of, binary.BigEndian, uint32(len(n)))
	}
	binary.Write(&of, binary.BigEndian, numbers)
	var out bytes.Buffer
	binary.Write(&out, binary.BigEndian, []uint32{uint32(kind), 0x01030000, 0, uint32(of.Len())})
	return append(out.Bytes(), of.Bytes()...)
}

// What a lossy DNG has stored through a curve for each colour becomes linear: pink otherwise.
func TestSamplesBecomeLinear(t *testing.T) {
	list := slices.Concat([]byte{0, 0, 0, 3}, operation(opPolynomial, 0, 1, []float64{0, 0, 1}), operation(9, 1, 1, []float64{0}), operation(opTable, 2, 1, []uint16{7, 8, 9}))
	three := made{binary.LittleEndian, map[uint16][]int{ifd.TagWidth: {5}, ifd.TagHeight: {4}, ifd.TagBits: {16, 16, 16}, ifd.TagCompression: {compressionJXL}, ifd.TagPhotometric: {colourLinear}, ifd.TagSamples: {3},
		ifd.TagRowsPerStrip: {4}, tagWhite: {2000, 2000, 2000}, tagOperations: nil}, [][]byte{{'a'}}}
	data := three.bytes()
	at := bytes.Index(data, binary.LittleEndian.AppendUint16(nil, tagOperations))
	copy(data[at+2:], []byte{ifd.TypeUndefined, 0})
	binary.LittleEndian.PutUint32(data[at+4:], uint32(len(list)))
	binary.LittleEndian.PutUint32(data[at+8:], uint32(len(data)))
	data = append(data, list...)
	out, err := Unpack(data, asTiles(5, 4, 3, 16))
	if err != nil {
		t.Fatal(err)
	}
	got, tags := unpacked(t, out)
	wide := func(light float64) int { return int(math.Round(0xffff * light)) }
	if want := []int{wide(101. / 2000 * 101 / 2000), wide(1101. / 2000), 9}; !slices.Equal(got[3:6], want) || tags[tagOperations] != nil || !slices.Equal(tags[tagWhite], []int{0xffff, 0xffff, 0xffff}) {
		t.Errorf("%v, want %v; white %v", got[3:6], want, tags[tagWhite])
	}
}

// A file that is damaged or forged costs an error, and not the memory that it asks for.
func TestWhatIsRefused(t *testing.T) {
	good := asTiles(3, 3, 1, 16)
	for name, c := range map[string]struct {
		of     made
		decode Decode
		want   error
		says   string
	}{
		"floating point":       {mosaic().with(ifd.TagSampleFormat, 3), good, ErrUnsupported, "floating-point"},
		"two colours":          {mosaic().with(ifd.TagSamples, 2), good, ErrUnsupported, ""},
		"planes":               {mosaic().with(ifd.TagSamples, 3).with(ifd.TagPlanarConfig, 2), good, ErrUnsupported, ""},
		"32 bits":              {mosaic().with(ifd.TagBits, 32), good, ErrUnsupported, ""},
		"no width":             {mosaic().with(ifd.TagWidth, 0), good, ErrDamaged, ""},
		"no height of tiles":   {mosaic().with(ifd.TagTileHeight), good, ErrDamaged, ""},
		"too wide":             {mosaic().with(ifd.TagWidth, 1<<31), good, ErrTooLarge, ""},
		"too long":             {mosaic().with(ifd.TagWidth, 200_000_000).with(ifd.TagHeight, 1), good, ErrTooLarge, ""}, // a list of its columns would have gigabytes
		"too large":            {mosaic().with(ifd.TagWidth, 20000).with(ifd.TagHeight, 20000), good, ErrTooLarge, ""},
		"a large tile":         {mosaic().with(ifd.TagTileWidth, 1<<20).with(ifd.TagTileHeight, 1<<20), good, ErrTooLarge, ""},
		"too few tiles":        {mosaic().with(ifd.TagTileWidth, 1), good, ErrDamaged, "4 tiles of 10"},
		"tiles of other sizes": {mosaic(), asTiles(2, 3, 1, 16), ErrDamaged, "2 x 3"},
		"larger tiles":         {mosaic().with(ifd.TagTileWidth, 4), asTiles(5, 3, 1, 16), ErrTooLarge, ""},
		"tiles of colours":     {mosaic(), asTiles(3, 3, 3, 16), ErrDamaged, "3 samples"},
		"a decoder's error":    {mosaic(), func([]byte, int, bool) (Picture, error) { return Picture{}, ErrUnsupported }, ErrUnsupported, ""},
	} {
		if out, err := Unpack(c.of.bytes(), c.decode); out != nil || !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	far := mosaic().bytes()
	at := bytes.Index(far, binary.BigEndian.AppendUint16(nil, ifd.TagTileOffsets))
	binary.BigEndian.PutUint32(far[binary.BigEndian.Uint32(far[at+8:]):], 1<<31)
	if _, err := Unpack(far, good); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "ends early") {
		t.Error(err)
	}
}

// Other files come back as they are.
func TestOtherFilesStay(t *testing.T) {
	for name, data := range map[string][]byte{"nothing": nil, "a text": []byte("This is no photo."), "not packed": mosaic().with(ifd.TagCompression, 1).bytes(), "a preview": mosaic().with(ifd.TagPhotometric, 2).bytes()} {
		out, err := Unpack(data, nil)
		if err != nil || len(out) != len(data) || len(data) > 0 && &out[0] != &data[0] {
			t.Errorf("%s: %d bytes, %v", name, len(out), err)
		}
	}
}

// Whatever stands in a file, unpacking it ends with an error at worst, and takes no more than the picture does.
func FuzzUnpack(f *testing.F) {
	f.Add(mosaic().bytes())
	f.Add(mosaic().with(tagRowFields, 2).with(tagColumnFields, 2).with(tagCurve, 1, 2, 3).bytes())
	f.Add(mosaic().with(tagOperations, 1, 8).with(tagActiveArea, 0, 0, 4, 5).with(tagWhite, 1000).bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := Unpack(data, func(tile []byte, pixels int, alone bool) (Picture, error) {
			p, err := asTiles(3, 3, 1, 16)([]byte{'a'}, 9, true)
			if len(tile) == 0 || pixels > mostPixels {
				err = ErrDamaged
			}
			return p, err
		})
		if err == nil && len(out) < len(data) {
			t.Errorf("%d bytes of %d", len(out), len(data))
		}
	})
}
