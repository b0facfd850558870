package tiff

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"slices"

	"afterrain/engine/photo/ycbcr"
)

// app14 marks the segment with a word of Adobe's of a JPEG's colours.
const app14 = 0xee

// openJPEG decodes a block that is a JPEG without tables, which stand once for all (Adobe's technical note 2, 1995).
// The tags tell which colours it has.
func (f file) openJPEG(data []byte, h int) (io.Reader, error) {
	file := f.jpegFile(data)
	size, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if size.Width != f.blockW || size.Height < h || size.Height > f.blockH {
		return nil, fmt.Errorf("a part of %d x %d pixels has %d x %d", f.blockW, h, size.Width, size.Height)
	}
	img, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	n := f.samples / f.planes
	switch img := img.(type) {
	case *image.Gray:
		if n == 1 {
			return pixelBytes(size, n, func(x, y, _ int) byte { return img.Pix[y*img.Stride+x] }), nil
		}
	case *image.RGBA:
		if n == 3 && f.colour == RGB {
			return pixelBytes(size, n, func(x, y, c int) byte { return img.Pix[y*img.Stride+4*x+c] }), nil
		}
	case *image.YCbCr:
		if n == 3 && f.colour == YCbCr {
			pix := ycbcr.Samples(img, ycbcr.JFIF)
			level := func(x, y, c int) byte { return byte(pix[(c*size.Height+y)*size.Width+x]*255 + 0.5) }
			return pixelBytes(size, n, level), nil
		}
	}
	return nil, UnsupportedError("with unusual colours in its JPEGs; save it with LZW or ZIP")
}

// pixelBytes lays out samples as they stand in a block, n to a pixel.
func pixelBytes(size image.Config, n int, level func(x, y, c int) byte) io.Reader {
	out := make([]byte, 0, size.Width*size.Height*n)
	for y := range size.Height {
		for x := range size.Width {
			for c := range n {
				out = append(out, level(x, y, c))
			}
		}
	}
	return bytes.NewReader(out)
}

// jpegFile is a block with the tables before it and a word of its colours, as a file of its own.
func (f file) jpegFile(data []byte) []byte {
	ycbcr := byte(0)
	if f.colour == YCbCr {
		ycbcr = 1
	}
	adobe := []byte{0xff, 0xd8, 0xff, app14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, ycbcr}
	tables := f.tables
	if len(tables) >= 4 {
		tables = tables[2 : len(tables)-2] // without the marks of its beginning and end
	}
	return slices.Concat(adobe, tables, data[min(2, len(data)):])
}
