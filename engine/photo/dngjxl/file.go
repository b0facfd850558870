package dngjxl

import (
	"encoding/binary"
	"slices"
)

// Tags of TIFF and DNG.
const (
	tagWidth, tagHeight, tagBits, tagCompression, tagColour = 256, 257, 258, 259, 262

	tagStripPlaces, tagSamples, tagStripHeight, tagStripSizes, tagPlanes, tagPredictor = 273, 277, 278, 279, 284, 317

	tagTileWidth, tagTileHeight, tagTilePlaces, tagTileSizes, tagSubIFDs, tagFormat = 322, 323, 324, 325, 330, 339

	tagCurve, tagBlack, tagWhite, tagActiveArea, tagOperations, tagRowFields, tagColumnFields = 50712, 50714, 50717, 50829, 51009, 50975, 52547
)

const (
	compressionJXL = 52546

	colourMosaic, colourLinear = 32803, 34892

	typeShort, typeLong, typeRational, typeBytes, typeIFD = 3, 4, 5, 7, 13
)

// file is a TIFF file.
type file struct {
	data  []byte
	order interface {
		binary.ByteOrder
		binary.AppendByteOrder
	}
}

// fileOf tells whether data are those of a TIFF file of 32 bits, as DNGs are.
func fileOf(data []byte) (f file, ok bool) {
	if len(data) < 8 {
		return f, false
	}
	switch string(data[:4]) {
	case "II*\x00":
		return file{data, binary.LittleEndian}, true
	case "MM\x00*":
		return file{data, binary.BigEndian}, true
	}
	return f, false
}

// directory is one of a picture.
type directory struct {
	from    int // where the file points to it
	entries []entry
	next    uint32
}

// entry is a tag with its values, as 12 bytes.
type entry struct {
	tag, kind uint16
	count     uint32
	whole     [12]byte
}

func (d directory) find(tag uint16) (entry, bool) {
	i := slices.IndexFunc(d.entries, func(e entry) bool { return e.tag == tag })
	if i < 0 {
		return entry{}, false
	}
	return d.entries[i], true
}

// mostDirectories are looked at.
const mostDirectories = 64

// directories lists those of the file's pictures, each once: the first, those that it lists as its own, the next, and so on.
func (f file) directories() (list []directory) {
	seen := map[uint32]bool{0: true}
	var look func(from, depth int)
	look = func(from, depth int) {
		if place, ok := f.long(from); !ok || seen[place] || len(list) == mostDirectories {
			return
		} else {
			seen[place] = true
		}
		d := f.directory(from)
		list = append(list, d)
		if e, ok := d.find(tagSubIFDs); ok && depth == 0 && (e.kind == typeLong || e.kind == typeIFD) {
			at, n := f.values(d, e)
			for i := range n {
				look(at+4*i, depth+1)
			}
		}
		if depth == 0 {
			look(f.end(d), 0)
		}
	}
	look(4, 0)
	return list
}

// long is the number at a place.
func (f file) long(at int) (v uint32, ok bool) {
	if at < 0 || at+4 > len(f.data) {
		return 0, false
	}
	return f.order.Uint32(f.data[at:]), true
}

// directory reads what is there of the directory that the file points to from a place.
func (f file) directory(from int) (d directory) {
	d.from = from
	place, _ := f.long(from)
	at := int(place)
	if at+2 > len(f.data) {
		return d
	}
	n := int(f.order.Uint16(f.data[at:]))
	for at += 2; n > 0 && at+12 <= len(f.data); at, n = at+12, n-1 {
		b := f.data[at:]
		d.entries = append(d.entries, entry{f.order.Uint16(b), f.order.Uint16(b[2:]), f.order.Uint32(b[4:]), [12]byte(b)})
	}
	if n == 0 {
		d.next, _ = f.long(at)
	}
	return d
}

// end is where a directory points to the next one.
func (f file) end(d directory) int {
	place, _ := f.long(d.from)
	return int(place) + 2 + 12*len(d.entries)
}

// values is where an entry's values are in the file, and how many, none if they are not all there or of a kind that is not looked at here.
func (f file) values(d directory, e entry) (at, n int) {
	size := map[uint16]int{typeShort: 2, typeLong: 4, typeRational: 8, typeBytes: 1, typeIFD: 4}[e.kind]
	if size == 0 || int(e.count) > len(f.data)/size {
		return 0, 0
	}
	if n = int(e.count); n*size <= 4 {
		place, _ := f.long(d.from)
		i := slices.IndexFunc(d.entries, func(other entry) bool { return other == e })
		return int(place) + 2 + 12*i + 8, n
	}
	if at = int(f.order.Uint32(e.whole[8:])); at > len(f.data) || n*size > len(f.data)-at {
		return 0, 0
	}
	return at, n
}

// numbers lists a tag's values, of fractions what is before the point; none if it is not there.
func (f file) numbers(d directory, tag uint16) (list []int) {
	e, ok := d.find(tag)
	if !ok {
		return nil
	}
	at, n := f.values(d, e)
	for i := range n {
		switch e.kind {
		case typeShort:
			list = append(list, int(f.order.Uint16(f.data[at+2*i:])))
		case typeBytes:
			list = append(list, int(f.data[at+i]))
		case typeRational:
			list = append(list, int(f.order.Uint32(f.data[at+8*i:])/max(1, f.order.Uint32(f.data[at+8*i+4:]))))
		default:
			list = append(list, int(f.order.Uint32(f.data[at+4*i:])))
		}
	}
	return list
}

// bytes are the values of a tag that has any; nil if it is not there.
func (f file) bytes(d directory, tag uint16) []byte {
	e, ok := d.find(tag)
	if !ok || e.kind != typeBytes {
		return nil
	}
	at, n := f.values(d, e)
	return f.data[at:][:n]
}

// isPacked tells whether a directory is that of what a sensor measured, compressed as JPEG XL.
func (f file) isPacked(d directory) bool {
	compression, colour := f.numbers(d, tagCompression), f.numbers(d, tagColour)
	return slices.Equal(compression, []int{compressionJXL}) && (slices.Equal(colour, []int{colourMosaic}) || slices.Equal(colour, []int{colourLinear}))
}

// entry makes one; values that do not fit into it are appended to the file.
func (f *file) entry(tag, kind uint16, values []int) entry {
	e := entry{tag: tag, kind: kind, count: uint32(len(values))}
	var b []byte
	for _, v := range values {
		if kind == typeShort {
			b = f.order.AppendUint16(b, uint16(v))
		} else {
			b = f.order.AppendUint32(b, uint32(v))
		}
	}
	f.order.PutUint16(e.whole[:], tag)
	f.order.PutUint16(e.whole[2:], kind)
	f.order.PutUint32(e.whole[4:], e.count)
	if len(b) > 4 {
		f.order.PutUint32(e.whole[8:], uint32(len(f.data)))
		f.data = append(append(f.data, b...), make([]byte, len(b)%2)...)
		return e
	}
	copy(e.whole[8:], b)
	return e
}
