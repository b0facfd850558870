package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"maps"
	"slices"

	"afterrain/engine/photo/colour"
)

// JPEG markers, and the signatures at the start of their segments.
const (
	markerAPP0  = 0xe0
	markerAPP1  = 0xe1
	markerAPP2  = 0xe2
	markerAPP13 = 0xed
	markerAPP14 = 0xee
	markerSOF0  = 0xc0
	markerSOF2  = 0xc2 // progressive
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerDRI   = 0xdd
	markerRST0  = 0xd0
	markerCOM   = 0xfe

	signJFIF  = "JFIF\x00"
	signExif  = "Exif\x00\x00"
	signXMP   = "http://ns.adobe.com/xap/1.0/\x00"
	signXMPX  = "http://ns.adobe.com/xmp/extension/\x00"
	signICC   = "ICC_PROFILE\x00"
	signIPTC  = "Photoshop 3.0\x00"
	signAdobe = "Adobe"

	maxSegment = 0xffff - 2 // bytes of a segment without its length field
	maxJPEG    = 65500      // pixels a side: what encoders and decoders agree on
)

// segment is one marker segment of a JPEG file, without marker and length.
type segment struct {
	marker byte
	data   []byte
}

// segments lists the marker segments before the first scan. Stray bytes between them are passed
// over as image/jpeg does: it reads the photo, which must not lie on its side then.
func segments(data []byte) []segment {
	list, _ := header(data)
	return list
}

// header is segments, and the rest of the file from the marker of the first scan on.
func header(data []byte) (list []segment, rest []byte) {
	at := 2
	for at+4 <= len(data) {
		marker := data[at+1]
		restart := marker >= markerRST0 && marker < markerRST0+8
		if data[at] != 0xff || marker == 0xff || marker == 0 || restart { // not the beginning of a segment
			at++
			continue
		}
		n := int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == markerSOS || n < 2 || at+2+n > len(data) {
			break
		}
		list = append(list, segment{marker, data[at+4 : at+2+n]})
		at += 2 + n
	}
	return list, data[min(at, len(data)):]
}

// jpegMetadata collects the segments that describe the photo. The multi-picture
// index (MPF) is left out, because its other pictures are not copied.
func jpegMetadata(data []byte) metadata {
	var m metadata
	icc := map[byte][]byte{}
	for _, s := range segments(data) {
		switch {
		case s.is(markerAPP1, signExif) && m.exif == nil:
			m.exif = s.data[len(signExif):]
		case s.is(markerAPP1, signXMP) && m.xmp == nil:
			m.xmp = s.data[len(signXMP):]
		case s.is(markerAPP13, signIPTC):
			m.iptc = append(m.iptc, s.data[len(signIPTC):]...)
		case s.is(markerAPP2, signICC) && len(s.data) > len(signICC)+2:
			icc[s.data[len(signICC)]] = s.data[len(signICC)+2:]
		case s.is(markerAPP0, signJFIF) && len(s.data) >= 14:
			m.jfif = append(slices.Clone(s.data[:12]), 0, 0) // no thumbnail
		case s.is(markerAPP1, signXMPX), s.marker == markerCOM:
			m.jpeg = append(m.jpeg, segment{s.marker, slices.Clone(s.data)}) // not the whole file
		}
	}
	for _, number := range slices.Sorted(maps.Keys(icc)) { // from 1 on, and from 0 by some programs
		m.icc = append(m.icc, icc[number]...)
	}
	if m.icc == nil && exifAdobeRGB(m.exif) {
		m.icc = colour.AdobeRGB("Adobe RGB (EXIF)") // PNG and TIFF are not asked for what EXIF says
	}
	return m
}

func (s segment) is(marker byte, sign string) bool {
	return s.marker == marker && bytes.HasPrefix(s.data, []byte(sign))
}

