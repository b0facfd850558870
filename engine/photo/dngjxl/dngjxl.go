// Package dngjxl unpacks DNGs that are compressed as JPEG XL (DNG 1.7.1, compression 52546), for programs that know DNGs but not these.
//
// Such a DNG has what the sensor measured, a mosaic or three colours at each pixel, in tiles or strips, each of which is a JPEG XL picture. A mosaic may stand
// there with its rows and columns in another order, so that all its reds come together, all its greens, and so on.
package dngjxl

import (
	"errors"
	"fmt"
	"slices"

	"afterrain/engine/photo/ifd"
)

// Picture is a decoded tile.
type Picture struct {
	Width, Height, Channels int
	Bits                    int    // of a sample as it is coded
	Samples                 []byte // interleaved, by rows, of 16 bits, the low byte first; 0 to 1<<Bits - 1
}

// Decode decodes a tile of no more pixels. Alone tells that it is the only one at the time.
type Decode func(tile []byte, pixels int, alone bool) (Picture, error)

// Errors that Unpack's wrap.
var (
	ErrDamaged     = errors.New("data corrupted")
	ErrUnsupported = errors.New("unsupported")
	ErrTooLarge    = errors.New("too big")
)

// mostPixels are unpacked of a file, and no side of a picture or a tile is longer than mostSide.
const (
	mostPixels = 250_000_000
	mostSide   = 1 << 17
)

// Unpack returns a DNG in which what the sensor measured is not compressed, and nothing else changed; dng itself if it is not compressed as JPEG XL, or no DNG.
// What is unpacked, and the directory that says so, stand behind the rest. The error wraps one of this package's, or is decode's.
func Unpack(dng []byte, decode Decode) ([]byte, error) {
	structure, ok := ifd.Parse(dng)
	if !ok {
		return dng, nil
	}
	f := file{structure}
	var packed []raw
	pixels := 0
	for _, d := range f.directories() {
		if !f.isPacked(d) {
			continue
		}
		r, err := f.raw(d)
		if err != nil {
			return nil, err
		}
		if pixels += r.width * r.height; pixels > mostPixels {
			return nil, fmt.Errorf("%w: more than %d megapixels", ErrTooLarge, mostPixels/1_000_000)
		}
		packed = append(packed, r)
	}
	if len(packed) == 0 {
		return dng, nil
	}
	f.Data = slices.Clone(dng)
	slices.Reverse(packed) // a directory that others belong to is rewritten after these
	for _, r := range packed {
		if err := f.rewrite(r, decode); err != nil {
			return nil, err
		}
	}
	return f.Data, nil
}

// raw is what a directory says of its samples.
type raw struct {
	directory
	width, height, channels, bits int
	tile                          struct{ width, height int }
	places, sizes                 []int // of the tiles in the file, by rows
	rows, columns                 []int // where those that are stored belong in the picture
	reach                         int   // the level that samples go to as they are stored
	white                         int   // what white is unless the directory says so
	maps                          maps  // what makes them linear
	widened                       bool  // so that they go to 65535
}

// raw reads what a directory says, and refuses what cannot be.
func (f file) raw(d directory) (r raw, err error) {
	one := func(tag uint16, usual int) int {
		if list := f.numbers(d, tag); len(list) > 0 {
			return list[0]
		}
		return usual
	}
	r = raw{directory: d, width: one(ifd.TagWidth, 0), height: one(ifd.TagHeight, 0), channels: one(ifd.TagSamples, 1), bits: one(ifd.TagBits, 0)}
	r.tile.width, r.tile.height = one(ifd.TagTileWidth, 0), one(ifd.TagTileHeight, 0)
	r.places, r.sizes = f.numbers(d, ifd.TagTileOffsets), f.numbers(d, ifd.TagTileBytes)
	if r.tile.width == 0 {
		r.tile.width, r.tile.height = r.width, min(one(ifd.TagRowsPerStrip, r.height), r.height)
		r.places, r.sizes = f.numbers(d, ifd.TagStripOffsets), f.numbers(d, ifd.TagStripBytes)
	}
	usual := func(tag uint16, value int) bool {
		return !slices.ContainsFunc(f.numbers(d, tag), func(n int) bool { return n != value })
	}
	switch {
	case !usual(ifd.TagSampleFormat, 1):
		return r, fmt.Errorf("%w (floating-point samples)", ErrUnsupported)
	case r.channels != 1 && r.channels != 3, r.channels > 1 && !usual(ifd.TagPlanarConfig, 1), r.bits < 8, r.bits > 16, !usual(ifd.TagBits, r.bits):
		return r, fmt.Errorf("%w (%d samples of %d bits)", ErrUnsupported, r.channels, r.bits)
	case r.width < 1, r.height < 1, r.tile.width < 1, r.tile.height < 1:
		return r, fmt.Errorf("%w: size %d x %d in tiles of %d x %d", ErrDamaged, r.width, r.height, r.tile.width, r.tile.height)
	case max(r.width, r.height, r.tile.width, r.tile.height) > mostSide, r.width*r.height > mostPixels, r.tile.width*r.tile.height > 4*r.width*r.height+mostPadding:
		return r, fmt.Errorf("%w: %d x %d pixels in tiles of %d x %d", ErrTooLarge, r.width, r.height, r.tile.width, r.tile.height)
	}
	r.rows, r.columns = order(r.height, one(tagRowFields, 1)), order(r.width, one(tagColumnFields, 1))
	r.reach = f.reach(d, r.bits)
	r.white = r.reach
	if table := f.numbers(d, tagCurve); len(table) > 0 {
		r.white = slices.Max(table)
	}
	if r.maps, r.widened, err = f.maps(r); err != nil {
		return r, err
	}
	return r, r.checkTiles(len(f.Data))
}

