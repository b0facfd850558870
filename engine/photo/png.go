package photo

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
)

const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	pngXMP       = "XML:com.adobe.xmp\x00"
	pngHeaderLen = len(pngSignature) + 25 // signature and IHDR

	maxProfile = 16 << 20 // bytes of an ICC profile or XMP packet after decompression
)

// chunk is one chunk of a PNG file, without length and checksum.
type chunk struct {
	kind string
	data []byte
}

// clone lets go of the file's bytes around the chunk.
func (c chunk) clone() chunk { return chunk{c.kind, slices.Clone(c.data)} }

// chunks lists a PNG file's chunks as far as they are whole.
func chunks(data []byte) []chunk {
	var list []chunk
	for at := len(pngSignature); at+12 <= len(data); {
		n := int64(binary.BigEndian.Uint32(data[at:]))
		if n > int64(len(data)-at-12) {
			break
		}
		list = append(list, chunk{string(data[at+4 : at+8]), data[at+8 : at+8+int(n)]})
		at += 12 + int(n)
	}
	return list
}

// checkPNG refuses animations, of which the decoder would read one picture.
func checkPNG(data []byte) error {
	for _, c := range chunks(data) {
		if c.kind == "acTL" && len(c.data) == 8 && binary.BigEndian.Uint32(c.data) > 1 {
			return fmt.Errorf("%w: an animated PNG; save the picture that you mean in a file of its own", ErrKind)
		}
	}
	return nil
}

// pngEnd is the last chunk of a PNG file.
const pngEnd = "\x00\x00\x00\x00IEND\xae\x42\x60\x82"

// decodePNG decodes a picture, and one whose file lacks nothing but chunks after its pixels, the last one too.
func decodePNG(data []byte) (image.Image, error) {
	img, err := png.Decode(bytes.NewReader(data))
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		return img, err
	}
	end := len(pngSignature)
	for _, c := range chunks(data) {
		end += 12 + len(c.data)
	}
	whole, wrong := png.Decode(io.MultiReader(bytes.NewReader(data[:end]), strings.NewReader(pngEnd)))
	if wrong != nil {
		return nil, err
	}
	return whole, nil
}

// pngMetadata collects the chunks that describe the photo. Texts that hold EXIF, XMP or IPTC
// count where there is no chunk for it: they repeat it, or are all there is.
func pngMetadata(data []byte) metadata {
	var m, texts metadata
	for _, c := range chunks(data) {
		switch c.kind {
		case "eXIf":
			m.exif = bytes.TrimPrefix(c.data, []byte(signExif)) // which does not belong there
		case "iCCP":
			m.icc = inflateProfile(c.data)
		case "iTXt":
			if bytes.HasPrefix(c.data, []byte(pngXMP)) {
				m.xmp = xmpText(c.data[len(pngXMP):])
				continue
			}
			m.png = append(m.png, c.clone())
		case "tEXt", "zTXt":
			if kind, data, ok := rawProfile(c); ok {
				texts.addRaw(kind, data)
				continue
			}
			m.png = append(m.png, c.clone())
		case "pHYs", "gAMA", "cHRM", "sRGB", "cICP", "mDCV", "cLLI", "tIME":
			m.png = append(m.png, c.clone())
		}
	}
	if m.exif == nil {
		m.exif = texts.exif
	}
	if m.xmp == nil {
		m.xmp = texts.xmp
	}
	m.iptc = texts.iptc
	if m.icc == nil {
		var ok bool
		m.icc, ok = pngProfile(m.png)
		m.onlyPNG = !ok
	}
	return m
}

// inflateProfile reads an iCCP chunk: name, 0, method 0, zlib stream.
func inflateProfile(data []byte) []byte {
	_, stream, ok := bytes.Cut(data, []byte{0})
	if !ok || len(stream) < 1 || stream[0] != 0 {
		return nil
	}
	return inflate(stream[1:])
}

func inflate(data []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil || len(out) > maxProfile {
		return nil
	}
	return out
}

// xmpText reads an iTXt chunk after its keyword: compression flag and method,
// language, translated keyword, text.
func xmpText(data []byte) []byte {
	if len(data) < 2 {
		return nil
	}
	parts := bytes.SplitN(data[2:], []byte{0}, 3)
	switch {
	case len(parts) < 3:
		return nil
	case data[0] == 1:
		return inflate(parts[2])
	}
	return parts[2]
}

// pngChunks encodes the metadata as it stands after a file's header chunk.
func (m metadata) pngChunks() []byte {
	var out []byte
	put := func(kind string, data []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		at := len(out)
		out = append(append(out, kind...), data...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
	}
	if m.exif != nil {
		put("eXIf", m.exif)
	}
	if m.icc != nil {
		put("iCCP", slices.Concat([]byte("ICC profile\x00\x00"), deflate(m.icc)))
	}
	if d := m.pngDensity(); d != nil {
		put("pHYs", d)
	}
	for _, c := range m.png {
		put(c.kind, c.data)
	}
	if text := m.comments(); text != nil {
		put("iTXt", text)
	}
	if len(m.iptc) > 0 {
		put("zTXt", rawText(rawIPTC, m.iptc))
	}
	if xmp := m.wholeXMP(); xmp != nil {
		put("iTXt", slices.Concat([]byte(pngXMP), []byte{0, 0, 0, 0}, xmp))
	}
	return out
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(data) // a bytes.Buffer takes everything
	w.Close()
	return b.Bytes()
}
