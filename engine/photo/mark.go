package photo

import (
	"bytes"

	"afterrain/engine/photo/ifd"
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
	texts := p.meta.exifTexts(t.First())
	texts[tagSoftware] = mark
	q.meta.exif = t.WithTexts(texts)
	return &q
}

// Marked tells whether a file is one of our results, by its head.
func Marked(path string) bool {
	t, ok := ifd.Parse(headExif(path))
	if !ok {
		return false
	}
	e, ok := t.First().Find(tagSoftware)
	return ok && string(bytes.TrimRight(t.Value(e), "\x00")) == mark
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
