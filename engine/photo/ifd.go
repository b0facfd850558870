package photo

import (
	"encoding/binary"
	"slices"
)

// An EXIF block and a TIFF file are one structure: a header, then directories
// (IFDs) of 12-byte entries that hold a short value or the offset of a long
// one. goexif reads it for showing but cannot write. Here single values are
// changed in place, so that every offset, and with it the maker notes, stays
// right; only the way into and out of a TIFF file lays the directories out anew.

// Types of values.
const (
	typeByte      = 1
	typeASCII     = 2
	typeShort     = 3
	typeLong      = 4
	typeRational  = 5
	typeUndefined = 7
	typeSRational = 10
	typeDouble    = 12  // the last of EXIF's own
	typeIFD       = 13  // a LONG that points to a directory, as libtiff writes it
	typeUTF8      = 129 // of EXIF 3.0
)

// typeSize is the number of bytes of one value of each type, 0 for unknown ones.
func typeSize(kind uint16) uint64 {
	sizes := []uint64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}
	switch {
	case int(kind) < len(sizes):
		return sizes[kind]
	case kind == typeUTF8:
		return 1
	}
	return 0
}

// entryBytes is the size of an entry of a directory.
const entryBytes = 12

// tiffStructure reads directories out of bytes that may be damaged: whatever
// lies outside is left out.
type tiffStructure struct {
	data  []byte
	order binary.ByteOrder
}

func newTIFFStructure(data []byte) (t tiffStructure, ok bool) {
	if len(data) < 8 {
		return t, false
	}
	switch string(data[:4]) {
	case "II*\x00", "IIRO", "IIRS", "IIU\x00": // raw files of Olympus and Panasonic have words of their own
		return tiffStructure{data, binary.LittleEndian}, true
	case "MM\x00*", "MMOR":
		return tiffStructure{data, binary.BigEndian}, true
	}
	return t, false
}

// ifd is a directory of a TIFF structure.
type ifd struct {
	entries []entry
	next    int // position of the offset of the following directory; 0 if cut off
}

// entry is one tag of a directory.
type entry struct {
	tag, kind uint16
	count     uint32
	at        int // position of the entry's four value bytes
}

// first reads the directory of the main picture.
func (t tiffStructure) first() ifd { return t.dir(t.order.Uint32(t.data[4:])) }

func (t tiffStructure) dir(offset uint32) ifd {
	var d ifd
	at := int64(offset)
	if at < 8 || at+2 > int64(len(t.data)) {
		return d
	}
	n := int(t.order.Uint16(t.data[at:]))
	pos := int(at) + 2
	d.entries = make([]entry, 0, min(n, (len(t.data)-pos)/entryBytes))
	for ; n > 0 && pos+entryBytes <= len(t.data); n-- {
		b := t.data[pos:]
		d.entries = append(d.entries, entry{t.order.Uint16(b), t.order.Uint16(b[2:]), t.order.Uint32(b[4:]), pos + 8})
		pos += entryBytes
	}
	if n == 0 && pos+4 <= len(t.data) {
		d.next = pos
	}
	return d
}

// bytes is what the directory takes in the file, without its values. All together can take no more than the file, unless it is forged: there
// directories may lie over each other, thousands of them in a megabyte.
func (d ifd) bytes() int { return entryBytes * len(d.entries) }

// after is the directory that follows d, empty if there is none.
func (t tiffStructure) after(d ifd) ifd {
	if d.next == 0 {
		return ifd{}
	}
	return t.dir(t.order.Uint32(t.data[d.next:]))
}

func (d ifd) find(tag uint16) (entry, bool) {
	i := slices.IndexFunc(d.entries, func(e entry) bool { return e.tag == tag })
	if i < 0 {
		return entry{}, false
	}
	return d.entries[i], true
}

// value returns an entry's bytes, nil if they lie outside. They are not a copy.
func (t tiffStructure) value(e entry) []byte {
	n := typeSize(e.kind) * uint64(e.count)
	if n <= 4 {
		return t.data[e.at:][:n]
	}
	offset := uint64(t.order.Uint32(t.data[e.at:]))
	if offset+n > uint64(len(t.data)) {
		return nil
	}
	return t.data[offset:][:n]
}

