package engine

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"afterrain/engine/photo"
)

// errNotFinite is an output that no photo can hold.
var errNotFinite = errors.New("the network returned values that are not numbers")

// tileFunc restores one tile: in and out are planar R, G, B of the grid's tile
// size. It returns ctx's error soon after ctx is done.
type tileFunc func(ctx context.Context, in, out []float32) error

// canvas collects the tiles of a part of a photo.
//
// It sums up what each tile changes, weighted. Every term is rounded to a
// multiple of 2^-20, a sixteenth of a 16-bit level, and the sums stay below 4,
// so that float32 adds them exactly: the tiles' order does not matter, and what
// a network leaves as it is comes out bit for bit.
type canvas struct {
	photo *photo.Photo
	grid  grid
	area  image.Rectangle
	sum   []float32 // planar R, G, B of area
	done  []bool    // by tile
	grey  bool      // the photo has no colour, and must not get any; false until it is set

	coarse *coarse           // where the broad strokes are from; nil for a small photo
	kept   map[int][]float32 // tiles that wait for those (see early); nil if none is to
}

func newCanvas(p *photo.Photo, g grid, area image.Rectangle) *canvas {
	return &canvas{photo: p, grid: g, area: area, sum: make([]float32, 3*area.Dx()*area.Dy()), done: make([]bool, g.count())}
}

// restore runs tiles in the given order and calls finished after each.
func (c *canvas) restore(ctx context.Context, tiles []int, run tileFunc, finished func(tile int)) error {
	in, out := c.buffers()
	for _, i := range tiles {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.gather(i, in); err != nil {
			return err
		}
		if err := run(ctx, in, out); err != nil {
			return err
		}
		if err := c.take(i, out); err != nil {
			return err
		}
		finished(i)
	}
	return nil
}

// buffers are the samples of a tile before and after.
func (c *canvas) buffers() (in, out []float32) {
	size := 3 * c.grid.x.tile * c.grid.y.tile
	return make([]float32, size), make([]float32, size)
}

// take adds tile i, which has been run, if all its samples are numbers.
func (c *canvas) take(i int, out []float32) error {
	if !finite(out) {
		return errNotFinite
	}
	if c.grey {
		average(out)
	}
	if c.kept != nil {
		c.kept[i] = slices.Clone(out)
	} else if c.coarse != nil {
		c.coarse.merge(c.grid, i, out)
	}
	c.add(i, out)
	return nil
}

// add adds tile i as it is to be.
func (c *canvas) add(i int, out []float32) {
	c.uncover(i, out)
	c.scatter(i, out, 1)
	c.done[i] = true
}

// withdraw takes back tile i as it was added: the sums are exact, so nothing of it stays.
func (c *canvas) withdraw(i int, out []float32) {
	c.uncover(i, out)
	c.scatter(i, out, -1)
	c.done[i] = false
}

// gather copies tile i out of the photo; outside of the photo stands its mirror image,
// and so it does where the photo is transparent.
func (c *canvas) gather(i int, in []float32) error {
	tx, ty := c.grid.place(i)
	x0, y0 := c.grid.x.starts[tx], c.grid.y.starts[ty]
	w, h := c.photo.Width, c.photo.Height
	at := 0
	for plane := range 3 {
		for y := range c.grid.y.tile {
			row := c.photo.Pix[(plane*h+c.grid.y.mirror(y0+y))*w:][:w]
			before := max(0, -x0)
			after := before + copy(in[at+before:at+c.grid.x.tile], row[x0+before:])
			for x := range before {
				in[at+x] = row[c.grid.x.mirror(x0+x)]
			}
			for x := after; x < c.grid.x.tile; x++ {
				in[at+x] = row[c.grid.x.mirror(x0+x)]
			}
			at += c.grid.x.tile
		}
	}
	if hidden := c.hidden(i); hidden != nil {
		cover(in, hidden, c.grid.x.tile)
	}
	if !finite(in) {
		return fmt.Errorf("%w near (%d, %d)", errSamples, x0, y0)
	}
	return nil
}

// scatter adds tile i's weighted changes, sign times.
func (c *canvas) scatter(i int, out []float32, sign float32) {
	tx, ty := c.grid.place(i)
	x0, y0 := c.grid.x.starts[tx], c.grid.y.starts[ty]
	part := c.grid.rect(i).Intersect(c.area)
	across := make([]float32, part.Dx())
	for x := range across {
		across[x], _ = c.grid.x.weight(tx, part.Min.X+x)
	}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		down, _ := c.grid.y.weight(ty, y)
		for plane := range 3 {
			tile := out[(plane*c.grid.y.tile+y-y0)*c.grid.x.tile+part.Min.X-x0:][:part.Dx()]
			source := c.photo.Pix[(plane*c.photo.Height+y)*c.photo.Width+part.Min.X:][:part.Dx()]
			sum := c.sum[c.index(plane, part.Min.X, y):][:part.Dx()]
			for x, v := range tile {
				sum[x] += sign * share(across[x]*down, v-source[x])
			}
		}
	}
}

// share is weight*change as a multiple of 2^-20, the distance of the floats around
// 12. A change of more than 2 is cut: it leaves 0..1 anyway.
func share(weight, change float32) float32 {
	v := weight * max(-2, min(2, change))
	return float32(v+12) - 12
}

func (c *canvas) index(plane, x, y int) int {
	return (plane*c.area.Dy()+y-c.area.Min.Y)*c.area.Dx() + x - c.area.Min.X
}

// finish turns the sums into the restored samples of the whole area, in place.
// All tiles that count there are done. After ctx is done the samples are arbitrary.
func (c *canvas) finish(ctx context.Context) []float32 {
	at := 0
	for plane := range 3 {
		for y := c.area.Min.Y; y < c.area.Max.Y && ctx.Err() == nil; y++ {
			source := c.photo.Pix[(plane*c.photo.Height+y)*c.photo.Width+c.area.Min.X:][:c.area.Dx()]
			for _, v := range source {
				c.sum[at] = c.photo.Meant(plane, clamp(v+c.sum[at]))
				at++
			}
		}
	}
	return c.sum
}

// restored is a sample of the area, all whose tiles are done.
func (c *canvas) restored(plane, x, y int) float32 {
	return clamp(c.photo.Pix[(plane*c.photo.Height+y)*c.photo.Width+x] + c.sum[c.index(plane, x, y)])
}
