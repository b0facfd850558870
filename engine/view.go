package engine

import (
	"cmp"
	"context"
	"image"
	"slices"

	"afterrain/engine/photo"
)

// RestoreRegion runs the tiles of Restore's own grid that touch region, centre
// outwards, and delivers each tile's part of region as it is done, on this
// goroutine (blended with the neighbours finished so far, so later patches may
// refine earlier ones; it may be empty where a neighbour's weighs more). Of a large photo
// they come a second time, with the broad strokes of the coarse one, unless these are
// known: from views before, of p or of what Reduced makes of it. If a device
// fails, all of them come anew from a step down the ladder. When it returns nil every
// pixel of region equals what Restore would give.
func (e *Engine) RestoreRegion(ctx context.Context, p *photo.Photo, region image.Rectangle, s Settings, deliver func(Patch)) error {
	if err := check(p, s); err != nil {
		return err
	}
	region = region.Intersect(image.Rect(0, 0, p.Width, p.Height))
	if region.Empty() {
		return ctx.Err()
	}
	return e.withSession(ctx, s.Variant, func(net *session) error {
		c, err := e.view(ctx, p, region, s)
		if err != nil {
			return err
		}
		finished := func(i int) { deliver(c.patch(i, region)) }
		var known, todo []int
		for _, i := range c.grid.touching(region) {
			if c.done[i] {
				known = append(known, i)
			} else {
				todo = append(todo, i)
			}
		}
		if err := unlessDone(ctx, known, finished); err != nil {
			return err
		}
		return e.early(ctx, net, c, s, todo, finished)
	})
}

// view is a canvas for a part of p: a new one, or, if p is the coarse photo of one that is
// still there, the whole canvas that this one's views go on with. The caller has the turn.
func (e *Engine) view(ctx context.Context, p *photo.Photo, region image.Rectangle, o Settings) (*canvas, error) {
	if large := e.reduced.larger.get(p, Settings{}).Value(); large != nil {
		b, err := e.coarseOf(ctx, large, e.grid, o)
		if err != nil {
			return nil, err
		}
		if b.canvas.photo == p {
			return b.canvas, nil
		}
	}
	return e.canvas(ctx, p, e.grid, region, o)
}

// early runs tiles of c before those that they need of the coarse photo, so that there is
// something to see: finished is called for each as it is without, and once more when it has
// its broad strokes. After an error c, if it has the whole of its photo, is as sound as it was: one
// that has a part only goes with its view.
func (e *Engine) early(ctx context.Context, s *session, c *canvas, o Settings, tiles []int, finished func(int)) error {
	missing, last := c.missing(tiles), c.coarse
	switch {
	case len(tiles) == 0:
		return nil
	case len(missing) == 0:
		return e.tiles(ctx, s, c, o, tiles, func(_ *canvas, i int) { finished(i) })
	}
	c.coarse, c.kept = nil, map[int][]float32{}
	err := e.tiles(ctx, s, c, o, tiles, func(_ *canvas, i int) { finished(i) })
	if err == nil {
		err = e.tiles(ctx, s, last.canvas, o, missing, func(*canvas, int) {})
	}
	kept := c.kept
	c.coarse, c.kept = last, nil
	for i, out := range kept {
		if err = cmp.Or(err, ctx.Err()); err != nil && !c.isWhole() {
			break
		}
		c.withdraw(i, slices.Clone(out))
		if err == nil {
			last.merge(c.grid, i, out)
			c.add(i, out)
		}
	}
	if err != nil {
		return err
	}
	return unlessDone(ctx, tiles, finished)
}

// unlessDone calls finished for each of some tiles, until ctx is done: to put a screen full of patches
// together takes a second.
func unlessDone(ctx context.Context, tiles []int, finished func(int)) error {
	for _, i := range tiles {
		if err := ctx.Err(); err != nil {
			return err
		}
		finished(i)
	}
	return nil
}

// isWhole tells whether the area is the whole photo.
func (c *canvas) isWhole() bool {
	return c.area == image.Rect(0, 0, c.photo.Width, c.photo.Height)
}

// patch is tile i's part of a region of the area as far as it is known. Where a neighbour
// that counts too is not done yet, the tiles that are done stand in for it; where
// they weigh next to nothing, the patch leaves that to the neighbour's.
func (c *canvas) patch(i int, region image.Rectangle) Patch {
	part := c.trimmed(i, region)
	pix := make([]float32, 3*part.Dx()*part.Dy())
	at, n, settled := 0, part.Dx()*part.Dy(), c.settled(i)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			known := float32(1)
			if !settled {
				known = c.known(i, x, y)
			}
			for plane := range 3 {
				source := c.photo.Pix[(plane*c.photo.Height+y)*c.photo.Width+x]
				pix[plane*n+at] = c.photo.Meant(plane, clamp(source+c.sum[c.index(plane, x, y)]/known))
			}
			at++
		}
	}
	return Patch{part, pix}
}

// leastKnown is the weight below which a tile does not stand in for its neighbour.
const leastKnown = 1.0 / 16

// trimmed is tile i's part of a region without the sides where it weighs next to
// nothing beside a neighbour that is not done yet.
func (c *canvas) trimmed(i int, region image.Rectangle) image.Rectangle {
	part := c.grid.rect(i).Intersect(region)
	tx, ty := c.grid.place(i)
	across := len(c.grid.x.starts)
	faintX := func(x int) bool {
		w, beside := c.grid.x.weight(tx, x)
		return w < leastKnown && !c.done[ty*across+beside]
	}
	faintY := func(y int) bool {
		w, beside := c.grid.y.weight(ty, y)
		return w < leastKnown && !c.done[beside*across+tx]
	}
	for !part.Empty() && faintX(part.Min.X) {
		part.Min.X++
	}
	for !part.Empty() && faintX(part.Max.X-1) {
		part.Max.X--
	}
	for !part.Empty() && faintY(part.Min.Y) {
		part.Min.Y++
	}
	for !part.Empty() && faintY(part.Max.Y-1) {
		part.Max.Y--
	}
	return part
}

// settled tells whether all around tile i are done, so that known is 1 everywhere.
func (c *canvas) settled(i int) bool {
	tx, ty := c.grid.place(i)
	across, down := len(c.grid.x.starts), len(c.grid.y.starts)
	for y := max(0, ty-1); y < min(ty+2, down); y++ {
		if slices.Contains(c.done[y*across:][max(0, tx-1):min(tx+2, across)], false) {
			return false
		}
	}
	return true
}

// known is the weight of the tiles that are done at a pixel of tile i, 1 exactly if
// all are. It is at least leastKnown: where the tiles that are done weigh next to
// nothing, as in a corner, the source shows through for now.
func (c *canvas) known(i, x, y int) float32 {
	tx, ty := c.grid.place(i)
	wx, px := c.grid.x.weight(tx, x)
	wy, py := c.grid.y.weight(ty, y)
	var missing float32
	for _, t := range []struct {
		tx, ty int
		weight float32
	}{{px, ty, (1 - wx) * wy}, {tx, py, wx * (1 - wy)}, {px, py, (1 - wx) * (1 - wy)}} {
		if !c.done[t.ty*len(c.grid.x.starts)+t.tx] {
			missing += t.weight
		}
	}
	return max(1-missing, leastKnown)
}
