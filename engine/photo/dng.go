package photo

import (
	"bytes"
	"context"
	"io"
	"slices"

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/parallel"
	"afterrain/engine/photo/photoshop"
	"afterrain/engine/photo/tiff"
)

// encodeDNG writes a negative as DNG: first a small picture of it, as file managers want one, then the samples as the sensor would have
// measured them, had it had each colour at each pixel: linear, without white balance, 16 bits, black at 0. What brightness
// and white balance the camera would give it stands in tags.
func (p *Photo) encodeDNG(ctx context.Context, w io.Writer) error {
	exif := p.meta.structure()
	small, err := p.preview(ctx)
	if err != nil {
		return err
	}
	tiles := p.dngTiles(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	head := func(start int) []byte { return p.dngHead(exif, small, tiles, start) }
	return tiff.WriteParts(w, head, append([][]byte{small.data}, tiles...)...)
}

// dngTile is the longest side of a tile, px.
const dngTile = 512

// dngTiling is the size of the photo's tiles, px, and how many there are in a row and in a column.
func (p *Photo) dngTiling() (width, height, across, down int) {
	const unit = 16 // that sizes of tiles are multiples of
	side := func(n int) int { return min(dngTile, (n+unit-1)/unit*unit) }
	width, height = side(p.Width), side(p.Height)
	return width, height, (p.Width + width - 1) / width, (p.Height + height - 1) / height
}

// dngTiles packs the samples. After ctx is done they are arbitrary.
func (p *Photo) dngTiles(ctx context.Context) [][]byte {
	width, height, across, down := p.dngTiling()
	tiles := make([][]byte, across*down)
	back := p.negative.linear()
	parallel.Rows(len(tiles), func(i int) {
		if ctx.Err() != nil {
			return
		}
		pix := make([]uint16, 3*width*height)
		left, top := i%across*width, i/across*height
		for y := range height {
			p.measured(pix[3*width*y:][:3*width], left, min(top+y, p.Height-1), back)
		}
		tiles[i] = bytes.Clone(tiff.LosslessJPEG(pix, width))
	})
	return tiles
}

// measured fills pix with row y from x = left on, interleaved; beyond the photo its last pixel goes on.
func (p *Photo) measured(pix []uint16, left, y int, back *curve16) {
	size := p.Width * p.Height
	for x := range len(pix) / 3 {
		i := y*p.Width + min(left+x, p.Width-1)
		now := [3]float64{float64(back.at(p.Pix[i])), float64(back.at(p.Pix[size+i])), float64(back.at(p.Pix[2*size+i]))}
		for c, v := range p.negative.measured(i, size, now) {
			pix[3*x+c] = uint16(v*0xffff + 0.5)
		}
	}
}

// dngHead lays out the header and all directories; the small picture and then the tiles follow at start.
func (p *Photo) dngHead(exif ifd.Structure, small smallJPEG, tiles [][]byte, start int) []byte {
	short := func(tag uint16, values ...int) ifd.Field { return ifd.Integers(tag, ifd.TypeShort, exif.Order, values) }
	long := func(tag uint16, values ...int) ifd.Field { return ifd.Integers(tag, ifd.TypeLong, exif.Order, values) }
	offsets, lengths := tiff.Places(start+len(small.data), tiles)
	width, height, _, _ := p.dngTiling()
	raw := []ifd.Field{long(ifd.TagSubfileType, 0), long(ifd.TagWidth, p.Width), long(ifd.TagHeight, p.Height), short(ifd.TagBits, 16, 16, 16), short(ifd.TagCompression, tiff.JPEG),
		short(ifd.TagPhotometric, rawLinear), short(ifd.TagSamples, 3), short(ifd.TagPlanarConfig, tiff.Interleaved), long(ifd.TagTileWidth, width), long(ifd.TagTileHeight, height),
		long(ifd.TagTileOffsets, offsets...), long(ifd.TagTileBytes, lengths...), short(tagBlackLevel, 0, 0, 0), long(tagWhiteLevel, 0xffff, 0xffff, 0xffff)}
	budget := ifd.MaxEXIF
	fields := append(p.meta.tiffDensity(exif.Order), exif.Fields(exif.First(), describing, &budget)...)
	fields = append(fields, long(ifd.TagSubfileType, tiff.Reduced), long(ifd.TagWidth, small.width), long(ifd.TagHeight, small.height), short(ifd.TagBits, 8, 8, 8),
		short(ifd.TagCompression, tiff.JPEG), short(ifd.TagPhotometric, tiff.YCbCr), long(ifd.TagStripOffsets, start), short(ifd.TagSamples, 3), long(ifd.TagRowsPerStrip, small.height),
		long(ifd.TagStripBytes, len(small.data)), short(ifd.TagPlanarConfig, tiff.Interleaved), short(ifd.TagOrientation, 1), ifd.Field{Tag: tagSubIFDs, Kind: ifd.TypeLong, Sub: raw},
		ifd.Field{Tag: ifd.TagDNGVersion, Kind: ifd.TypeByte, Value: []byte{1, 4, 0, 0}}, ifd.Field{Tag: tagDNGBackward, Kind: ifd.TypeByte, Value: []byte{1, 1, 0, 0}})
	fields = append(fields, p.negative.colours(exif.Order)...)
	iptc, _ := photoshop.SplitIPTC(p.meta.iptc)
	for tag, blob := range map[uint16][]byte{ifd.TagXMP: p.meta.wholeXMP(), ifd.TagIPTC: iptc} {
		if len(blob) > 0 {
			fields = append(fields, ifd.Field{Tag: tag, Kind: ifd.TypeUndefined, Value: blob})
		}
	}
	return exif.With(fields)
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
	planes := q.Rows(q.Pix, 0, q.Height)
	white := slices.Min(n.sensor.Balance[:])
	gain := n.view[0][0] + n.view[0][1] + n.view[0][2] // of white
	for i := range planes[0] {
		var v [3]float64
		for c := range v {
			v[c] = n.tone.decoded(float64(planes[c][i]))
		}
		v = n.back.Times(v)
		for c := range v {
			v[c] = gain * min(v[c], white)
		}
		for c, light := range n.sensor.SRGB.Times(v) {
			planes[c][i] = float32(min(max(colour.ToSRGB(light), 0), 1))
		}
	}
}
