package photo

import (
	"image"
	"image/color"

	"afterrain/engine/photo/parallel"
	"afterrain/engine/photo/ycbcr"
)

// depth is the number of bits a sample of a decoded image: 8 or 16.
func depth(img image.Image) int {
	switch img.(type) {
	case *image.Gray16, *image.RGBA64, *image.NRGBA64:
		return 16
	}
	return 8
}

// samples converts a decoded image into planar R, G, B from 0 to 1 and, if any
// pixel is transparent, alpha from 0 to 65535. Colours are not premultiplied.
func samples(img image.Image) (pix []float32, alpha []uint16) {
	switch img := img.(type) {
	case *image.YCbCr:
		return ycbcr.Samples(img, ycbcr.JFIF), nil
	case video:
		return ycbcr.Samples(img.YCbCr, ycbcr.BT601), img.transparency()
	}
	size := img.Bounds().Size()
	n := size.X * size.Y
	pix = make([]float32, 3*n)
	if translucent(img) {
		alpha = make([]uint16, n)
	}
	row := rowReader(img)
	parallel.Rows(size.Y, func(y int) {
		colours := make([]color.NRGBA64, size.X)
		row(y, colours)
		at := y * size.X
		for x, c := range colours {
			pix[at+x] = float32(c.R) / 0xffff
			pix[n+at+x] = float32(c.G) / 0xffff
			pix[2*n+at+x] = float32(c.B) / 0xffff
		}
		if alpha != nil {
			for x, c := range colours {
				alpha[at+x] = c.A
			}
		}
	})
	return pix, alpha
}

func translucent(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && !o.Opaque()
}

// rowReader returns a function that reads row y, counted from the image's top.
// An 8-bit sample v comes as 257*v, so v/255 and 257*v/65535 are one float.
func rowReader(img image.Image) func(y int, row []color.NRGBA64) {
	min := img.Bounds().Min
	switch img := img.(type) {
	case *image.NRGBA:
		return func(y int, row []color.NRGBA64) {
			for x := range row {
				c := img.NRGBAAt(min.X+x, min.Y+y)
				row[x] = color.NRGBA64{R: uint16(c.R) * 257, G: uint16(c.G) * 257, B: uint16(c.B) * 257, A: uint16(c.A) * 257}
			}
		}
	case *image.NRGBA64:
		return func(y int, row []color.NRGBA64) {
			for x := range row {
				row[x] = img.NRGBA64At(min.X+x, min.Y+y)
			}
		}
	case *image.Paletted:
		return palettedReader(img)
	case image.RGBA64Image:
		return func(y int, row []color.NRGBA64) {
			for x := range row {
				row[x] = straight(img.RGBA64At(min.X+x, min.Y+y))
			}
		}
	}
	return func(y int, row []color.NRGBA64) {
		for x := range row {
			row[x] = color.NRGBA64Model.Convert(img.At(min.X+x, min.Y+y)).(color.NRGBA64)
		}
	}
}

func palettedReader(img *image.Paletted) func(y int, row []color.NRGBA64) {
	palette := make([]color.NRGBA64, 256) // an index past the palette is black, as in image/png
	for i, c := range img.Palette {
		palette[i] = toNRGBA64(c)
	}
	min := img.Bounds().Min
	return func(y int, row []color.NRGBA64) {
		for x := range row {
			row[x] = palette[img.ColorIndexAt(min.X+x, min.Y+y)]
		}
	}
}

// toNRGBA64 keeps the colour of nearly transparent 8-bit palette entries, which
// color.NRGBA64Model rounds away.
func toNRGBA64(c color.Color) color.NRGBA64 {
	if c, ok := c.(color.NRGBA); ok {
		return color.NRGBA64{R: uint16(c.R) * 257, G: uint16(c.G) * 257, B: uint16(c.B) * 257, A: uint16(c.A) * 257}
	}
	return color.NRGBA64Model.Convert(c).(color.NRGBA64)
}

// straight undoes premultiplied alpha. Colours above alpha, which some programs write,
// are cut: the model's arithmetic would wrap around to dark ones.
func straight(c color.RGBA64) color.NRGBA64 {
	if c.A == 0xffff {
		return color.NRGBA64(c)
	}
	c.R, c.G, c.B = min(c.R, c.A), min(c.G, c.A), min(c.B, c.A)
	return color.NRGBA64Model.Convert(c).(color.NRGBA64)
}
