package engine

import (
	"context"
	"image"

	"afterrain/engine/photo"
)

// A streak of rain on a photo of many megapixels is wider than any that the network has
// learned, and of the haze a tile shows next to nothing. So a large photo is restored at a
// fraction of its size as well, and that decides on the broad strokes: the mean of every
// block of pixels. The fine strokes are those of the photo itself. They are put together
// as the levels of a Laplacian pyramid (Burt and Adelson 1983), tile by tile; the smaller
// photo may have a smaller one in turn. What was measured is in models/MEASURED.md.
type coarse struct {
	times  int     // the photo's pixels across one of the smaller photo's
	canvas *canvas // the smaller photo, restored as far as somebody wanted it

	// What merge needs for a tile, kept for the next: of thousands of tiles it would be garbage of hundreds of megabytes.
	changes, line []float32
	across, down  []between
}

const (
	leastLong, leastShort = 640, 320 // pixels that the smaller photo has at least
	mostTimes             = 4
	slight                = 3.0 / 255 // a change of the broad strokes that is taken by half
	keptCoarse            = 4         // photos, large and half large, whose smaller ones are remembered: 24 bytes for each of their pixels
)

// Reduction is how many pixels of a photo of w x h lie across one of the smaller photo that
// it takes its broad strokes from; 1 means that it has none.
func Reduction(w, h int) int {
	return max(1, min(mostTimes, max(w, h)/leastLong, min(w, h)/leastShort))
}

// canvas is a canvas for p with the coarse photo that it needs, if any, both on grids by on. The caller has the turn.
func (e *Engine) canvas(ctx context.Context, p *photo.Photo, on gridFunc, area image.Rectangle, o Settings) (*canvas, error) {
	c := newCanvas(p, on(p.Width, p.Height), area)
	var err error
	c.coarse, err = e.coarseOf(ctx, p, on, o)
	return c, err
}

// coarseOf is p's coarse photo, with what is restored of it; nil if p is small. The
// grid is by on if it is not known yet. The error may be errSamples.
func (e *Engine) coarseOf(ctx context.Context, p *photo.Photo, on gridFunc, o Settings) (*coarse, error) {
	if b := e.coarse.get(p, o); b != nil {
		e.reduced.renew(p, b.canvas.photo)
		return b, nil
	}
	small := e.Reduced(ctx, p)
	if small == nil {
		return nil, ctx.Err()
	}
	if err := checkSamples(ctx, small.Pix); err != nil {
		return nil, err
	}
	c, err := e.canvas(ctx, small, on, image.Rect(0, 0, small.Width, small.Height), o)
	if err != nil {
		return nil, err
	}
	b := &coarse{times: Reduction(p.Width, p.Height), canvas: c}
	e.coarse.put(p, o, b)
	return b, nil
}

// missing lists the tiles of the coarse photo that tiles of c want and that nobody has
// restored yet.
func (c *canvas) missing(tiles []int) []int {
	if c.coarse == nil {
		return nil
	}
	var list []int
	below := c.coarse.canvas
	for _, i := range below.grid.touching(c.coarse.within(c.grid.reach(tiles))) {
		if !below.done[i] {
			list = append(list, i)
		}
	}
	return list
}

// steps is how many tiles are to be restored for some tiles of c, those of the coarse photo
// included.
func (c *canvas) steps(tiles []int) int {
	n := len(tiles)
	if missing := c.missing(tiles); len(missing) > 0 {
		n += c.coarse.canvas.steps(missing)
	}
	return n
}

// within are the coarse photo's pixels that have a part in some of the photo.
func (b *coarse) within(r image.Rectangle) image.Rectangle {
	return image.Rect(r.Min.X/b.times, r.Min.Y/b.times, ceil(r.Max.X, b.times), ceil(r.Max.Y, b.times))
}
