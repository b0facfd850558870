package render

import (
	"image"
	"image/color"
	"math"

	"afterrain/engine/photo/parallel"
	"afterrain/engine/photo/protect"
)

// This file is protect.Apply for rows of 8-bit pixels on their way to the screen.

// guard knows where the photo stays as it was, in the device pixels of a box. A copy for each
// goroutine reads the mask on its own.
type guard struct {
	mask *protect.Mask
	x, y []float64 // middles of the device pixels, in pixels of the photo
	line *protect.Line
	was  []uint8
}

func newGuard(v Viewport, box image.Rectangle, m *protect.Mask) *guard {
	o := v.Origin()
	return &guard{mask: m, x: middles(box.Min.X-o.X, box.Dx(), v.Zoom), y: middles(box.Min.Y-o.Y, box.Dy(), v.Zoom)}
}

// middles are the middles of n device pixels, the first of them start pixels into the photo; far
// zoomed in those of the photo's pixels that are shown as squares.
func middles(start, n int, zoom float64) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = (float64(start+i) + 0.5) / zoom
		if zoom >= nearestFrom {
			p[i] = math.Round(p[i]-0.5) + 0.5
		}
	}
	return p
}

// ready returns a copy for one goroutine.
func (g *guard) ready() *guard {
	c := *g
	c.line, c.was = g.mask.Across(g.x), make([]uint8, 4*len(g.x))
	return &c
}

// keep brings back the photo, which under draws, in row y of the box as far as it is protected.
func (g *guard) keep(dst []uint8, under sampler, y int) {
	weights, from, to := g.line.At(g.y[y])
	if from >= to {
		return
	}
	under.x = under.x[from:to]
	under.row(g.was, y)
	for i, w := range weights[from:to] {
		if share := share256(w); share > 0 {
			at := 4 * (from + i)
			pack(dst[at:], lerp(spread(dst, int32(at)), spread(g.was, int32(4*i)), share))
		}
	}
}

// share256 is a weight of a mask in 1/256.
func share256(w uint32) uint32 { return (w + 128) >> 8 }

// tintShare is how much of the tint lies over what is wholly protected, in 1/256.
const tintShare = 60

// What lies over what is protected is red, as the film that retouchers masked with, but green on a photo that
// is red itself, as under the lights of a dance floor.
var (
	colorTint    = color.NRGBA{0xff, 0x28, 0x28, 0xff}
	colorTintToo = color.NRGBA{0x28, 0xff, 0x28, 0xff}
)

// TintFor is the colour that is seen on a photo, of which img is a level.
func TintFor(img *image.RGBA) color.NRGBA {
	var far, farToo int // from the photo's pixels
	for i := 0; i+4 <= len(img.Pix); i += 4 {
		far += apart(img.Pix[i:], colorTint)
		farToo += apart(img.Pix[i:], colorTintToo)
	}
	if 5*farToo > 6*far { // so are two of a hundred photos
		return colorTintToo
	}
	return colorTint
}

// apart is how far a colour is from a pixel's, in levels of red, green and blue.
func apart(p []uint8, c color.NRGBA) int {
	far := func(a, b uint8) int { return int(max(a, b) - min(a, b)) }
	return far(p[0], c.R) + far(p[1], c.G) + far(p[2], c.B)
}

// Tint lays a colour over what is protected, while the brush is out.
func Tint(dst *image.RGBA, v Viewport, m *protect.Mask, c color.NRGBA) {
	box := v.frame().Intersect(dst.Rect)
	if v.Empty() || box.Empty() || m == nil {
		return
	}
	g := newGuard(v, box, m)
	over := spread([]uint8{c.R, c.G, c.B, 255}, 0)
	parallel.Parts(box.Dy(), func(y0, y1 int) {
		line := m.Across(g.x)
		for y := y0; y < y1; y++ {
			row := dst.Pix[dst.PixOffset(box.Min.X, box.Min.Y+y):]
			weights, from, to := line.At(g.y[y])
			for i := from; i < to; i++ {
				pack(row[4*i:], lerp(spread(row, int32(4*i)), over, weights[i]*tintShare>>16))
			}
		}
	})
}
