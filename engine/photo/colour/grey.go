package colour

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// Tags and types of an ICC profile (ICC.1:2022, 9.2 and 10).
const (
	iccHeader = 128 // bytes
	iccEntry  = 12  // bytes of a tag in the table: name, offset, size

	greyCurve = "kTRC"
)

// ForRGB reads the data colour space of an ICC profile (ICC.1:2022, 7.2.8).
// A CMYK or grey profile does not fit the samples, which are always RGB.
func ForRGB(icc []byte) bool {
	return len(icc) >= 128 && string(icc[16:20]) == "RGB "
}

// FromGrey turns a grey profile into one for RGB samples that gives grey ones the
// same tones: the curve, the name and the rest stay. nil if there is no such
// profile, as of a table in place of a curve.
func FromGrey(icc []byte) []byte {
	curve := Tag(icc, greyCurve)
	if len(icc) < iccHeader || string(icc[16:24]) != "GRAY"+"XYZ " || !isCurve(curve) {
		return nil
	}
	tags := append([]profileTag{{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}}, SRGB.tags()...)
	for _, name := range [...]string{"desc", "cprt", "wtpt", "bkpt"} {
		if data := Tag(icc, name); data != nil {
			tags = append(tags, profileTag{name, data})
		}
	}
	out := layOut(icc[:iccHeader], tags)
	copy(out[4:], "\x00\x00\x00\x00") // no preferred colour engine
	copy(out[12:], "mntrRGB ")
	clear(out[84:100]) // the checksum of the grey one
	return out
}

// profileTag is a tag of an ICC profile, type and all; nil data = the tag's before it.
type profileTag struct {
	name string
	data []byte
}

// layOut puts a profile together; every tag begins at a multiple of four.
func layOut(header []byte, tags []profileTag) []byte {
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	start := len(header) + len(table) + iccEntry*len(tags)
	var data []byte
	at, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			at, size = start+len(data), len(t.data)
			data = append(data, t.data...)
			data = append(data, make([]byte, -len(data)&3)...)
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(size))
	}
	out := slices.Concat(header, table, data)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// Tag is a tag's data, type and all; nil if the profile has none or is cut short.
func Tag(icc []byte, name string) []byte {
	if len(icc) < iccHeader+4 {
		return nil
	}
	table := icc[iccHeader+4:]
	for n := binary.BigEndian.Uint32(icc[iccHeader:]); n > 0 && len(table) >= iccEntry; n-- {
		at, size := uint64(binary.BigEndian.Uint32(table[4:])), uint64(binary.BigEndian.Uint32(table[8:]))
		if string(table[:4]) == name && size >= 8 && at+size <= uint64(len(icc)) {
			return icc[at : at+size]
		}
		table = table[iccEntry:]
	}
	return nil
}

// isCurve tells whether a tag is a gamma, a table of tones or a formula, and whole.
func isCurve(tag []byte) bool {
	switch {
	case len(tag) < 12:
		return false
	case bytes.HasPrefix(tag, []byte("curv")):
		return uint64(len(tag)) >= 12+2*uint64(binary.BigEndian.Uint32(tag[8:]))
	}
	return bytes.HasPrefix(tag, []byte("para"))
}
