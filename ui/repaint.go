package ui

import (
	"image"

	"afterrain/ui/render"
)

// This file holds what makes the comparer's pixels anew.

// paint draws one side, with a tint over what is protected if the brush is out.
func (c *comparer) paint(side func(*image.RGBA, render.Viewport), dst *image.RGBA, v render.Viewport) {
	side(dst, v)
	if c.brush.on && !c.holding {
		c.Tint(dst, v)
	}
}

// Hold shows the photo as it was for as long as a key is down.
func (c *comparer) Hold(on bool) {
	if c.holding == on {
		return
	}
	c.holding = on
	c.arrange()
	c.after.refresh()
	if c.brush.on { // its tint comes and goes
		c.before.refresh()
	}
	c.loupe.refresh()
}

// Pixels tells that restored pixels or the strength changed.
func (c *comparer) Pixels() {
	c.after.refresh()
	c.loupe.refresh()
}

// Protected tells that other places are protected, as after Undo.
func (c *comparer) Protected() {
	c.Pixels()
	if c.brush.on {
		c.before.refresh()
	}
}

// Touch tells that what is protected changed in a part of the photo, px.
func (c *comparer) Touch(part image.Rectangle) {
	c.before.touch(part)
	c.after.touch(part)
	c.loupe.refresh()
}

func (c *comparer) redraw() {
	c.before.refresh()
	c.after.refresh()
	c.loupe.refresh()
}
