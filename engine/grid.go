package engine

import (
	"cmp"
	"image"
	"slices"
)

// grid lays tiles over a photo. It depends on nothing but the photo's size, the
// model's tile, halo and multiple, and whether the tiles are to be fixed.
type grid struct{ x, y axis }

// axis is one direction of a grid. All tiles are of one length and spread
// evenly; the first begins half a halo outside of the photo, on its mirror image, and
// the last ends as far or up to a multiple farther: a network is a little wrong at a
// tile's edge, where it sees nothing beyond, and on a flat sky that shows as a frame.
// All begin at the same place between two multiples of the model's, as a network that
// halves and doubles its picture gives a shifted one another texture. Neighbours share
// at least halo pixels, and somewhere in the middle of what they share lies a seam,
// across which one fades into the other. Beyond its seams a tile's pixels are
// context only. No two seams touch, so a pixel belongs to two tiles at most.
type axis struct {
	n      int   // pixels of the photo
	tile   int   // pixels of a tile, a multiple of the model's
	margin int   // pixels at an inner edge of a tile that never count: they see the edge itself
	starts []int // first pixel of each tile, less than 0 for the first
	seams  []span
}

// gridFunc gives the grid of a photo of w x h pixels.
type gridFunc func(w, h int) grid

// span is a range of pixels, end excluded.
type span struct{ from, to int }

func (m manifest) grid(w, h int) grid {
	return grid{newAxis(w, m.Tile, m.Halo, m.Multiple, m.fixed), newAxis(h, m.Tile, m.Halo, m.Multiple, m.fixed)}
}

// newAxis takes the smallest tile that will do, unless the tile is to be fixed.
func newAxis(n, tile, halo, multiple int, fixed bool) axis {
	frame := halo / 2
	framed := n + 2*frame
	k := max(1, ceil(framed-halo, tile-halo))
	if !fixed { // k of them cover the frame and share halo
		tile = ceil(ceil(framed+(k-1)*halo, k), multiple) * multiple
	}
	a := axis{n: n, tile: tile, starts: []int{-frame}}
	if k == 1 {
		return a
	}
	a.starts, a.margin = nil, halo/3
	steps := ceil(framed-a.tile, multiple)
	for i := range k {
		a.starts = append(a.starts, i*steps/(k-1)*multiple-frame)
	}
	for i := range k - 1 {
		a.seams = append(a.seams, a.seam(i))
	}
	return a
}

// seam lies in the middle of what tiles i and i+1 share, as wide as that allows
// without the margins, the photo's border, and the seams beside it.
func (a axis) seam(i int) span {
	from, to := max(1, a.starts[i+1]+a.margin), min(a.n-1, a.starts[i]+a.tile-a.margin)
	width := to - from
	if i > 0 {
		width = min(width, (a.starts[i+1]-a.starts[i-1])/2-1)
	}
	if i+2 < len(a.starts) {
		width = min(width, (a.starts[i+2]-a.starts[i])/2-1)
	}
	width = max(width, 0)
	from = (from + to - width) / 2
	return span{from, from + width}
}

func ceil(a, b int) int { return (a + b - 1) / b }

// span is where tile i counts.
func (a axis) span(i int) span {
	s := span{0, a.n}
	if i > 0 {
		s.from = a.seams[i-1].from
	}
	if i < len(a.seams) {
		s.to = a.seams[i].to
	}
	return s
}

// weight of tile i at pixel x of its span; the weights of all tiles at a pixel
// have the sum one. partner is the other tile there, or i.
func (a axis) weight(i, x int) (w float32, partner int) {
	if i > 0 && x < a.seams[i-1].to {
		return a.seams[i-1].ramp(x), i - 1
	}
	if i < len(a.seams) && x >= a.seams[i].from {
		return 1 - a.seams[i].ramp(x), i + 1
	}
	return 1, i
}

// ramp rises smoothly from 0 to 1 across the span; the pixels next to a tile's
// edge, which see nothing beyond it, weigh next to nothing.
func (s span) ramp(x int) float32 {
	t := (float32(x-s.from) + 0.5) / float32(s.to-s.from)
	return t * t * (3 - 2*t)
}

// mirror is the pixel of the photo that stands at x, which may lie outside of it.
func (a axis) mirror(x int) int {
	if a.n == 1 {
		return 0
	}
	period := 2 * (a.n - 1)
	x = ((x % period) + period) % period
	return min(x, period-x)
}

// tile i of the grid, counted by rows.
func (g grid) count() int               { return len(g.x.starts) * len(g.y.starts) }
func (g grid) place(i int) (tx, ty int) { return i % len(g.x.starts), i / len(g.x.starts) }

// all lists all tiles.
func (g grid) all() []int {
	list := make([]int, g.count())
	for i := range list {
		list[i] = i
	}
	return list
}

// rect is where tile i counts.
func (g grid) rect(i int) image.Rectangle {
	tx, ty := g.place(i)
	x, y := g.x.span(tx), g.y.span(ty)
	return image.Rect(x.from, y.from, x.to, y.to)
}

// reach is what some tiles see of the photo, as one rectangle.
func (g grid) reach(tiles []int) image.Rectangle {
	var all image.Rectangle
	for _, i := range tiles {
		tx, ty := g.place(i)
		x, y := g.x.starts[tx], g.y.starts[ty]
		all = all.Union(image.Rect(x, y, x+g.x.tile, y+g.y.tile))
	}
	return all.Intersect(image.Rect(0, 0, g.x.n, g.y.n))
}

// touching lists the tiles that count in region, the nearest to its centre first.
func (g grid) touching(region image.Rectangle) []int {
	var list []int
	for i := range g.count() {
		if g.rect(i).Overlaps(region) {
			list = append(list, i)
		}
	}
	centre := region.Min.Add(region.Max)
	distance := func(i int) int {
		d := g.rect(i).Min.Add(g.rect(i).Max).Sub(centre)
		return d.X*d.X + d.Y*d.Y
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(distance(a), distance(b)) })
	return list
}
