package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
)

// encodeDNG writes a negative as DNG: first a small picture of it, as file managers want one, then the samples as the sensor would have
// measured them, had it had each colour at each pixel: linear, without white balance, 16 bits, black at 0. What brightness
// and white balance the camera would give it stands in tags.
func (p *Photo) encodeDNG(ctx context.Context, w io.Writer) error {
	exif, ok := newTIFFStructure(p.meta.exif)
	if !ok {
		exif, _ = newTIFFStructure([]byte("II*\x00\x08\x00\x00\x00"))
	}
	small, err := p.preview(ctx)
	if err != nil {
		return err
	}
	rows := min(max(1, tiffStripSamples/(3*p.Width)), p.Height) // more than there are is an error to darktable
	head := p.dngHead(exif, small, rows, 0)                     // its length does not depend on the offsets
	head = p.dngHead(exif, small, rows, len(head))
	if _, err := w.Write(append(head, small.data...)); err != nil {
		return err
	}
	back := p.negative.linear()
	strip := make([]byte, 6*p.Width*rows)
	for top := 0; top < p.Height; top += rows {
		n := min(rows, p.Height-top)
		Parallel(n, func(from, to int) {
			for y := from; y < to; y++ {
				p.measured(strip[6*p.Width*y:][:6*p.Width], top+y, back, exif.order)
			}
		})
		if _, err := w.Write(strip[:6*p.Width*n]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// measured fills a row of the file with row y: 16 bits a sample, interleaved.
func (p *Photo) measured(row []byte, y int, back *curve16, order binary.ByteOrder) {
	for c := range 3 {
		full := float32(0xffff / p.negative.sensor.Balance[c])
		for x, v := range p.Pix[(c*p.Height+y)*p.Width:][:p.Width] {
			order.PutUint16(row[6*x+2*c:], uint16(min(back.at(v)*full, 0xffff)+0.5))
		}
	}
}

// dngHead lays out the header and all directories; the small picture and then the strips of so many rows follow at start.
func (p *Photo) dngHead(exif tiffStructure, small smallJPEG, rows, start int) []byte {
	short := func(tag uint16, values ...int) field { return numbers(tag, typeShort, exif.order, values) }
	long := func(tag uint16, values ...int) field { return numbers(tag, typeLong, exif.order, values) }
	var offsets, lengths []int
	for top, at := 0, start+len(small.data); top < p.Height; top += rows {
		length := 6 * p.Width * min(rows, p.Height-top)
		offsets, lengths, at = append(offsets, at), append(lengths, length), at+length
	}
	raw := []field{long(tagSubfileType, 0), long(tagWidth, p.Width), long(tagHeight, p.Height), short(tagBits, 16, 16, 16), short(tagCompression, 1),
		short(tagPhotometric, rawLinear), long(tagStripOffsets, offsets...), short(tagSamples, 3), long(tagRowsPerStrip, rows), long(tagStripBytes, lengths...),
		short(tagPlanarConfig, tiffInterleaved), short(tagBlackLevel, 0, 0, 0), long(tagWhiteLevel, 0xffff, 0xffff, 0xffff)}
	budget := maxExif
	fields := append(p.meta.tiffDensity(exif.order), exif.fields(exif.first(), describing, &budget)...)
	fields = append(fields, long(tagSubfileType, tiffReduced), long(tagWidth, small.width), long(tagHeight, small.height), short(tagBits, 8, 8, 8),
		short(tagCompression, tiffJPEG), short(tagPhotometric, tiffYCbCr), long(tagStripOffsets, start), short(tagSamples, 3), long(tagRowsPerStrip, small.height),
		long(tagStripBytes, len(small.data)), short(tagPlanarConfig, tiffInterleaved), short(tagOrientation, 1), field{tag: tagSubIFDs, kind: typeLong, sub: raw},
		field{tag: tagDNGVersion, kind: typeByte, value: []byte{1, 4, 0, 0}}, field{tag: tagDNGBackward, kind: typeByte, value: []byte{1, 1, 0, 0}})
	fields = append(fields, p.negative.colours(exif.order)...)
	iptc, _ := splitIPTC(p.meta.iptc)
	for tag, blob := range map[uint16][]byte{tagXMP: p.meta.wholeXMP(), tagIPTC: iptc} {
		if len(blob) > 0 {
			fields = append(fields, field{tag: tag, kind: typeUndefined, value: blob})
		}
	}
	return exif.with(fields)
}

// numbers is a field of SHORTs or LONGs.
func numbers(tag, kind uint16, order binary.ByteOrder, values []int) field {
	f := field{tag: tag, kind: kind}
	for _, v := range values {
		f.value = appendUint(f.value, order, int(typeSize(kind)), v)
	}
	return f
}

// smallJPEG is the small picture in a DNG file.
type smallJPEG struct {
	width, height int
	data          []byte
}

const (
	previewSide    = 1024 // px, at most, the longer one
	previewQuality = 85
)

// preview develops the negative for a small picture: in sRGB, with the brightness and contrast that the camera gave it.
func (p *Photo) preview(ctx context.Context) (smallJPEG, error) {
	q := p.Reduced(ctx, (max(p.Width, p.Height)+previewSide-1)/previewSide)
	if err := ctx.Err(); err != nil {
		return smallJPEG{}, err
	}
	p.negative.develop(q)
	if p.negative.shown != nil {
		q.toneAs(p.negative.shown)
	}
	var out bytes.Buffer
	err := q.encodeJPEG(ctx, &out, previewQuality)
	return smallJPEG{q.Width, q.Height, out.Bytes()}, err
}

// develop takes samples of the negative's kind to sRGB. What is brighter than the least sensitive colour can be is white.
func (n *latent) develop(q *Photo) {
	planes := q.rows(q.Pix, 0, q.Height)
	white := 1.0
	for _, b := range n.sensor.Balance {
		white = min(white, b)
	}
	for i := range planes[0] {
		var v [3]float64
		for c := range v {
			v[c] = min(n.tone.decoded(float64(planes[c][i])), white) * n.tone.gain
		}
		for c, to := range n.sensor.SRGB {
			planes[c][i] = float32(min(max(toSRGB(to[0]*v[0]+to[1]*v[1]+to[2]*v[2]), 0), 1))
		}
	}
}
