package engine

import (
	"context"

	"afterrain/engine/photo"
)

// Seams tell how much the tiles of a restored photo show. All are samples of 0 to 1.
type Seams struct {
	Mean, Max float64 // difference between the photo in tiles and in one piece, under one decision
	Border    float64 // mean step across the border of two tiles, over the width of their seam
	Interior  float64 // the same inside of tiles, as far from their borders as can be
	Borders   int     // borders between tiles
}

// Seams restores p in tiles and in one piece, which takes memory by the size of
// the photo, and compares them.
func (e *Engine) Seams(ctx context.Context, p *photo.Photo, s Settings) (Seams, error) {
	tiled, err := e.Restore(ctx, p, s, nil)
	if err != nil {
		return Seams{}, err
	}
	one := e.model
	one.Tile = ceil(max(p.Width, p.Height)+one.Halo, one.Multiple) * one.Multiple
	whole, err := e.restore(ctx, p, s, one.grid(p.Width, p.Height), nil)
	if err != nil {
		return Seams{}, err
	}
	var found Seams
	found.Mean, found.Max = apart(tiled.Pix, whole.Pix)
	g := e.model.grid(p.Width, p.Height)
	var border, interior steps
	border.across(tiled, g.x.seams, 0)
	border.down(tiled, g.y.seams, 0)
	interior.across(tiled, g.x.seams, g.x.tile/2)
	interior.down(tiled, g.y.seams, g.y.tile/2)
	found.Border, found.Interior, found.Borders = border.mean(), interior.mean(), len(g.x.seams)+len(g.y.seams)
	return found, nil
}

// apart is the mean and the largest distance between samples.
func apart(a, b []float32) (mean, largest float64) {
	for i, v := range a {
		d := float64(v - b[i])
		mean, largest = mean+max(d, -d), max(largest, d, -d)
	}
	return mean / float64(len(a)), largest
}

// steps sums up how much samples change from one side of a seam to the other.
type steps struct {
	sum float64
	n   int
}

func (s *steps) mean() float64 { return s.sum / float64(max(s.n, 1)) }

// across looks at seams that run from top to bottom, moved to the right by so
// many pixels. Each row of a plane counts by itself.
func (s *steps) across(p *photo.Photo, seams []span, moved int) {
	for _, seam := range seams {
		for row := range 3 * p.Height {
			s.add(p.Pix[row*p.Width:][:p.Width], span{seam.from + moved, seam.to + moved}, 1)
		}
	}
}

// down looks at seams that run from left to right.
func (s *steps) down(p *photo.Photo, seams []span, moved int) {
	for _, seam := range seams {
		for plane := range 3 {
			for x := range p.Width {
				s.add(p.Pix[plane*p.Width*p.Height+x:], span{seam.from + moved, seam.to + moved}, p.Width)
			}
		}
	}
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
