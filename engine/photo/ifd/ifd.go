// Package ifd reads and writes the directories (image file directories) that EXIF blocks, TIFF files and camera raw files
// are made of.
package ifd

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
	TypeByte      = 1
	TypeASCII     = 2
	TypeShort     = 3
	TypeLong      = 4
	TypeRational  = 5
	TypeUndefined = 7
	TypeSRational = 10
	TypeDouble    = 12  // the last of EXIF's own
	TypeIFD       = 13  // a LONG that points to a directory, as libtiff writes it
	TypeUTF8      = 129 // of EXIF 3.0
)

// TypeSize is the number of bytes of one value of each type, 0 for unknown ones.
func TypeSize(kind uint16) uint64 {
	sizes := []uint64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}
	switch {
	case int(kind) < len(sizes):
		return sizes[kind]
	case kind == TypeUTF8:
		return 1
	}
	return 0
}

// entryBytes is the size of an entry of a directory.
const entryBytes = 12

// Structure reads directories out of bytes that may be damaged: whatever
// lies outside is left out.
type Structure struct {
	Data  []byte
	Order binary.ByteOrder
}

// Parse looks at the header; ok is false if data is no such structure.
func Parse(data []byte) (t Structure, ok bool) {
	if len(data) < 8 {
		return t, false
	}
	switch string(data[:4]) {
	case "II*\x00", "IIRO", "IIRS", "IIU\x00": // raw files of Olympus and Panasonic have words of their own
		return Structure{data, binary.LittleEndian}, true
	case "MM\x00*", "MMOR":
		return Structure{data, binary.BigEndian}, true
	}
	return t, false
}

// Directory is a directory of a TIFF structure.
type Directory struct {
	Entries []Entry
	Next    int // position of the offset of the following directory; 0 if cut off
}

// Entry is one tag of a directory.
type Entry struct {
	Tag, Kind uint16
	Count     uint32
	At        int // position of the entry's four value bytes
}

// First reads the directory of the main picture.
func (t Structure) First() Directory { return t.Dir(t.Order.Uint32(t.Data[4:])) }

// Dir reads the directory at an offset, as much of it as lies within the data.
func (t Structure) Dir(offset uint32) Directory {
	var d Directory
	at := int64(offset)
	if at < 8 || at+2 > int64(len(t.Data)) {
		return d
	}
	n := int(t.Order.Uint16(t.Data[at:]))
	pos := int(at) + 2
	d.Entries = make([]Entry, 0, min(n, (len(t.Data)-pos)/entryBytes))
	for ; n > 0 && pos+entryBytes <= len(t.Data); n-- {
		b := t.Data[pos:]
		d.Entries = append(d.Entries, Entry{t.Order.Uint16(b), t.Order.Uint16(b[2:]), t.Order.Uint32(b[4:]), pos + 8})
		pos += entryBytes
	}
	if n == 0 && pos+4 <= len(t.Data) {
		d.Next = pos
	}
	return d
}

// Bytes is what the directory takes in the file, without its values. All together can take no more than the file, unless it is forged: there
// directories may lie over each other, thousands of them in a megabyte.
func (d Directory) Bytes() int { return entryBytes * len(d.Entries) }

// After is the directory that follows d, empty if there is none.
func (t Structure) After(d Directory) Directory {
	if d.Next == 0 {
		return Directory{}
	}
	return t.Dir(t.Order.Uint32(t.Data[d.Next:]))
}

// Find is the first entry with a tag.
func (d Directory) Find(tag uint16) (Entry, bool) {
	i := slices.IndexFunc(d.Entries, func(e Entry) bool { return e.Tag == tag })
	if i < 0 {
		return Entry{}, false
	}
	return d.Entries[i], true
}

// Value returns an entry's bytes, nil if they lie outside. They are not a copy.
func (t Structure) Value(e Entry) []byte {
	n := TypeSize(e.Kind) * uint64(e.Count)
	if n <= 4 {
		return t.Data[e.At:][:n]
	}
	offset := uint64(t.Order.Uint32(t.Data[e.At:]))
	if offset+n > uint64(len(t.Data)) {
		return nil
	}
	return t.Data[offset:][:n]
}

