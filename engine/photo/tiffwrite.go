package photo

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"io"
	"slices"

	"afterrain/engine/photo/parallel"
)

// tiffStripSamples is the size of a strip before compression.
const tiffStripSamples = 1 << 20

// encodeTIFF writes RGB or RGBA strips of 8 or 16 bits a sample, deflated with
// the horizontal predictor, and the metadata. The encoder of x/image/tiff does
// none of the three.
func (p *Photo) encodeTIFF(ctx context.Context, w io.Writer, bits int) error {
	exif := p.meta.structure()
	rows := max(1, tiffStripSamples/(p.Width*p.channels()))
	strips := p.strips(ctx, rows, bits, exif.order)
	if err := ctx.Err(); err != nil {
		return err
	}
	return writeParts(w, func(start int) []byte { return p.tiffHead(exif, bits, rows, strips, start) }, strips...)
}

// writeParts writes a TIFF file: a head with directories that tell where the parts are, which follow at start, and the parts.
func writeParts(w io.Writer, head func(start int) []byte, parts ...[]byte) error {
	start := len(head(0)) // which does not depend on where they are
	for _, part := range append([][]byte{head(start)}, parts...) {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// places are the offsets and the lengths of parts that follow each other at start.
func places(start int, parts [][]byte) (offsets, lengths []int) {
	for _, part := range parts {
		offsets, lengths, start = append(offsets, start), append(lengths, len(part)), start+len(part)
	}
	return offsets, lengths
}

// numbers is a field of SHORTs or LONGs.
func numbers(tag, kind uint16, order binary.ByteOrder, values []int) field {
	f := field{tag: tag, kind: kind}
	for _, v := range values {
		f.value = appendUint(f.value, order, int(typeSize(kind)), v)
	}
	return f
}

// tiffHead lays out the header and all directories; the strips follow at start.
func (p *Photo) tiffHead(exif tiffStructure, bits, rows int, strips [][]byte, start int) []byte {
	short := func(tag uint16, values ...int) field { return numbers(tag, typeShort, exif.order, values) }
	long := func(tag uint16, values ...int) field { return numbers(tag, typeLong, exif.order, values) }
	offsets, lengths := places(start, strips)
	budget := maxExif
	fields := append(p.meta.tiffDensity(exif.order), exif.fields(exif.first(), describing, &budget)...)
	fields = append(fields, long(tagWidth, p.Width), long(tagHeight, p.Height), short(tagBits, slices.Repeat([]int{bits}, p.channels())...),
		short(tagCompression, tiffDeflate), short(tagPhotometric, tiffRGB), long(tagStripOffsets, offsets...), short(tagSamples, p.channels()),
		long(tagRowsPerStrip, rows), long(tagStripBytes, lengths...), short(tagPlanarConfig, tiffInterleaved), short(tagPredictor, tiffDifferences))
	if p.alpha != nil {
		fields = append(fields, short(tagExtraSamples, tiffStraight))
	}
	iptc, resources := splitIPTC(p.meta.iptc) // in a TIFF file it has a tag of its own, where programs look for it
	for tag, blob := range map[uint16][]byte{tagICC: p.meta.icc, tagXMP: p.meta.wholeXMP(), tagIPTC: iptc, tagPhotoshop: resources} {
		if len(blob) > 0 {
			fields = append(fields, field{tag: tag, kind: typeUndefined, value: blob})
		}
	}
	return exif.with(fields)
}

// strips encodes the samples, rows of them in a strip. After ctx is done they are arbitrary.
func (p *Photo) strips(ctx context.Context, rows, bits int, order binary.ByteOrder) [][]byte {
	out := make([][]byte, (p.Height+rows-1)/rows)
	parallel.Rows(len(out), func(i int) {
		if ctx.Err() != nil {
			return
		}
		var b bytes.Buffer
		z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed) // the only error is an unknown level
		row := make([]byte, p.Width*p.channels()*bits/8)
		for y := i * rows; y < min((i+1)*rows, p.Height) && ctx.Err() == nil; y++ {
			p.tiffRow(row, y, bits, order)
			z.Write(row) // a bytes.Buffer takes everything
		}
		z.Close()
		out[i] = bytes.Clone(b.Bytes()) // without what the buffer has grown beyond it
	})
	return out
}

// tiffRow encodes row y, interleaved, each sample as the difference to the same
// colour one pixel to the left.
func (p *Photo) tiffRow(row []byte, y, bits int, order binary.ByteOrder) {
	channels := p.channels()
	high, low := 0, 1 // where the bytes of a 16-bit sample go
	if order == binary.LittleEndian {
		high, low = 1, 0
	}
	for c := range channels {
		left := 0
		for x := range p.Width {
			v := p.level(c, y*p.Width+x, bits)
			if at := x*channels + c; bits == 8 {
				row[at] = byte(v - left)
			} else {
				row[2*at+high], row[2*at+low] = byte((v-left)>>8), byte(v-left)
			}
			left = v
		}
	}
}

// appendUint appends the low bytes of v: two or four.
func appendUint(b []byte, order binary.ByteOrder, size, v int) []byte {
	var buf [4]byte
	if size == 2 {
		order.PutUint16(buf[:], uint16(v))
	} else {
		order.PutUint32(buf[:], uint32(v))
	}
	return append(b, buf[:size]...)
}
