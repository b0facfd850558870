package photo

import (
	"bytes"
	"slices"

	"afterrain/engine/photo/ifd"
)

// exifWithin returns exif if it is no longer than limit, else the same without the
// values that are too long, the maker notes as a rule.
func exifWithin(exif []byte, limit int) []byte {
	t, ok := ifd.Parse(exif)
	if !ok || len(exif) <= limit {
		return exif
	}
	budget := limit - 8
	return t.With(t.Fields(t.First(), ifd.All, &budget))
}

// structure is the EXIF block, an empty one if there is none.
func (m metadata) structure() ifd.Structure {
	t, ok := ifd.Parse(m.exif)
	if !ok {
		t, _ = ifd.Parse([]byte("II*\x00\x08\x00\x00\x00"))
	}
	return t
}

// exifOrientation reads the tag of the main picture; 0 if there is none.
func exifOrientation(exif []byte) int {
	t, ok := ifd.Parse(exif)
	if !ok {
		return 0
	}
	o, _ := t.Number(t.First(), ifd.TagOrientation)
	return int(o)
}

// exifAdobeRGB tells whether a camera has written samples of Adobe RGB: many say so here, and have
// no profile in the file (DCF 2.0, "option file").
func exifAdobeRGB(exif []byte) bool {
	t, ok := ifd.Parse(exif)
	if !ok {
		return false
	}
	shot, _ := t.Number(t.First(), ifd.TagExifIFD)
	space, _ := t.Number(t.Dir(shot), ifd.TagColourSpace)
	rules, _ := t.Number(t.Dir(shot), ifd.TagInteropIFD)
	e, ok := t.Dir(rules).Find(ifd.TagInteropIndex)
	return ok && space == ifd.Uncalibrated && bytes.HasPrefix(t.Value(e), []byte("R03"))
}

// thumbnailIn tells where the pixels lie that the second directory speaks of; ok is
// false if there are none, or not all of them.
func thumbnailIn(t ifd.Structure, second ifd.Directory) (from, end uint64, ok bool) {
	start, ok := t.Number(second, ifd.TagThumbnail)
	length, _ := t.Number(second, ifd.TagThumbLength)
	from, end = uint64(start), uint64(start)+uint64(length)
	return from, end, ok && end <= uint64(len(t.Data))
}

// withoutThumbnail is the structure's data without the pixels of the thumbnail, which
// the directory after main tells of, if they stand last, as cameras write them: they show the
// unrestored photo, and without them there is room for what is added.
func withoutThumbnail(t ifd.Structure, main ifd.Directory) []byte {
	second := t.After(main)
	from, end, ok := thumbnailIn(t, second)
	const padding = 3
	if !ok || end+padding < uint64(len(t.Data)) || int(from) < 4+max(main.Next, second.Next) {
		return t.Data
	}
	return t.Data[:from]
}

// exifUpright returns a copy that says: upright, w x h pixels, no thumbnail.
func exifUpright(exif []byte, w, h int) []byte {
	t, ok := ifd.Parse(slices.Clone(exif))
	if !ok {
		return nil
	}
	main := t.First()
	t.Set(main, ifd.TagOrientation, 1)
	t.Set(main, ifd.TagWidth, uint32(w))
	t.Set(main, ifd.TagHeight, uint32(h))
	if main.Next > 0 {
		t.Data = withoutThumbnail(t, main)
		t.Order.PutUint32(t.Data[main.Next:], 0)
	}
	if at, ok := t.Number(main, ifd.TagExifIFD); ok {
		camera := t.Dir(at)
		t.Set(camera, ifd.TagPixelWidth, uint32(w))
		t.Set(camera, ifd.TagPixelHeight, uint32(h))
	}
	return t.Data
}
