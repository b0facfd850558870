package photo

import (
	"slices"
	"strings"
	"testing"

	"afterrain/engine/photo/ifd"
)

// exifText is a text of the main directory.
func exifText(p *Photo, tag uint16) string {
	s, _ := ifd.Parse(p.meta.exif)
	e, _ := s.First().Find(tag)
	return strings.TrimRight(string(s.Value(e)), "\x00")
}

// Whose a PNG is and what it shows must not get lost in a JPEG or a TIFF; what EXIF says already stays.
func TestTextsOfAPNGGoIntoEXIF(t *testing.T) {
	data := read(t, "chroma.png")
	texts := metadata{exif: settled(tagCopyright, "EXIF's"), png: []chunk{
		{"tEXt", []byte("Author\x00Ren\xe9")},
		{"iTXt", []byte("Description\x00\x00\x00\x00\x00Hafen, früh")},
		{"zTXt", slices.Concat([]byte("Copyright\x00\x00"), deflate([]byte("a text's")))},
		{"tEXt", []byte("Comment\x00Rain")},
	}}
	p, err := decode(slices.Concat(data[:pngHeaderLen], texts.pngChunks(), data[pngHeaderLen:]), MaxPixels)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.jpg", "a.tif", "a.png"} {
		q := savedAgain(t, p, name)
		got := [3]string{exifText(q, tagArtist), exifText(q, tagDescription), exifText(q, tagCopyright)}
		if want := [3]string{"René", "Hafen, früh", "EXIF's"}; got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	q := savedAgain(t, p, "a.jpg")
	if i := slices.IndexFunc(q.meta.jpeg, func(s segment) bool { return s.marker == markerCOM }); i < 0 || string(q.meta.jpeg[i].data) != "Rain" {
		t.Errorf("the comment is lost: %q", q.meta.jpeg)
	}
	p.meta.exif = nil
	if q := savedAgain(t, p, "a.jpg"); exifText(q, tagCopyright) != "a text's" {
		t.Errorf("the copyright is lost: %q", exifText(q, tagCopyright))
	}
}

// settled is an EXIF block with one text.
func settled(tag uint16, text string) []byte {
	s, _ := ifd.Parse([]byte("II*\x00\x08\x00\x00\x00"))
	return s.With([]ifd.Field{{Tag: tag, Kind: ifd.TypeASCII, Value: []byte(text + "\x00")}})
}

func TestJPEGCommentIsKeptInAPNG(t *testing.T) {
	q := savedAgain(t, savedAgain(t, open(t, "meta.jpg"), "a.png"), "b.png")
	if got := q.meta.pngText(pngComment); got != "Rain over the harbour" || len(q.meta.jpeg) > 0 {
		t.Errorf("%q", got)
	}
}
