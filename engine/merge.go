package engine

import (
	"image"
	"slices"

	"afterrain/engine/photo"
)

// merge gives a tile of grid g, restored, the broad strokes of the coarse photo: the mean of
// each of its blocks becomes what the coarse photo has there, and in between the change is
// interpolated. Blocks that the tile has only a part of take their neighbour's change.
func (b *coarse) merge(g grid, tile int, out []float32) {
	tx, ty := g.place(tile)
	x, y := b.blocks(g.x, tx), b.blocks(g.y, ty)
	w, h := x.to-x.from, y.to-y.from
	if w <= 0 || h <= 0 {
		return
	}
	change := b.change(g, tile, out, image.Rect(x.from, y.from, x.to, y.to))
	b.across, b.down = b.between(b.across, g.x, tx, x), b.between(b.down, g.y, ty, y)
	b.line = slices.Grow(b.line[:0], w)
	line := b.line[:w]
	for plane := range 3 {
		for row, at := range b.down {
			upper, lower := change[(plane*h+at.first)*w:][:w], change[(plane*h+at.second)*w:][:w]
			for i := range line {
				line[i] = upper[i] + at.share*(lower[i]-upper[i])
			}
			pix := out[(plane*g.y.tile+row)*g.x.tile:][:g.x.tile]
			for col, at := range b.across {
				pix[col] += line[at.first] + at.share*(line[at.second]-line[at.first])
			}
		}
	}
}

// change is how far the coarse photo is from the means of a tile's blocks, planar, slight
// ones made slighter: there it knows no better. Where a block has hidden pixels, visible
// ones stand in for it; if all have some, the tile changes nowhere. It is good until the next tile's.
func (b *coarse) change(g grid, tile int, out []float32, blocks image.Rectangle) []float32 {
	tx, ty := g.place(tile)
	left, top := blocks.Min.X*b.times-g.x.starts[tx], blocks.Min.Y*b.times-g.y.starts[ty]
	wide, high := min(blocks.Dx()*b.times, g.x.n-blocks.Min.X*b.times), min(blocks.Dy()*b.times, g.y.n-blocks.Min.Y*b.times)
	n := blocks.Dx() * blocks.Dy()
	b.changes = slices.Grow(b.changes[:0], 3*n)
	change := b.changes[:3*n]
	for plane := range 3 {
		part := change[plane*n:][:n]
		photo.Blocks(part, out[(plane*g.y.tile+top)*g.x.tile+left:], g.x.tile, wide, high, b.times)
		for i, mean := range part {
			part[i] = b.canvas.restored(plane, blocks.Min.X+i%blocks.Dx(), blocks.Min.Y+i/blocks.Dx()) - mean
		}
	}
	shrink(change)
	switch hidden := b.hidden(blocks); {
	case hidden == nil:
	case slices.Contains(hidden, false):
		cover(change, hidden, blocks.Dx())
	default:
		clear(change)
	}
	return change
}

// shrink makes changes smaller, planar R, G, B: those of slight by half, much larger ones hardly.
func shrink(change []float32) {
	n := len(change) / 3
	for i := range n {
		r, g, b := change[i], change[n+i], change[2*n+i]
		power := (r*r + g*g + b*b) / 3
		share := power / (power + slight*slight)
		change[i], change[n+i], change[2*n+i] = share*r, share*g, share*b
	}
}

// hidden tells of some of the coarse photo's pixels, by rows, whether they are transparent; nil if none can be.
func (b *coarse) hidden(blocks image.Rectangle) []bool {
	if !b.canvas.photo.HasAlpha() {
		return nil
	}
	list := make([]bool, 0, blocks.Dx()*blocks.Dy())
	for y := blocks.Min.Y; y < blocks.Max.Y; y++ {
		for _, alpha := range b.canvas.photo.AlphaRow(y)[blocks.Min.X:blocks.Max.X] {
			list = append(list, alpha == 0)
		}
	}
	return list
}

// blocks are the coarse photo's pixels in one direction whose blocks lie in tile i with all that they have.
func (b *coarse) blocks(a axis, i int) span {
	s := span{ceil(max(0, a.starts[i]), b.times), (a.starts[i] + a.tile) / b.times}
	if a.starts[i]+a.tile >= a.n {
		s.to = ceil(a.n, b.times)
	}
	return s
}

// between is a place between two blocks: share of the way from the middle of the first to that of the second.
type between struct {
	first, second int
	share         float32
}

// between finds, in the room of list, the place of each pixel of tile i among blocks; outside of their middles it stays with the nearest.
func (b *coarse) between(list []between, a axis, i int, blocks span) []between {
	list = slices.Grow(list[:0], a.tile)[:a.tile]
	last := blocks.to - blocks.from - 1
	for x := range list {
		at := (float32(a.starts[i]+x)+0.5)/float32(b.times) - 0.5 - float32(blocks.from)
		at = max(0, min(at, float32(last)))
		first := int(at)
		list[x] = between{first, min(first+1, last), at - float32(first)}
	}
	return list
}
