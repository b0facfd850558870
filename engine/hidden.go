package engine

import "slices"

// Behind a pixel that is fully transparent stands any colour, black as a rule, that
// nobody has photographed. The network must not see it: it would take its edges
// for the photo's and its flatness for a lack of noise. In a tile, visible pixels
// stand in for it, mirrored at the edge; in the restored photo it stays as it was.

// hidden tells of each pixel of tile i, by rows, whether it is transparent; nil if
// none is.
func (c *canvas) hidden(i int) []bool {
	if !c.photo.HasAlpha() {
		return nil
	}
	tx, ty := c.grid.place(i)
	x0, y0 := c.grid.x.starts[tx], c.grid.y.starts[ty]
	list := make([]bool, 0, c.grid.x.tile*c.grid.y.tile)
	for y := range c.grid.y.tile {
		alpha := c.photo.AlphaRow(c.grid.y.mirror(y0 + y))
		for x := range c.grid.x.tile {
			list = append(list, alpha[c.grid.x.mirror(x0+x)] == 0)
		}
	}
	if !slices.Contains(list, true) {
		return nil
	}
	return list
}

// seen lists the tiles in which something is visible; all if nothing is anywhere.
func (c *canvas) seen() []int {
	var list []int
	for i := range c.grid.count() {
		if h := c.hidden(i); h == nil || slices.Contains(h, false) {
			list = append(list, i)
		}
	}
	if list == nil {
		return c.grid.all()
	}
	return list
}

// cover puts visible pixels in the place of hidden ones, in planar samples with rows
// of w; if none is visible they stay as they are.
func cover(pix []float32, hidden []bool, w int) {
	n := len(hidden)
	empty := make([]bool, n/w)
	for y := range empty {
		row := hidden[y*w:][:w]
		empty[y] = !standIns(row, func(x, from int) {
			for plane := range 3 {
				pix[plane*n+y*w+x] = pix[plane*n+y*w+from]
			}
		})
	}
	standIns(empty, func(y, from int) {
		for plane := range 3 {
			copy(pix[plane*n+y*w:][:w], pix[plane*n+from*w:][:w])
		}
	})
}

// standIns calls put for each hidden place of a line with the visible one that stands
// in for it: as far on the other side of the nearest edge, counted in visible
// places. It tells whether there are any.
func standIns(hidden []bool, put func(at, from int)) bool {
	var visible []int
	for at, h := range hidden {
		if !h {
			visible = append(visible, at)
		}
	}
	if len(visible) == 0 {
		return false
	}
	line := axis{n: len(visible)}
	right := 0 // the first visible place at or behind this one
	for at, h := range hidden {
		if right < len(visible) && visible[right] < at {
			right++
		}
		if !h {
			continue
		}
		if right == len(visible) || right > 0 && at-visible[right-1] <= visible[right]-at {
			put(at, visible[line.mirror(right-1-(at-visible[right-1]))])
		} else {
			put(at, visible[line.mirror(right+visible[right]-at)])
		}
	}
	return true
}

// uncover gives the hidden pixels of tile i, which has been run, their own colours.
func (c *canvas) uncover(i int, out []float32) {
	hidden := c.hidden(i)
	if hidden == nil {
		return
	}
	tx, ty := c.grid.place(i)
	x0, y0 := c.grid.x.starts[tx], c.grid.y.starts[ty]
	w, h := c.photo.Width, c.photo.Height
	for at, is := range hidden {
		if is {
			x, y := c.grid.x.mirror(x0+at%c.grid.x.tile), c.grid.y.mirror(y0+at/c.grid.x.tile)
			for plane := range 3 {
				out[plane*len(hidden)+at] = c.photo.Pix[(plane*h+y)*w+x]
			}
		}
	}
}
