package photo

import (
	"bytes"
	"slices"
)

// Tags of the EXIF block that are read or changed here.
const (
	tagOrientation = 0x0112
	tagXResolution = 0x011a
	tagYResolution = 0x011b
	tagExifIFD     = 0x8769
	tagGPSIFD      = 0x8825
	tagInteropIFD  = 0xa005
	tagPixelWidth  = 0xa002
	tagPixelHeight = 0xa003
	tagThumbnail   = 0x0201 // where it begins, in the second directory
	tagThumbLength = 0x0202

	tagResolutionUnit = 0x0128
	tagColourSpace    = 0xa001
	tagInteropIndex   = 0x0001

	tagOutputSensitivity = 0x8831
	tagExposureIndex     = 0x8832 // as recommended
	tagISOSpeed          = 0x8833

	uncalibrated = 0xffff // a colour space that is not sRGB
)

// exifWithin returns exif if it is no longer than limit, else the same without the
// values that are too long, the maker notes as a rule.
func exifWithin(exif []byte, limit int) []byte {
	t, ok := newTIFFStructure(exif)
	if !ok || len(exif) <= limit {
		return exif
	}
	budget := limit - 8
	return t.with(t.fields(t.first(), all, &budget))
}

// with returns a new structure of the same byte order that holds the fields.
func (t tiffStructure) with(fields []field) []byte {
	head := append(slices.Clone(t.data[:2]), 0, 0, 0, 0, 0, 0)
	t.order.PutUint16(head[2:], 42)
	t.order.PutUint32(head[4:], 8)
	return appendDir(head, 0, t.order, fields)
}

// structure is the EXIF block, an empty one if there is none.
func (m metadata) structure() tiffStructure {
	t, ok := newTIFFStructure(m.exif)
	if !ok {
		t, _ = newTIFFStructure([]byte("II*\x00\x08\x00\x00\x00"))
	}
	return t
}

// exifOrientation reads the tag of the main picture; 0 if there is none.
func exifOrientation(exif []byte) int {
	t, ok := newTIFFStructure(exif)
	if !ok {
		return 0
	}
	o, _ := t.number(t.first(), tagOrientation)
	return int(o)
}

// exifAdobeRGB tells whether a camera has written samples of Adobe RGB: many say so here, and have
// no profile in the file (DCF 2.0, "option file").
func exifAdobeRGB(exif []byte) bool {
	t, ok := newTIFFStructure(exif)
	if !ok {
		return false
	}
	shot, _ := t.number(t.first(), tagExifIFD)
	space, _ := t.number(t.dir(shot), tagColourSpace)
	rules, _ := t.number(t.dir(shot), tagInteropIFD)
	e, ok := t.dir(rules).find(tagInteropIndex)
	return ok && space == uncalibrated && bytes.HasPrefix(t.value(e), []byte("R03"))
}

// thumbnail tells where the pixels lie that the second directory speaks of; ok is
// false if there are none, or not all of them.
func (t tiffStructure) thumbnail(second ifd) (from, end uint64, ok bool) {
	start, ok := t.number(second, tagThumbnail)
	length, _ := t.number(second, tagThumbLength)
	from, end = uint64(start), uint64(start)+uint64(length)
	return from, end, ok && end <= uint64(len(t.data))
}

// withoutThumbnail is the structure's data without the pixels of the thumbnail, which
// the directory after main tells of, if they stand last, as cameras write them: they show the
// unrestored photo, and without them there is room for what is added.
func (t tiffStructure) withoutThumbnail(main ifd) []byte {
	second := t.after(main)
	from, end, ok := t.thumbnail(second)
	const padding = 3
	if !ok || end+padding < uint64(len(t.data)) || int(from) < 4+max(main.next, second.next) {
		return t.data
	}
	return t.data[:from]
}

// exifUpright returns a copy that says: upright, w x h pixels, no thumbnail.
func exifUpright(exif []byte, w, h int) []byte {
	t, ok := newTIFFStructure(slices.Clone(exif))
	if !ok {
		return nil
	}
	main := t.first()
	t.set(main, tagOrientation, 1)
	t.set(main, tagWidth, uint32(w))
	t.set(main, tagHeight, uint32(h))
	if main.next > 0 {
		t.data = t.withoutThumbnail(main)
		t.order.PutUint32(t.data[main.next:], 0)
	}
	if at, ok := t.number(main, tagExifIFD); ok {
		camera := t.dir(at)
		t.set(camera, tagPixelWidth, uint32(w))
		t.set(camera, tagPixelHeight, uint32(h))
	}
	return t.data
}
