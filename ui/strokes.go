package ui

import (
	"image"
	"math"

	"afterrain/ui/render"
)

const (
	strokeSide   = 16 // px of a block, whose mean tells broad strokes from noise
	broadChanges = 3  // levels of 255: of fewer a view shows nothing for a while
)

// broadFirst tells whether all of a sight is shown restored already, of fewer pixels, and
// its broad strokes are others than the photo's, as where haze has gone: tiles without them would
// bring it back for a while.
func (f *proof) broadFirst(want sight) bool {
	for l := want.level + 1; l < len(f.before); l++ {
		up := l - want.level
		part := image.Rectangle{want.rect.Min, render.LevelSize(want.rect.Max, up)}
		part.Min.X, part.Min.Y = part.Min.X>>up, part.Min.Y>>up
		if len(f.missing(l, part)) == 0 {
			return strokes(f.before[l], f.works[f.set][l].img, part) > broadChanges
		}
	}
	return false
}

// strokes is how far apart the broad strokes of two pictures of one size are within r, in levels
// of 255: the root mean square over the blocks' means in red, green and blue.
func strokes(a, b *image.RGBA, r image.Rectangle) float64 {
	var sum float64
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y += strokeSide {
		for x := r.Min.X; x < r.Max.X; x += strokeSide {
			block := image.Rect(x, y, x+strokeSide, y+strokeSide).Intersect(r)
			was, is := blockMean(a, block), blockMean(b, block)
			for c := range was {
				sum += (is[c] - was[c]) * (is[c] - was[c])
			}
			n += 3
		}
	}
	return math.Sqrt(sum / float64(max(1, n)))
}

// blockMean is the mean of red, green and blue in every second row of r: half of them tell as much, in half a frame.
func blockMean(img *image.RGBA, r image.Rectangle) (mean [3]float64) {
	var sum [3]int
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		row := img.Pix[img.PixOffset(r.Min.X, y):img.PixOffset(r.Max.X, y)]
		for i := 0; i+4 <= len(row); i += 4 {
			sum[0], sum[1], sum[2] = sum[0]+int(row[i]), sum[1]+int(row[i+1]), sum[2]+int(row[i+2])
		}
		n += r.Dx()
	}
	for c := range mean {
		mean[c] = float64(sum[c]) / float64(n)
	}
	return mean
}
