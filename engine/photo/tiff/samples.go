package tiff

import (
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"math"

	"afterrain/engine/photo/ifd"
)

// undo adds up differences of a row of n samples a pixel. spare is as long as row.
func (l layout) undo(row, spare []byte, n int) {
	switch {
	case l.predictor == FloatDifferences:
		addBytes(row, n)
		copy(spare, row)
		size := l.bits / 8 // first bytes of all samples come first, the highest ones
		values := len(row) / size
		for i := range values {
			for b := range size {
				row[i*size+b] = spare[b*values+i]
			}
		}
	case l.predictor != Differences:
	case l.bits == 8:
		addBytes(row, n)
	case l.bits == 16:
		for i := 2 * n; i+1 < len(row); i += 2 {
			l.Order.PutUint16(row[i:], l.Order.Uint16(row[i:])+l.Order.Uint16(row[i-2*n:]))
		}
	default:
		for i := 4 * n; i+3 < len(row); i += 4 {
			l.Order.PutUint32(row[i:], l.Order.Uint32(row[i:])+l.Order.Uint32(row[i-4*n:]))
		}
	}
}

func addBytes(row []byte, n int) {
	for i := n; i < len(row); i++ {
		row[i] += row[i-n]
	}
}

// level reads sample i of a row as 0 to 255 where samples have 8 bits at most, else as 0 to 65535.
func (l layout) level(order binary.ByteOrder) func(row []byte, i int) uint32 {
	most := uint32(1)<<l.bits - 1
	switch {
	case l.float && l.bits == 16:
		return func(row []byte, i int) uint32 { return floatLevel(half(order.Uint16(row[2*i:]))) }
	case l.float:
		return func(row []byte, i int) uint32 { return floatLevel(math.Float32frombits(order.Uint32(row[4*i:]))) }
	case l.bits == 8:
		return func(row []byte, i int) uint32 { return uint32(row[i]) }
	case l.bits == 16:
		return func(row []byte, i int) uint32 { return uint32(order.Uint16(row[2*i:])) }
	case l.colour == Paletted:
		return func(row []byte, i int) uint32 { return packed(row, i, l.bits) }
	case l.bits < 8:
		return func(row []byte, i int) uint32 { return (packed(row, i, l.bits)*0xff + most/2) / most }
	}
	return func(row []byte, i int) uint32 { return (packed(row, i, l.bits)*0xffff + most/2) / most }
}

// packed is sample i of so many bits, up to 16, the first one in the highest.
func packed(row []byte, i, bits int) uint32 {
	at, v := i*bits, uint32(0)
	for j := range 3 {
		v <<= 8
		if at/8+j < len(row) {
			v |= uint32(row[at/8+j])
		}
	}
	return v >> (24 - at%8 - bits) & (1<<bits - 1)
}

// canvas is an image that samples are put into.
type canvas struct {
	image    image.Image
	pix      []byte
	stride   int // bytes of a row
	channels int // bytes or pairs of bytes of a pixel
	deep     bool
	level    func(row []byte, i int) uint32
	targets  [][]int // the channels that each sample goes to
	negative int     // so many samples are darkest where they are highest
}

func (l layout) newCanvas() (canvas, error) {
	c := canvas{deep: l.bits > 8, level: l.level(l.sampleOrder()), targets: make([][]int, l.samples), channels: 1}
	area := image.Rect(0, 0, l.width, l.height)
	grey := l.colours() == 1
	if grey && l.alpha < 0 {
		c.targets[0] = []int{0}
	} else {
		c.channels = 4
		for s := range 3 {
			from := min(s, l.colours()-1)
			c.targets[from] = append(c.targets[from], s)
		}
	}
	if l.alpha >= 0 {
		c.targets[l.alpha] = []int{3}
	}
	if l.colour == WhiteIsZero {
		c.negative = 1
	}
	if l.colour == Paletted {
		palette, err := l.palette()
		img := image.NewPaletted(area, palette)
		c.image, c.pix, c.stride = img, img.Pix, img.Stride
		return c, err
	}
	c.fill(area, l.alpha >= 0 && !l.associated)
	return c, nil
}

// fill makes the image, opaque.
func (c *canvas) fill(area image.Rectangle, straight bool) {
	switch {
	case c.channels == 1 && c.deep:
		img := image.NewGray16(area)
		c.image, c.pix, c.stride = img, img.Pix, img.Stride
	case c.channels == 1:
		img := image.NewGray(area)
		c.image, c.pix, c.stride = img, img.Pix, img.Stride
	case c.deep:
		img := image.NewNRGBA64(area)
		c.image, c.pix, c.stride = img, img.Pix, img.Stride
		if !straight {
			c.image = &image.RGBA64{Pix: img.Pix, Stride: img.Stride, Rect: area}
		}
	default:
		img := image.NewNRGBA(area)
		c.image, c.pix, c.stride = img, img.Pix, img.Stride
		if !straight {
			c.image = &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: area}
		}
	}
	if c.channels == 4 {
		for i := range c.pix {
			c.pix[i] = 0xff
		}
	}
}

// put stores w samples from (x, y) on: those at place s of n in a row's pixels. All in all it is sample
// number sample.
func (c canvas) put(x, y, w int, row []byte, s, n, sample int) {
	most := uint32(0xff)
	if c.deep {
		most = 0xffff
	}
	for _, channel := range c.targets[sample] {
		for i := range w {
			v := c.level(row, i*n+s)
			if sample < c.negative {
				v = most - v
			}
			if at := (x+i)*c.channels + channel; c.deep {
				binary.BigEndian.PutUint16(c.pix[y*c.stride+2*at:], uint16(v))
			} else {
				c.pix[y*c.stride+at] = byte(v)
			}
		}
	}
}

// palette reads the colours that samples are numbers of. Some programs write them with 8 bits.
func (l layout) palette() (color.Palette, error) {
	list, n := l.Numbers(l.main, ifd.TagPalette), 1<<l.bits
	if len(list) < 3*n {
		return nil, errors.New("its table of colours is not whole")
	}
	scale := uint16(257)
	for _, v := range list[:3*n] {
		if v > 0xff {
			scale = 1
		}
	}
	palette := make(color.Palette, n)
	for i := range palette {
		palette[i] = color.RGBA64{R: uint16(list[i]) * scale, G: uint16(list[n+i]) * scale, B: uint16(list[2*n+i]) * scale, A: 0xffff}
	}
	return palette, nil
}
