package photo

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"afterrain/engine/photo/ifd"
)

// PNG has words of its own for who made a picture and what it shows (PNG, third edition, 11.3.3.1). Other formats say
// that in EXIF, and what they call a comment in JPEG is a text here.

const (
	pngComment = "Comment"
	mostText   = 4096 // bytes of a text that goes into EXIF
)

// Tags of EXIF that say what texts of PNG say.
const (
	tagDescription = 0x010e
	tagArtist      = 0x013b
	tagCopyright   = 0x8298
)

// exifTexts is what texts say that the main directory does not, by its tags.
func (m metadata) exifTexts(main ifd.Directory) map[uint16]string {
	texts := map[uint16]string{}
	for _, word := range []struct {
		name string
		tag  uint16
	}{{"Author", tagArtist}, {"Copyright", tagCopyright}, {"Description", tagDescription}, {"Title", tagDescription}} {
		_, there := main.Find(word.tag)
		if text := m.pngText(word.name); !there && text != "" && len(text) <= mostText && texts[word.tag] == "" {
			texts[word.tag] = text
		}
	}
	return texts
}

// pngText is the first text of a name, "" if there is none.
func (m metadata) pngText(name string) string {
	for _, c := range m.png {
		keyword, data, ok := bytes.Cut(c.data, []byte{0})
		if !ok || string(keyword) != name {
			continue
		}
		switch c.kind {
		case "iTXt":
			return readable(xmpText(data))
		case "zTXt":
			data = inflate(data[min(1, len(data)):]) // after the method, of which there is one
			fallthrough
		case "tEXt":
			return readable(fromLatin(data))
		}
	}
	return ""
}

// fromLatin turns Latin-1, which begins as Unicode does, into UTF-8.
func fromLatin(data []byte) (text []byte) {
	for _, b := range data {
		text = utf8.AppendRune(text, rune(b))
	}
	return text
}

// readable is a text without what is none.
func readable(text []byte) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(string(text), ""), "\x00", ""))
}

// comments are a JPEG's comments as a text, nil if it has none or the photo has one already.
func (m metadata) comments() []byte {
	var list []string
	for _, s := range m.jpeg {
		if text := readable(s.data); s.marker == markerCOM && text != "" && utf8.Valid(s.data) {
			list = append(list, text)
		}
	}
	if list == nil || m.pngText(pngComment) != "" {
		return nil
	}
	return slices.Concat([]byte(pngComment+"\x00\x00\x00\x00\x00"), []byte(strings.Join(list, "\n")))
}
