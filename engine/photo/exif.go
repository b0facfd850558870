package photo

import "slices"

// Tags of the EXIF block that are read or changed here.
const (
	tagOrientation = 0x0112
	tagExifIFD     = 0x8769
	tagGPSIFD      = 0x8825
	tagInteropIFD  = 0xa005
	tagPixelWidth  = 0xa002
	tagPixelHeight = 0xa003
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
	head := append(slices.Clone(t.data[:4]), 0, 0, 0, 0)
	t.order.PutUint32(head[4:], 8)
	return appendDir(head, 0, t.order, fields)
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
		t.order.PutUint32(t.data[main.next:], 0)
	}
	if at, ok := t.number(main, tagExifIFD); ok {
		camera := t.dir(at)
		t.set(camera, tagPixelWidth, uint32(w))
		t.set(camera, tagPixelHeight, uint32(h))
	}
	return t.data
}