// mostPadding is how many pixels a tile may have that are outside the picture, besides three times what is inside.
const mostPadding = 1 << 22

// checkTiles refuses tiles that are not in a file of that length.
func (r raw) checkTiles(length int) error {
	if n := r.across() * r.down(); len(r.places) < n || len(r.sizes) < n {
		return fmt.Errorf("%w: %d tiles of %d", ErrDamaged, min(len(r.places), len(r.sizes)), n)
	}
	for i, at := range r.places {
		if i < len(r.sizes) && (at > length || r.sizes[i] > length-at) {
			return fmt.Errorf("%w: it ends early", ErrDamaged)
		}
	}
	return nil
}

func (r raw) mapped() bool { return r.maps[0][0][0] != nil }

func (r raw) across() int { return (r.width + r.tile.width - 1) / r.tile.width }
func (r raw) down() int   { return (r.height + r.tile.height - 1) / r.tile.height }

// order is where each of n rows or columns belongs that are stored in so many fields, one after the other: those whose numbers leave 0 when divided by that, those that leave 1, and so on.
func order(n, fields int) []int {
	fields = max(1, min(fields, n))
	list := make([]int, 0, n)
	for first := range fields {
		for i := first; i < n; i += fields {
			list = append(list, i)
		}
	}
	return list
}

// reach is the level that samples of a picture are meant to go to. Tiles may be coded with fewer bits: Apple's have 10, and go to 65535.
func (f file) reach(d directory, bits int) int {
	top := 1<<bits - 1
	most := slices.Max(append(f.numbers(d, tagWhite), 0))
	if table := len(f.numbers(d, tagCurve)); table > 0 { // white is what is in it
		most = table - 1
	}
	if most > top {
		return 0xffff
	}
	return top
}

// rewrite appends a picture's samples, and the directory that says where they are.
func (f *file) rewrite(r raw, decode Decode) error {
	at, size := len(f.Data)+len(f.Data)%2, 2*r.width*r.height*r.channels
	if at+size > mostFile {
		return fmt.Errorf("%w: a file of more than 4 GB", ErrTooLarge)
	}
	whole := make([]byte, at+size, at+size+12*(len(r.Entries)+8)+64)
	copy(whole, f.Data)
	if err := r.decode(f.Data, whole[at:], f.Order, decode); err != nil {
		return err
	}
	f.Data = whole
	f.point(r, at, size)
	return nil
}

// mostFile is what places in a file can say, less what directories take.
const mostFile = 1<<32 - 1<<20

// point writes a directory like that of r, for samples at that place that are not compressed, and makes the file point to it.
func (f *file) point(r raw, at, size int) {
	gone := []uint16{ifd.TagBits, ifd.TagCompression, ifd.TagStripOffsets, ifd.TagRowsPerStrip, ifd.TagStripBytes, ifd.TagPredictor,
		ifd.TagTileWidth, ifd.TagTileHeight, ifd.TagTileOffsets, ifd.TagTileBytes, tagRowFields, tagColumnFields}
	if r.mapped() {
		gone = append(gone, tagCurve, tagOperations)
	}
	field := func(tag, kind uint16, values ...int) ifd.Field { return ifd.Integers(tag, kind, f.Order, values) }
	list := []ifd.Field{field(ifd.TagBits, ifd.TypeShort, slices.Repeat([]int{16}, r.channels)...), field(ifd.TagCompression, ifd.TypeShort, 1),
		field(ifd.TagStripOffsets, ifd.TypeLong, at), field(ifd.TagRowsPerStrip, ifd.TypeLong, r.height), field(ifd.TagStripBytes, ifd.TypeLong, size)}
	if r.widened {
		gone = append(gone, tagWhite)
		list = append(list, field(tagWhite, ifd.TypeLong, slices.Repeat([]int{0xffff}, r.channels)...))
	} else if _, told := r.Find(tagWhite); !told { // but by how many bits there were
		list = append(list, field(tagWhite, ifd.TypeLong, slices.Repeat([]int{r.white}, r.channels)...))
	}
	f.replace(f.directory(r.from), gone, list) // as it is now
}
