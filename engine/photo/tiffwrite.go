package photo

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"io"
	"slices"
)

// tiffStripSamples is the size of a strip before compression.
const tiffStripSamples = 1 << 20

// encodeTIFF writes RGB or RGBA strips of 8 or 16 bits a sample, deflated with
// the horizontal predictor, and the metadata. The encoder of x/image/tiff does
// none of the three.
func (p *Photo) encodeTIFF(ctx context.Context, w io.Writer, bits int) error {
	exif, ok := newTIFFStructure(p.meta.exif)
	if !ok {
		exif, _ = newTIFFStructure([]byte("II*\x00\x08\x00\x00\x00"))
	}
	rows := max(1, tiffStripSamples/(p.Width*p.channels()))
	strips := p.strips(ctx, rows, bits, exif.order)
	if err := ctx.Err(); err != nil {
		return err
	}
	head := p.tiffHead(exif, bits, rows, strips, 0) // its length does not depend on the offsets
	head = p.tiffHead(exif, bits, rows, strips, len(head))
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, s := range strips {
		if _, err := w.Write(s); err != nil {
			return err
		}
	}
	return nil
}

// tiffHead lays out the header and all directories; the strips follow at start.
func (p *Photo) tiffHead(exif tiffStructure, bits, rows int, strips [][]byte, start int) []byte {
	short := func(values ...int) (b []byte) {
		for _, v := range values {
			b = appendUint(b, exif.order, 2, v)
		}
		return b
	}
	long := func(values ...int) (b []byte) {
		for _, v := range values {
			b = appendUint(b, exif.order, 4, v)
		}
		return b
	}
	var offsets, lengths []int
	for _, s := range strips {
		offsets, lengths, start = append(offsets, start), append(lengths, len(s)), start+len(s)
	}
	budget := maxExif
	fields := append(p.meta.tiffDensity(exif.order), exif.fields(exif.first(), describing, &budget)...)
	fields = append(fields,
		field{tag: tagWidth, kind: typeLong, value: long(p.Width)},
		field{tag: tagHeight, kind: typeLong, value: long(p.Height)},
		field{tag: tagBits, kind: typeShort, value: short(slices.Repeat([]int{bits}, p.channels())...)},
		field{tag: tagCompression, kind: typeShort, value: short(tiffDeflate)},
		field{tag: tagPhotometric, kind: typeShort, value: short(tiffRGB)},
		field{tag: tagStripOffsets, kind: typeLong, value: long(offsets...)},
		field{tag: tagSamples, kind: typeShort, value: short(p.channels())},
		field{tag: tagRowsPerStrip, kind: typeLong, value: long(rows)},
		field{tag: tagStripBytes, kind: typeLong, value: long(lengths...)},
		field{tag: tagPlanarConfig, kind: typeShort, value: short(tiffInterleaved)},
		field{tag: tagPredictor, kind: typeShort, value: short(tiffDifferences)})
	if p.alpha != nil {
		fields = append(fields, field{tag: tagExtraSamples, kind: typeShort, value: short(tiffStraight)})
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
	parallel(len(out), func(i int) {
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
