package photo

import (
	"image"
	"slices"

	"afterrain/engine/photo/parallel"
)

// coding is how luma and chroma, in levels of 0 to top, make red, green and blue.
type coding struct {
	top, grey    float32 // the level of white, and of chroma that is none
	black, luma  float32 // the level of black, and what a level of luma counts
	r, gb, gr, b float32 // what a level of chroma adds to red and blue, and takes from green
}

// jfif is the coding of JPEG (JFIF 1.02, section 7).
var jfif = coding{top: 255, grey: 128, luma: 1, r: 1.402, gb: 0.344136, gr: 0.714136, b: 1.772}

// bt601 is the coding of WebP, as of video: luma from 16 to 235, chroma from 16 to 240 (ITU-R BT.601).
var bt601 = coding{top: 255, grey: 128, black: 16, luma: 255. / 219, r: 1.402 * 255 / 224, gb: 0.344136 * 255 / 224, gr: 0.714136 * 255 / 224, b: 1.772 * 255 / 224}

// video is a decoded picture whose planes are those of video, with transparency
// beside them where the picture has any.
type video struct {
	*image.YCbCr
	alpha  []uint8 // 0 to 255, stride from row to row; nil if the picture is opaque
	stride int
}

// transparency is the alpha plane, 0 to 65535, nil if all is opaque.
func (v video) transparency() []uint16 {
	if !slices.ContainsFunc(v.alpha, func(a uint8) bool { return a < 255 }) {
		return nil
	}
	size := v.Rect.Size()
	alpha := make([]uint16, 0, size.X*size.Y)
	for y := range size.Y {
		for _, a := range v.alpha[y*v.stride:][:size.X] {
			alpha = append(alpha, uint16(a)*257)
		}
	}
	return alpha
}

// channels are the planes of luma and chroma of a picture.
type channels[T uint8 | uint16] struct {
	w, h             int // of the picture
	y, cb, cr        []T
	yStride, cStride int // from row to row
	sx, sy           int // pixels a sample of chroma, across and down
}

func ycbcrSamples(img *image.YCbCr, by coding) []float32 {
	sx, sy := subsampling(img.SubsampleRatio)
	return channels[uint8]{img.Rect.Dx(), img.Rect.Dy(), img.Y, img.Cb, img.Cr, img.YStride, img.CStride, sx, sy}.samples(by)
}

// samples converts luma and chroma into planar R, G, B from 0 to 1. Chroma of lower resolution is interpolated, as other
// photo programs do and image.YCbCr does not: without it, edges of colour come
// as blocks of two pixels.
func (p channels[T]) samples(by coding) []float32 {
	w, h := p.w, p.h
	pix := make([]float32, 3*w*h)
	across := newTaps(w, p.sx)
	down := newTaps(h, p.sy)
	parallel.Rows(h, func(y int) {
		luma := p.y[y*p.yStride:][:w]
		t := down[y]
		b0, b1 := p.cb[t.a*p.cStride:], p.cb[t.b*p.cStride:]
		r0, r1 := p.cr[t.a*p.cStride:], p.cr[t.b*p.cStride:]
		red, green, blue := pix[y*w:][:w], pix[(h+y)*w:][:w], pix[(2*h+y)*w:][:w]
		for x, u := range across {
			cb := u.of(mix(t, b0[u.a], b1[u.a]), mix(t, b0[u.b], b1[u.b])) - by.grey
			cr := u.of(mix(t, r0[u.a], r1[u.a]), mix(t, r0[u.b], r1[u.b])) - by.grey
			yy := (float32(luma[x]) - by.black) * by.luma
			red[x] = by.unit(yy + by.r*cr)
			green[x] = by.unit(yy - by.gb*cb - by.gr*cr)
			blue[x] = by.unit(yy + by.b*cb)
		}
	})
	return pix
}

// unit turns a level into 0 to 1, cutting what lies outside.
func (c coding) unit(v float32) float32 { return max(0, min(1, v/c.top)) }

// subsampling is the number of pixels a chroma sample, across and down.
func subsampling(r image.YCbCrSubsampleRatio) (sx, sy int) {
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