// number reads a single SHORT, LONG or IFD.
func (t tiffStructure) number(d ifd, tag uint16) (uint32, bool) {
	e, ok := d.find(tag)
	switch {
	case !ok || e.count != 1:
		return 0, false
	case e.kind == typeShort:
		return uint32(t.order.Uint16(t.data[e.at:])), true
	case e.kind == typeLong || e.kind == typeIFD:
		return t.order.Uint32(t.data[e.at:]), true
	}
	return 0, false
}

// set changes a single SHORT or LONG in place, if the directory has it.
func (t tiffStructure) set(d ifd, tag uint16, value uint32) {
	e, ok := d.find(tag)
	switch {
	case !ok || e.count != 1:
	case e.kind == typeShort && value <= 0xffff:
		t.order.PutUint16(t.data[e.at:], uint16(value))
	case e.kind == typeLong:
		t.order.PutUint32(t.data[e.at:], value)
	}
}

// field is an entry on its way into another file: its value in the byte order
// of the structure, or the directory it points to.
type field struct {
	tag, kind uint16
	value     []byte
	sub       []field
}

// fields reads a directory whole. keep chooses the tags; EXIF, GPS and
// interoperability directories come with all of theirs. budget is the number of
// bytes that it may still take; what does not fit is left out, so that a forged
// file cannot swell.
func (t tiffStructure) fields(d ifd, keep func(tag uint16) bool, budget *int) []field {
	return t.fieldsWithin(deepest, d, keep, budget)
}

// deepest is how far directories lie within each other: EXIF's in the main one,
// interoperability in that. In a damaged file they may lie in a circle.
const deepest = 2

// fieldsWithin is fields with so many levels of directories below d.
func (t tiffStructure) fieldsWithin(levels int, d ifd, keep func(tag uint16) bool, budget *int) []field {
	var list []field
	for _, e := range d.entries {
		f := field{tag: e.tag, kind: e.kind}
		switch {
		case slices.Contains([]uint16{tagExifIFD, tagGPSIFD, tagInteropIFD}, e.tag):
			if first, _ := d.find(e.tag); levels > 0 && first == e {
				at, _ := t.number(d, e.tag)
				f.kind = typeLong // as EXIF wants it
				f.sub = t.fieldsWithin(levels-1, t.dir(at), all, budget)
			}
		case keep(e.tag):
			f.value = t.value(e)
		}
		if size := len(f.value) + fieldBytes; size <= *budget && (f.sub != nil || len(f.value) > 0) {
			*budget -= size
			list = append(list, f)
		}
	}
	return list
}

func all(uint16) bool { return true }

// fieldBytes is what a field takes besides its value, at most: the entry, its
// part of the directory and padding.
const fieldBytes = 20

// appendDir lays out a directory, its long values and its subdirectories at the
// end of out. base is the file position of out's first byte.
func appendDir(out []byte, base int, order binary.ByteOrder, fields []field) []byte {
	slices.SortStableFunc(fields, func(a, b field) int { return int(a.tag) - int(b.tag) })
	fields = slices.CompactFunc(fields, func(a, b field) bool { return a.tag == b.tag })
	table := len(out)
	out = append(out, make([]byte, 2+12*len(fields)+4)...)
	order.PutUint16(out[table:], uint16(len(fields)))
	for i, f := range fields {
		if len(out)%2 == 1 {
			out = append(out, 0) // values start at even positions
		}
		end, count := base+len(out), 1
		inline := [4]byte{}
		order.PutUint32(inline[:], uint32(end))
		switch {
		case f.sub != nil:
			out = appendDir(out, base, order, f.sub)
		case len(f.value) > 4:
			out = append(out, f.value...)
		default:
			inline = [4]byte{}
			copy(inline[:], f.value)
		}
		if f.sub == nil {
			count = len(f.value) / int(typeSize(f.kind))
		}
		b := out[table+2+12*i:]
		order.PutUint16(b, f.tag)
		order.PutUint16(b[2:], f.kind)
		order.PutUint32(b[4:], uint32(count))
		copy(b[8:12], inline[:])
	}
	return out
}
