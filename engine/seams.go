package engine

import (
	"context"

	"afterrain/engine/photo"
)

// Seams tell how much the tiles of a restored photo show. All are samples of 0 to 1.
type Seams struct {
	Mean, Max float64 // difference between the photo in tiles and in one piece, under one decision
	Border    float64 // mean step across the border of two tiles, over the width of their seam
	Interior  float64 // the same in the middle of the tiles on both sides
	Whole     float64 // the same at the borders' places in the photo in one piece
}

// Seams restores p in tiles and in one piece, which takes memory by the size of
// the photo, and compares them.
func (e *Engine) Seams(ctx context.Context, p *photo.Photo, s Settings) (Seams, error) {
	if err := check(p, s); err != nil {
		return Seams{}, err
	}
	var g grid // as it is in the end: a device that fails may leave smaller tiles
	tiled, err := e.restore(ctx, p, s, func() grid { g = e.grid(p.Width, p.Height); return g }, nil)
	if err != nil {
		return Seams{}, err
	}
	one := e.model
	one.Tile = ceil(max(p.Width, p.Height)+one.Halo, one.Multiple) * one.Multiple
	whole, err := e.restore(ctx, p, s, func() grid { return one.grid(p.Width, p.Height) }, nil)
	if err != nil {
		return Seams{}, err
	}
	d := tiled.DistanceTo(whole)
	found := Seams{Mean: d.Mean, Max: d.Max}
	found.Border, found.Whole = g.steps(tiled, 0), g.steps(whole, 0)
	found.Interior = (g.steps(tiled, -0.5) + g.steps(tiled, 0.5)) / 2
	return found, nil
}

// steps sums up how much samples change from one side of a seam to the other.
type steps struct {
	sum float64
	n   int
}

func (s *steps) mean() float64 { return s.sum / float64(max(s.n, 1)) }

// steps is the mean step of p over the seams' width, all seams moved to the right
// and down by a part of a tile.
func (g grid) steps(p *photo.Photo, moved float64) float64 {
	var s steps
	w, h := p.Width, p.Height
	for _, seam := range g.x.moved(moved) {
		for row := range 3 * h {
			s.add(p.Pix[row*w:][:w], seam, 1)
		}
	}
	for _, seam := range g.y.moved(moved) {
		for column := range 3 * w {
			s.add(p.Pix[column/w*w*h+column%w:][:w*(h-1)+1], seam, w)
		}
	}
	return s.mean()
}

// moved are the seams, moved by a part of the distance of two tiles.
func (a axis) moved(part float64) []span {
	var list []span
	for i, s := range a.seams {
		by := int(part * float64(a.starts[i+1]-a.starts[i]))
		list = append(list, span{s.from + by, s.to + by})
	}
	return list
}

// sideWidth is how many pixels beside a seam stand for that side.
const sideWidth = 4

// add compares the pixels before a seam with those behind it; pixels of the line
// are stride samples apart.
func (s *steps) add(line []float32, seam span, stride int) {
	if seam.from < sideWidth || (seam.to+sideWidth-1)*stride >= len(line) {
		return
	}
	var d float64
	for i := range sideWidth {
		d += float64(line[(seam.to+i)*stride] - line[(seam.from-1-i)*stride])
	}
	s.sum += max(d, -d) / sideWidth
	s.n++
}