// Number reads a single SHORT, LONG or IFD.
func (t Structure) Number(d Directory, tag uint16) (uint32, bool) {
	e, ok := d.Find(tag)
	switch {
	case !ok || e.Count != 1:
		return 0, false
	case e.Kind == TypeShort:
		return uint32(t.Order.Uint16(t.Data[e.At:])), true
	case e.Kind == TypeLong || e.Kind == TypeIFD:
		return t.Order.Uint32(t.Data[e.At:]), true
	}
	return 0, false
}

// Numbers reads BYTEs, SHORTs or LONGs; nil if there are none.
func (t Structure) Numbers(d Directory, tag uint16) []uint32 {
	e, ok := d.Find(tag)
	if !ok {
		return nil
	}
	value := t.Value(e)
	list := make([]uint32, 0, len(value)/max(1, int(TypeSize(e.Kind))))
	for ; len(value) > 0; value = value[TypeSize(e.Kind):] {
		switch e.Kind {
		case TypeByte:
			list = append(list, uint32(value[0]))
		case TypeShort:
			list = append(list, uint32(t.Order.Uint16(value)))
		case TypeLong, TypeIFD:
			list = append(list, t.Order.Uint32(value))
		default:
			return nil
		}
	}
	return list
}

// Ratio reads a single RATIONAL; 0 if there is none.
func (t Structure) Ratio(d Directory, tag uint16) float64 {
	e, ok := d.Find(tag)
	if !ok || e.Kind != TypeRational || e.Count != 1 {
		return 0
	}
	v := t.Value(e)
	if v == nil || t.Order.Uint32(v[4:]) == 0 {
		return 0
	}
	return float64(t.Order.Uint32(v)) / float64(t.Order.Uint32(v[4:]))
}

// Set changes a single SHORT or LONG in place, if the directory has it.
func (t Structure) Set(d Directory, tag uint16, value uint32) {
	e, ok := d.Find(tag)
	switch {
	case !ok || e.Count != 1:
	case e.Kind == TypeShort && value <= 0xffff:
		t.Order.PutUint16(t.Data[e.At:], uint16(value))
	case e.Kind == TypeLong:
		t.Order.PutUint32(t.Data[e.At:], value)
	}
}

// Fields reads a directory whole. keep chooses the tags; EXIF, GPS and
// interoperability directories come with all of theirs. budget is the number of
// Bytes that it may still take; what does not fit is left out, so that a forged
// file cannot swell.
func (t Structure) Fields(d Directory, keep func(tag uint16) bool, budget *int) []Field {
	return t.fieldsWithin(Deepest, d, keep, budget)
}

// Deepest is how far directories lie within each other: EXIF's in the main one,
// interoperability in that. In a damaged file they may lie in a circle.
const Deepest = 2

// fieldsWithin is Fields with so many levels of directories below d.
func (t Structure) fieldsWithin(levels int, d Directory, keep func(tag uint16) bool, budget *int) []Field {
	var list []Field
	for _, e := range d.Entries {
		f := Field{Tag: e.Tag, Kind: e.Kind}
		switch {
		case slices.Contains([]uint16{TagExifIFD, TagGPSIFD, TagInteropIFD}, e.Tag):
			if first, _ := d.Find(e.Tag); levels > 0 && first == e {
				at, _ := t.Number(d, e.Tag)
				f.Kind = TypeLong // as EXIF wants it
				f.Sub = t.fieldsWithin(levels-1, t.Dir(at), All, budget)
			}
		case keep(e.Tag):
			f.Value = t.Value(e)
		}
		if size := len(f.Value) + fieldBytes; size <= *budget && (f.Sub != nil || len(f.Value) > 0) {
			*budget -= size
			list = append(list, f)
		}
	}
	return list
}

// All keeps every tag; see Fields.
func All(uint16) bool { return true }

// fieldBytes is what a field takes besides its value, at most: the entry, its
// part of the directory and padding.
const fieldBytes = 20
