package photo

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"afterrain/engine/photo/photoshop"
)

// PNG had no place for EXIF once, and has none for IPTC: ImageMagick put them into texts, as
// ExifTool and programs with Exiv2, such as GIMP and darktable, still do.

const (
	rawKeyword = "Raw profile type "
	rawIPTC    = "iptc"
	rawLine    = 36 // bytes of the block in a line
)

// rawProfile reads a block that stands in a text chunk as a line for people, a length and
// lines of hexadecimal digits. ok is false for another text; data is nil if it is damaged.
func rawProfile(c chunk) (kind string, data []byte, ok bool) {
	keyword, text, _ := bytes.Cut(c.data, []byte{0})
	kind, ok = strings.CutPrefix(string(keyword), rawKeyword)
	if !ok {
		return "", nil, false
	}
	if c.kind == "zTXt" && len(text) > 0 { // after the method, of which there is one
		text = inflate(text[1:])
	}
	_, block, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n"), []byte("\n"))
	words := bytes.Fields(block)
	if len(words) < 2 {
		return kind, nil, true
	}
	data, err := hex.DecodeString(string(bytes.Join(words[1:], nil)))
	if err != nil || string(words[0]) != strconv.Itoa(len(data)) {
		return kind, nil, true
	}
	return kind, data, true
}

// rawText is the data of a zTXt chunk that rawProfile reads.
func rawText(kind string, data []byte) []byte {
	text := fmt.Appendf(nil, "\n%s\n%8d\n", kind, len(data))
	for line := range slices.Chunk(data, rawLine) {
		text = fmt.Appendf(text, "%x\n", line)
	}
	return slices.Concat([]byte(rawKeyword+kind+"\x00\x00"), deflate(text))
}

// addRaw takes the first block of EXIF, of XMP and of IPTC, which may stand among
// Photoshop's resources. Others are left out: a profile has a chunk of its own.
func (m *metadata) addRaw(kind string, data []byte) {
	switch exif, xmp := []byte(signExif), []byte(signXMP); {
	case m.exif == nil && (kind == "exif" || kind == "APP1" && bytes.HasPrefix(data, exif)):
		m.exif = bytes.TrimPrefix(data, exif)
	case m.xmp == nil && (kind == "xmp" || kind == "APP1" && bytes.HasPrefix(data, xmp)):
		m.xmp = bytes.TrimPrefix(data, xmp)
	case (kind == rawIPTC || kind == "8bim") && bytes.HasPrefix(data, []byte(photoshop.Sign)):
		if m.iptc == nil {
			m.iptc = data
		}
	case kind == rawIPTC:
		m.iptc = photoshop.WithIPTC(m.iptc, data)
	}
}
