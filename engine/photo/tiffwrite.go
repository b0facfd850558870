package photo

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"io"
	"slices"

	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/parallel"
	"afterrain/engine/photo/photoshop"
	"afterrain/engine/photo/tiff"
)

// tiffStripSamples is the size of a strip before compression.
const tiffStripSamples = 1 << 20

// encodeTIFF writes RGB or RGBA strips of 8 or 16 bits a sample, deflated with
// the horizontal predictor, and the metadata. The encoder of x/image/tiff does
// none of the three.
func (p *Photo) encodeTIFF(ctx context.Context, w io.Writer, bits int) error {
	exif := p.meta.structure()
	rows := max(1, tiffStripSamples/(p.Width*p.channels()))
	strips := p.strips(ctx, rows, bits, exif.Order)
	if err := ctx.Err(); err != nil {
		return err
	}
	return tiff.WriteParts(w, func(start int) []byte { return p.tiffHead(exif, bits, rows, strips, start) }, strips...)
}

// tiffHead lays out the header and all directories; the strips follow at start.
func (p *Photo) tiffHead(exif ifd.Structure, bits, rows int, strips [][]byte, start int) []byte {
	short := func(tag uint16, values ...int) ifd.Field { return ifd.Integers(tag, ifd.TypeShort, exif.Order, values) }
	long := func(tag uint16, values ...int) ifd.Field { return ifd.Integers(tag, ifd.TypeLong, exif.Order, values) }
	offsets, lengths := tiff.Places(start, strips)
	budget := ifd.MaxEXIF
	fields := append(p.meta.tiffDensity(exif.Order), exif.Fields(exif.First(), describing, &budget)...)
	fields = append(fields, long(ifd.TagWidth, p.Width), long(ifd.TagHeight, p.Height), short(ifd.TagBits, slices.Repeat([]int{bits}, p.channels())...),
		short(ifd.TagCompression, tiff.Deflate), short(ifd.TagPhotometric, tiff.RGB), long(ifd.TagStripOffsets, offsets...), short(ifd.TagSamples, p.channels()),
		long(ifd.TagRowsPerStrip, rows), long(ifd.TagStripBytes, lengths...), short(ifd.TagPlanarConfig, tiff.Interleaved), short(ifd.TagPredictor, tiff.Differences))
	if p.alpha != nil {
		fields = append(fields, short(ifd.TagExtraSamples, tiff.Straight))
	}
	iptc, resources := photoshop.SplitIPTC(p.meta.iptc) // in a TIFF file it has a tag of its own, where programs look for it
	for tag, blob := range map[uint16][]byte{ifd.TagICC: p.meta.icc, ifd.TagXMP: p.meta.wholeXMP(), ifd.TagIPTC: iptc, ifd.TagPhotoshop: resources} {
		if len(blob) > 0 {
			fields = append(fields, ifd.Field{Tag: tag, Kind: ifd.TypeUndefined, Value: blob})
		}
	}
	return exif.With(fields)
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
