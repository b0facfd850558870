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
	keptCoarse            = 2         // photos whose smaller ones are remembered: 24 bytes for each of their pixels
)

// reduction is how many times smaller the coarse photo is; 1 means that there is none.
func reduction(w, h int) int {
	return max(1, min(mostTimes, max(w, h)/leastLong, min(w, h)/leastShort))
}

// canvas is a canvas for p with the coarse photo that it needs, if any. The caller has the turn.
func (e *Engine) canvas(ctx context.Context, p *photo.Photo, g grid, area image.Rectangle, o Settings) (*canvas, error) {
	c := newCanvas(p, g, area)
	if c.coarse = e.coarse.get(p, o); c.coarse != nil {
		return c, nil
	}
	var err error
	if c.coarse, err = e.reduced(ctx, p); err != nil {
		return nil, err
	}
	if c.coarse != nil {
		e.coarse.put(p, o, c.coarse)
	}
	return c, nil
}

// reduced is p's coarse photo, nothing of it restored yet; nil if p is small. The error may be errSamples.
func (e *Engine) reduced(ctx context.Context, p *photo.Photo) (*coarse, error) {
	times := reduction(p.Width, p.Height)
	if times == 1 {
		return nil, nil
	}
	small := p.Reduced(ctx, times)
	err := checkSamples(ctx, small.Pix)
	if err != nil {
		return nil, err
	}
	c := newCanvas(small, e.grid(small.Width, small.Height), image.Rect(0, 0, small.Width, small.Height))
	if c.coarse, err = e.reduced(ctx, small); err != nil {
		return nil, err
	}
	return &coarse{times: times, canvas: c}, nil
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

// early runs tiles of c before those that they need of the coarse photo, so that there is
// something to see: finished is called for each as it is without, and once more when it has
// its broad strokes.
func (e *Engine) early(ctx context.Context, s *session, c *canvas, o Settings, tiles []int, finished func(int)) error {
	missing, last := c.missing(tiles), c.coarse
	if len(missing) > 0 {
		c.coarse, c.kept = nil, map[int][]float32{}
	}
	if err := e.tiles(ctx, s, c, o, tiles, func(_ *canvas, i int) { finished(i) }); err != nil || c.kept == nil {
		return err
	}
	if err := e.tiles(ctx, s, last.canvas, o, missing, func(*canvas, int) {}); err != nil {
		return err
	}
	clear(c.sum)
	for i, out := range c.kept {
		last.merge(c.grid, i, out)
		c.add(i, out)
	}
	for _, i := range tiles {
		finished(i)
	}
	return nil
}
