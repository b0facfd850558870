package photo

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
)

// rawProfile reads a block that stands in a text chunk as a kind, a length and lines
// of hexadecimal digits. PNG had no place for EXIF once: ImageMagick put it there, and
// programs with Exiv2, as GIMP and darktable, still do. ok is false for another text;
// data is nil if it is damaged.
func rawProfile(c chunk) (kind string, data []byte, ok bool) {
	keyword, text, _ := bytes.Cut(c.data, []byte{0})
	kind, ok = strings.CutPrefix(string(keyword), "Raw profile type ")
	if !ok {
		return "", nil, false
	}
	if c.kind == "zTXt" && len(text) > 0 { // after the method, of which there is one
		text = inflate(text[1:])
	}
	words := bytes.Fields(text)
	if len(words) < 3 {
		return kind, nil, true
	}
	data, err := hex.DecodeString(string(bytes.Join(words[2:], nil)))
	if err != nil || string(words[1]) != strconv.Itoa(len(data)) {
		return kind, nil, true
	}
	return kind, data, true
}

// addRaw takes the first block of EXIF and of XMP. Others are left out: a profile has a
// chunk of its own, and IPTC has no place in a PNG.
func (m *metadata) addRaw(kind string, data []byte) {
	switch exif, xmp := []byte(signExif), []byte(signXMP); {
	case m.exif == nil && (kind == "exif" || kind == "APP1" && bytes.HasPrefix(data, exif)):
		m.exif = bytes.TrimPrefix(data, exif)
	case m.xmp == nil && (kind == "xmp" || kind == "APP1" && bytes.HasPrefix(data, xmp)):
		m.xmp = bytes.TrimPrefix(data, xmp)
	}
}
