package photo

import (
	"bytes"
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

// marked returns the photo with our name in its EXIF block.
func (p *Photo) marked() *Photo {
	q := *p
	t, ok := newTIFFStructure(p.meta.exif)
	if !ok {
		t, _ = newTIFFStructure([]byte("II*\x00\x08\x00\x00\x00"))
	}
	q.meta.exif = t.withSoftware(mark)
	return &q
}

// withSoftware returns a copy that names a program (of 4 letters or more). All that
// is there stays in its place, and with it the maker notes; a new main directory
// follows behind.
func (t tiffStructure) withSoftware(name string) []byte {
	out := even(slices.Clone(t.data))
	at := len(out)
	out = even(append(append(out, name...), 0))
	software := appendUint(appendUint(nil, t.order, 2, tagSoftware), t.order, 2, typeASCII)
	dir := [][]byte{appendUint(appendUint(software, t.order, 4, len(name)+1), t.order, 4, at)}
	for _, e := range t.first().entries {
		if e.tag != tagSoftware {
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
// with which camera they were taken, as their heads say.
func OtherShot(a, b string) bool {
	x, y := infoOf(headExif(a)), infoOf(headExif(b))
	return x.Taken != "" && y.Taken != "" && (x.Taken != y.Taken || x.Camera != y.Camera)
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
	}
	return codecs()[format].meta(head).exif
}

// even pads to an even length.
func even(b []byte) []byte { return append(b, make([]byte, len(b)%2)...) }