// jpegSegments encodes the metadata as it stands after a file's first two bytes.
// A block that no JPEG segment can hold is left out.
func (m metadata) jpegSegments() []byte {
	var out []byte
	put := func(marker byte, parts ...[]byte) {
		body := slices.Concat(parts...)
		if len(body) <= maxSegment {
			out = append(out, 0xff, marker)
			out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
			out = append(out, body...)
		}
	}
	put(markerAPP0, m.jfifSegment())
	if m.exif != nil {
		put(markerAPP1, []byte(signExif), exifWithin(m.exif, maxSegment-len(signExif)))
	}
	if m.xmp != nil {
		for _, s := range xmpSegments(m.xmp) {
			put(s.marker, s.data)
		}
	}
	parts := slices.Collect(slices.Chunk(m.iptc, maxSegment-len(signIPTC)))
	for _, part := range parts {
		put(markerAPP13, []byte(signIPTC), part)
	}
	parts = slices.Collect(slices.Chunk(m.icc, maxSegment-len(signICC)-2))
	for i, part := range parts {
		put(markerAPP2, []byte(signICC), []byte{byte(i + 1), byte(len(parts))}, part)
	}
	for _, s := range m.jpeg {
		put(s.marker, s.data)
	}
	if text := m.pngText(pngComment); text != "" {
		put(markerCOM, []byte(text))
	}
	return out
}

// decodeJPEG reads what image/jpeg reads, files that lack nothing but the marker at their end,
// and four-component files without Adobe's marker. Those are CMYK with 0 for full ink, as Adobe's: programs that strip metadata take the
// marker away, and browsers read them so. (In a PDF it is the other way round.)
func decodeJPEG(data []byte) (image.Image, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if errors.Is(err, io.ErrUnexpectedEOF) && oneScan(data) {
		if whole := withEnd(data); whole != nil {
			return whole, nil
		}
	}
	if _, damaged := err.(jpeg.FormatError); damaged && progressiveRestarts(data) {
		return nil, jpeg.UnsupportedError("restart markers in a progressive file")
	}
	if _, unsupported := err.(jpeg.UnsupportedError); !unsupported || hasAdobe(data) {
		return img, err
	}
	adobe := []byte("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00")
	marked, err2 := jpeg.Decode(bytes.NewReader(slices.Concat(data[:2], adobe, data[2:])))
	if _, ok := marked.(*image.CMYK); err2 != nil || !ok {
		return nil, err
	}
	return marked, nil
}

// withEnd is the picture of a file that lacks nothing but the marker at its end, perhaps with zeros behind it, else nil: not of a copy that was broken off
// and has zeros where the rest should be. Those are colours too, grey from there on.
func withEnd(data []byte) image.Image {
	const own = 8 // zeros that may be the picture's
	end := min(len(data), len(bytes.TrimRight(data, "\x00"))+own)
	whole, err := jpeg.Decode(io.MultiReader(bytes.NewReader(data[:end]), bytes.NewReader([]byte{0xff, markerEOI})))
	if err != nil {
		return nil
	}
	return whole
}

// progressiveRestarts tells of a progressive file with restart markers. image/jpeg takes a sound
// one for damaged: in a scan of one colour it does not count the blocks, but the squares of
// several blocks that scans of all colours have.
func progressiveRestarts(data []byte) bool {
	list := segments(data)
	progressive := slices.ContainsFunc(list, func(s segment) bool { return s.marker == markerSOF2 })
	return progressive && slices.ContainsFunc(list, func(s segment) bool { return s.marker == markerDRI })
}

// oneScan tells of a file whose first scan has all colours in full. Of others, progressive ones as
// a rule, a scan may be missing that nobody misses.
func oneScan(data []byte) bool {
	list, scan := header(data)
	at := slices.IndexFunc(list, func(s segment) bool { return s.marker == markerSOF0 || s.marker == markerSOF0+1 })
	const count = 5 // place of the number of colours
	return at >= 0 && len(list[at].data) > count && len(scan) > 4 && scan[4] == list[at].data[count]
}

func hasAdobe(data []byte) bool {
	return slices.ContainsFunc(segments(data), func(s segment) bool { return s.is(markerAPP14, signAdobe) })
}
