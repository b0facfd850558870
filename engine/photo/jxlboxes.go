package photo

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/andybalholm/brotli"
)

// jxlContainer is how a file begins that has boxes; others are a codestream.
const jxlContainer = "\x00\x00\x00\x0cJXL \r\n\x87\n"

// jxlFile is what a file holds, or its head as far as that goes.
type jxlFile struct {
	stream    []byte // the beginning of the codestream
	exif, xmp []byte
}

// enoughJXL is how much of a codestream holds its head.
const enoughJXL = 1 << 12

// jxlFileOf looks for what is in the boxes of a file (ISO/IEC 18181-2).
func jxlFileOf(data []byte) (f jxlFile) {
	if !bytes.HasPrefix(data, []byte(jxlContainer)) {
		f.stream = data
		return f
	}
	for len(data) >= 8 {
		b, rest := firstBox(data)
		data = rest
		switch {
		case b.kind == "jxlc":
			f.stream = append(f.stream, b.data[:min(len(b.data), enoughJXL)]...)
		case b.kind == "jxlp" && len(b.data) >= 4 && len(f.stream) < enoughJXL: // behind its number
			f.stream = append(f.stream, b.data[4:min(len(b.data), 4+enoughJXL)]...)
		case b.kind == "brob" && len(b.data) >= 4:
			f.describe(string(b.data[:4]), unpackBrotli(b.data[4:]))
		default:
			f.describe(b.kind, b.data)
		}
	}
	return f
}

func (f *jxlFile) describe(kind string, data []byte) {
	switch {
	case kind == "Exif" && f.exif == nil:
		f.exif = heifExif(data)
	case kind == "xml " && f.xmp == nil:
		f.xmp = data
	}
}

// firstBox is the first box of data and what follows it. A box that is not all there has what is.
func firstBox(data []byte) (b box, rest []byte) {
	size, head := uint64(binary.BigEndian.Uint32(data)), 8
	b.kind = string(data[4:8])
	if size == 1 && len(data) >= 16 {
		size, head = binary.BigEndian.Uint64(data[8:]), 16
	}
	if size == 0 || size > uint64(len(data)) { // 0: to the end
		size = uint64(len(data))
	}
	end := max(int(size), head)
	b.data = data[min(head, len(data)):min(end, len(data))]
	return b, data[min(end, len(data)):]
}

// unpackBrotli unpacks what describes a picture; nil if that is damaged, or too much.
func unpackBrotli(packed []byte) []byte {
	data, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(packed)), maxProfile+1))
	if err != nil || len(data) > maxProfile {
		return nil
	}
	return data
}

// metadata is what a file says of its picture but for a profile. JPEG XL has its own way to turn it: EXIF's does not count.
func (f jxlFile) metadata(h jxlHead) metadata {
	m := metadata{turn: h.turn, exif: f.exif, xmp: f.xmp}
	h.sayColours(&m)
	return m
}

// jxlMetadata is metadata of a file, or its head.
func jxlMetadata(data []byte) metadata {
	f := jxlFileOf(data)
	h, err := parseJXL(f.stream)
	if err != nil {
		return metadata{exif: f.exif, xmp: f.xmp}
	}
	return f.metadata(h)
}
