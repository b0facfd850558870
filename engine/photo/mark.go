package photo

import (
	"bytes"
	"maps"
	"slices"
)

// Our own results are told by what they say of themselves: EXIF has a tag for the
// program that wrote the file. Another program that changes a result puts its own
// name there, and the file is a photo like any other.

// tagSoftware names the program that wrote the file, and mark is our name.
const (
	tagSoftware = 0x0131
	mark        = "Afterrain"
)

// marked returns the photo with our name in its EXIF block, and with what a PNG says of it in texts.
func (p *Photo) marked() *Photo {
	q := *p
	t := p.meta.structure()
	texts := p.meta.exifTexts(t.first())
	texts[tagSoftware] = mark
	q.meta.exif = t.withTexts(texts)
	return &q
}

// withTexts returns a copy whose main directory has texts by their tags. All that
// is there stays in its place, and with it the maker notes; a new main directory
// follows behind.
func (t tiffStructure) withTexts(texts map[uint16]string) []byte {
	out := slices.Clone(t.data)
	var dir [][]byte
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		out = even(out)
		at := len(out)
		out = append(append(out, texts[tag]...), 0)
		out = append(out, make([]byte, max(0, at+5-len(out)))...) // four bytes would stand in the directory
		entry := appendUint(appendUint(nil, t.order, 2, int(tag)), t.order, 2, typeASCII)
		dir = append(dir, appendUint(appendUint(entry, t.order, 4, len(out)-at), t.order, 4, at))
	}
	out = even(out)
	for _, e := range t.first().entries {
		if _, new := texts[e.tag]; !new {
			dir = append(dir, t.data[e.at-8:e.at+4])
		}
	}
	slices.SortStableFunc(dir, func(a, b []byte) int { return int(t.order.Uint16(a)) - int(t.order.Uint16(b)) })
	t.order.PutUint32(out[4:], uint32(len(out)))
	out = appendUint(out, t.order, 2, len(dir))
	return append(append(out, slices.Concat(dir...)...), 0, 0, 0, 0) // no second directory: no thumbnail
}

// Marked tells whether a file is one of our results, by its head.
func Marked(path string) bool {
	t, ok := newTIFFStructure(headExif(path))
	if !ok {
		return false
	}
	e, ok := t.first().find(tagSoftware)
	return ok && string(bytes.TrimRight(t.value(e), "\x00")) == mark
}

// OtherShot tells whether two files are known to show other photos than each other, by when and
// with which camera they were taken, as they say themselves.
func OtherShot(a, b string) bool {
	x, y := infoOf(shotExif(a)), infoOf(shotExif(b))
	return x.Taken != "" && y.Taken != "" && (x.Taken != y.Taken || x.Camera != y.Camera)
}

// shotExif is the EXIF block of a file, which may lie behind its head in HEIC and JPEG XL files only.
func shotExif(path string) []byte {
	if exif := headExif(path); exif != nil {
		return exif
	}
	format, _ := FormatOf(path)
	read := map[Format]func([]byte) metadata{HEIC: heifMetadata, HEIF: heifMetadata, JXL: jxlMetadata, DeepJXL: jxlMetadata}[format]
	if read == nil {
		return nil
	}
	data, err := readFile(path)
	if err != nil {
		return nil
	}
	return read(data).exif
}

// headExif is the EXIF block in the head of a file; nil if there is none.
func headExif(path string) []byte {
	head, err := readHead(path)
	if err != nil {
		return nil
	}
	format, err := sniff(head)
	switch {
	case err != nil:
		return nil
	case format == RAW:
		return rawEXIF(head).exif
	case format == HEIC:
		return heifMetadata(head).exif
	case format == JXL:
		return jxlMetadata(head).exif
	}
	return codecs()[format].meta(head).exif
}

// even pads to an even length.
func even(b []byte) []byte { return append(b, make([]byte, len(b)%2)...) }
