// Package ycbcr turns pictures of luma and chroma into red, green and blue.
package ycbcr

import (
	"image"

	"afterrain/engine/photo/parallel"
)

// Coding is how luma and chroma, in levels of 0 to top, make red, green and blue.
type Coding struct {
	top, Grey    float32 // the level of white, and of chroma that is none
	black, luma  float32 // the level of black, and what a level of luma counts
	r, gb, gr, b float32 // what a level of chroma adds to red and blue, and takes from green
}

// JFIF is the coding of JPEG (JFIF 1.02, section 7).
var JFIF = Coding{top: 255, Grey: 128, luma: 1, r: 1.402, gb: 0.344136, gr: 0.714136, b: 1.772}

// BT601 is the coding of WebP, as of video: luma from 16 to 235, chroma from 16 to 240 (ITU-R BT.601).
var BT601 = Coding{top: 255, Grey: 128, black: 16, luma: 255. / 219, r: 1.402 * 255 / 224, gb: 0.344136 * 255 / 224, gr: 0.714136 * 255 / 224, b: 1.772 * 255 / 224}

// H273 is the coding by a matrix of ITU-T H.273 (table 4), from all levels or those of video. It tells whether it knows the matrix.
func H273(matrix int, full bool, bits int) (c Coding, known bool) {
	shares, known := map[int][2]float64{1: {0.2126, 0.0722}, 2: {0.299, 0.114}, 4: {0.30, 0.11}, 5: {0.299, 0.114}, 6: {0.299, 0.114}, 7: {0.212, 0.087}, 9: {0.2627, 0.0593}}[matrix]
	top, step := float64(uint(1)<<bits-1), float64(uint(1)<<(bits-8))
	c = Coding{top: float32(top), Grey: float32(128 * step), luma: 1}
	chroma := 1.0
	if !full {
		c.black, c.luma, chroma = float32(16*step), float32(top/(219*step)), top/(224*step)
	}
	red, blue := shares[0], shares[1]
	green := 1 - red - blue
	r, b := 2*(1-red)*chroma, 2*(1-blue)*chroma
	c.r, c.b, c.gr, c.gb = float32(r), float32(b), float32(r*red/green), float32(b*blue/green)
	return c, known
}

// Channels are the planes of luma and chroma of a picture.
type Channels[T uint8 | uint16] struct {
	W, H             int // of the picture
	Y, Cb, Cr        []T
	YStride, CStride int // from row to row
	Sx, Sy           int // pixels a sample of chroma, across and down
}

// Samples converts a picture into planar R, G, B from 0 to 1.
func Samples(img *image.YCbCr, by Coding) []float32 {
	sx, sy := Subsampling(img.SubsampleRatio)
	return Channels[uint8]{img.Rect.Dx(), img.Rect.Dy(), img.Y, img.Cb, img.Cr, img.YStride, img.CStride, sx, sy}.Samples(by)
}

// Samples converts luma and chroma into planar R, G, B from 0 to 1. Chroma of lower resolution is interpolated, as other
// photo programs do and image.YCbCr does not: without it, edges of colour come
// as blocks of two pixels.
func (p Channels[T]) Samples(by Coding) []float32 {
	w, h := p.W, p.H
	pix := make([]float32, 3*w*h)
	across := newTaps(w, p.Sx)
	down := newTaps(h, p.Sy)
	parallel.Rows(h, func(y int) {
		luma := p.Y[y*p.YStride:][:w]
		t := down[y]
		b0, b1 := p.Cb[t.a*p.CStride:], p.Cb[t.b*p.CStride:]
		r0, r1 := p.Cr[t.a*p.CStride:], p.Cr[t.b*p.CStride:]
		red, green, blue := pix[y*w:][:w], pix[(h+y)*w:][:w], pix[(2*h+y)*w:][:w]
		for x, u := range across {
			cb := u.of(mix(t, b0[u.a], b1[u.a]), mix(t, b0[u.b], b1[u.b])) - by.Grey
			cr := u.of(mix(t, r0[u.a], r1[u.a]), mix(t, r0[u.b], r1[u.b])) - by.Grey
			yy := (float32(luma[x]) - by.black) * by.luma
			red[x] = by.unit(yy + by.r*cr)
			green[x] = by.unit(yy - by.gb*cb - by.gr*cr)
			blue[x] = by.unit(yy + by.b*cb)
		}
	})
	return pix
}

// unit turns a level into 0 to 1, cutting what lies outside.
func (c Coding) unit(v float32) float32 { return max(0, min(1, v/c.top)) }

// Level turns a level of luma into 0 to 1.
func (c Coding) Level(v uint16) float32 { return c.unit((float32(v) - c.black) * c.luma) }

// Subsampling is the number of pixels a chroma sample, across and down.
func Subsampling(r image.YCbCrSubsampleRatio) (sx, sy int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

// taps are the two samples around a pixel and the share of the second.
type taps struct {
	a, b int
	part float32
}

func (t taps) of(a, b float32) float32 { return a + t.part*(b-a) }

func mix[T uint8 | uint16](t taps, a, b T) float32 { return t.of(float32(a), float32(b)) }

// newTaps finds the samples for n pixels, scale pixels a sample. A sample stands
// in the middle of its pixels; beyond the first and last it goes on unchanged.
func newTaps(n, scale int) []taps {
	list := make([]taps, n)
	last := (n+scale-1)/scale - 1
	for i := range list {
		twice := 2*i + 1 - scale // position times 2*scale, from the first sample's middle
		a := max(0, twice/(2*scale))
		if twice < 0 {
			continue
		}
		list[i] = taps{min(a, last), min(a+1, last), float32(twice-a*2*scale) / float32(2*scale)}
	}
	return list
}
