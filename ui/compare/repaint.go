package compare

import (
	"image"

	"afterrain/ui/render"
)

// This file holds what makes the comparer's pixels anew.

// paint draws one side, with a tint over what is protected if the brush is out.
func (c *Comparer) paint(side func(*image.RGBA, render.Viewport), dst *image.RGBA, v render.Viewport) {
	side(dst, v)
	if c.Brush.on && !c.holding {
		c.Tint(dst, v)
	}
}

// Hold shows the photo as it was for as long as a key is down.
func (c *Comparer) Hold(on bool) {
	if c.holding == on {
		return
	}
	c.holding = on
	c.arrange()
	c.after.refresh()
	if c.Brush.on { // its tint comes and goes
		c.before.refresh()
	}
	c.Loupe.refresh()
}

// Holding tells whether the photo is shown as it was.
func (c *Comparer) Holding() bool { return c.holding }

// Pixels tells that restored pixels or the strength changed.
func (c *Comparer) Pixels() {
	c.after.refresh()
	c.Loupe.refresh()
}

// Protected tells that other places are protected, as after Undo.
func (c *Comparer) Protected() {
	c.Pixels()
	if c.Brush.on {
		c.before.refresh()
	}
}

// Touch tells that what is protected changed in a part of the photo, px.
func (c *Comparer) Touch(part image.Rectangle) {
	c.before.touch(part)
	c.after.touch(part)
	c.Loupe.refresh()
}

func (c *Comparer) redraw() {
	c.before.refresh()
	c.after.refresh()
	c.Loupe.refresh()
}
