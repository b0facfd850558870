package tiff

import (
	"encoding/binary"
	"fmt"
	"image"
	"slices"

	"afterrain/engine/photo/ifd"
)

// Values of TIFF tags (TIFF 6.0; Adobe's technical notes 1 to 3 for Photoshop and TIFF).
const (
	Plain, Fax3, Fax4, LZW, JPEG  = 1, 3, 4, 5, 7 // compressions
	Deflate, OldDeflate, PackBits = 8, 32946, 32773

	WhiteIsZero, BlackIsZero, RGB, Paletted = 0, 1, 2, 3 // photometric interpretations
	CMYK, YCbCr, Lab                        = 5, 6, 8

	Interleaved, Planes               = 1, 2 // planar configurations
	Differences, FloatDifferences     = 2, 3 // predictors: to the left neighbour
	Unspecified, Associated, Straight = 0, 1, 2
	Unsigned, Float, Untyped          = 1, 3, 4 // sample formats

	LastFirst = 2 // fill order
)

const (
	mostSamples    = 64       // of a pixel
	mostRow        = 64 << 20 // bytes of a row of a strip
	mostTileBeyond = 1024     // pixels that a tile may be wider or higher than the picture
)

// layout is how a TIFF file stores the samples of its first picture.
type layout struct {
	ifd.Structure
	main          ifd.Directory
	width, height int // pixels
	samples       int // of a pixel
	bits          int // of a sample
	float         bool
	colour        uint32 // photometric interpretation
	alpha         int    // which sample is transparency; -1 if none is
	associated    bool   // colours are multiplied by it
	compression   uint32
	predictor     uint32
	planes        int // how often the blocks come: once, or for each sample
	blockW        int // pixels of a strip or a tile
	blockH        int
	tiled         bool
}

// newLayout reads how the first picture is stored, and refuses what could not be read right.
func newLayout(t ifd.Structure) (layout, error) {
	l := layout{Structure: t, main: t.First(), planes: 1, alpha: -1}
	l.width, l.height = l.one(ifd.TagWidth, 0), l.one(ifd.TagHeight, 0)
	if l.width < 1 || l.height < 1 {
		return l, fmt.Errorf("size %d x %d", l.width, l.height)
	}
	bits := l.Numbers(l.main, ifd.TagBits)
	l.bits, l.samples = l.one(ifd.TagBits, 1), l.one(ifd.TagSamples, max(1, len(bits)))
	l.float = l.one(ifd.TagSampleFormat, Unsigned) == Float
	l.compression, l.predictor = uint32(l.one(ifd.TagCompression, Plain)), uint32(l.one(ifd.TagPredictor, 1))
	if !l.differences() {
		l.predictor = 1 // which has no meaning then
	}
	l.colour = uint32(l.one(ifd.TagPhotometric, -1))
	if l.one(ifd.TagPlanarConfig, Interleaved) == Planes {
		l.planes = l.samples
	}
	if err := l.refuse(bits); err != nil {
		return l, err
	}
	l.alpha, l.associated = l.transparency()
	return l, l.setBlocks()
}

// one is the first number of a tag, or what it is if the tag is missing.
func (l layout) one(tag uint16, otherwise int) int {
	if list := l.Numbers(l.main, tag); len(list) > 0 {
		return int(list[0])
	}
	return otherwise
}

// differences tells of compressions that a predictor may go with.
func (l layout) differences() bool {
	return slices.Contains([]uint32{LZW, Deflate, OldDeflate}, l.compression)
}

// colours is the number of samples of a pixel that are no extra ones.
func (l layout) colours() int {
	if l.colour == RGB || l.colour == YCbCr {
		return 3
	}
	return 1
}

// transparency finds the first extra sample that is called so. Others, such as a stored selection, are passed over.
func (l layout) transparency() (sample int, associated bool) {
	for i, kind := range l.Numbers(l.main, ifd.TagExtraSamples) {
		if sample = l.colours() + i; sample < l.samples && (kind == Associated || kind == Straight) {
			return sample, kind == Associated
		}
	}
	return -1, false
}

// setBlocks reads how large strips or tiles are.
func (l *layout) setBlocks() error {
	l.blockW, l.blockH = l.width, l.one(ifd.TagRowsPerStrip, l.height)
	if _, l.tiled = l.main.Find(ifd.TagTileWidth); l.tiled {
		l.blockW, l.blockH = l.one(ifd.TagTileWidth, 0), l.one(ifd.TagTileHeight, 0)
		if l.blockW > l.width+mostTileBeyond || l.blockH > l.height+mostTileBeyond {
			return fmt.Errorf("its tiles are %d x %d pixels large", l.blockW, l.blockH)
		}
	} else if l.blockH > l.height {
		l.blockH = l.height
	}
	if l.blockW < 1 || l.blockH < 1 {
		return fmt.Errorf("its strips or tiles are %d x %d pixels large", l.blockW, l.blockH)
	}
	return nil
}

// sampleOrder is the byte order of samples: the file's, but that of differences between floats is their own.
func (l layout) sampleOrder() binary.ByteOrder {
	if l.predictor == FloatDifferences {
		return binary.BigEndian
	}
	return l.Order
}

// Config reads the size of a TIFF file's first picture.
func Config(data []byte) (image.Config, error) {
	t, _ := ifd.Parse(data)
	l, err := newLayout(t)
	return image.Config{Width: l.width, Height: l.height}, err
}
