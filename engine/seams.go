package engine

import (
	"context"

	"afterrain/engine/photo"
)

// Seams tell how much the tiles of a restored photo show. All are samples of 0 to 1.
type Seams struct {
	Mean, Max float64 // difference between the photo in tiles and in one piece, under one decision
	Steps             // at the borders of its tiles
	Coarse    Steps   // at those of its coarse photos, where they lie in the photo; of a small one all are 0
}

// Steps are how far apart the pixels on both sides of the borders of tiles are on average, over the width of
// their seam: in tiles, the same in the middle of the tiles on both sides, and at the borders' places in the
// photo in one piece.
type Steps struct{ Border, Interior, Whole float64 }

// Seams restores p in tiles and in one piece, which takes memory by the size of
// the photo, and compares them. Of a large photo the coarse ones are in tiles and in one piece, too.
func (e *Engine) Seams(ctx context.Context, p *photo.Photo, s Settings) (Seams, error) {
	if err := check(p, s); err != nil {
		return Seams{}, err
	}
	var grids []grid // of p and its coarse photos, as they are in the end: a device that fails may leave smaller tiles
	tiled, err := e.restore(ctx, p, s, func(w, h int) grid {
		if w == p.Width {
			grids = nil
		}
		grids = append(grids, e.grid(w, h))
		return grids[len(grids)-1]
	}, nil)
	if err != nil {
		return Seams{}, err
	}
	again := p.WithPix(p.Pix) // of which no coarse photo is known, and the same is decided
	whole, err := e.restore(ctx, again, s, e.model.onePiece, nil)
	if err != nil {
		return Seams{}, err
	}
	d := tiled.DistanceTo(whole)
	found := Seams{Mean: d.Mean, Max: d.Max, Steps: stepsAt(grids[:1], tiled, whole)}
	found.Coarse = stepsAt(grids[1:], tiled, whole)
	return found, nil
}

// onePiece is the grid of a photo that is one tile.
func (m manifest) onePiece(w, h int) grid {
	m.Tile, m.fixed = ceil(max(w, h)+m.Halo, m.Multiple)*m.Multiple, false
	return m.grid(w, h)
}

// stepsAt are the steps at the borders of the tiles of some grids, of the photo or coarse ones.
func stepsAt(grids []grid, tiled, whole *photo.Photo) Steps {
	var border, interior, inOne steps
	for _, g := range grids {
		border.over(g, tiled, 0)
		inOne.over(g, whole, 0)
		interior.over(g, tiled, -0.5)
		interior.over(g, tiled, 0.5)
	}
	return Steps{border.mean(), interior.mean(), inOne.mean()}
}

// steps sums up how much samples change from one side of a seam to the other.
type steps struct {
	sum float64
	n   int
}

func (s *steps) mean() float64 { return s.sum / float64(max(s.n, 1)) }

// over adds the steps of p over the width of g's seams, all moved to the right and down by a part of a tile. g may be
// of a smaller photo.
func (s *steps) over(g grid, p *photo.Photo, moved float64) {
	w, h := p.Width, p.Height
	for _, seam := range g.x.moved(moved, ceil(w, g.x.n)) {
		for row := range 3 * h {
			s.add(p.Pix[row*w:][:w], seam, 1)
		}
	}
	for _, seam := range g.y.moved(moved, ceil(h, g.y.n)) {
		for column := range 3 * w {
			s.add(p.Pix[column/w*w*h+column%w:][:w*(h-1)+1], seam, w)
		}
	}
}

// moved are the seams, moved by a part of the distance of two tiles, in a photo so many times as large.
func (a axis) moved(part float64, times int) []span {
	var list []span
	for i, s := range a.seams {
		by := int(part * float64(a.starts[i+1]-a.starts[i]))
		list = append(list, span{(s.from + by) * times, (s.to + by) * times})
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
