package ui

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// This file holds what the pointer does on the comparer: drag the divider or
// the photo, zoom by wheel, jump by double click.

// MouseDown notes what the pointer takes hold of.
func (c *comparer) MouseDown(ev *desktop.MouseEvent) {
	c.pressed, c.onDivider = true, c.nearDivider(ev.Position.X)
}

// MouseUp lets go.
func (c *comparer) MouseUp(*desktop.MouseEvent) { c.pressed = false }

func (c *comparer) nearDivider(x float32) bool {
	d := x - c.Size().Width*c.divider
	return c.mode == split && d > -dividerGrip && d < dividerGrip
}

// Dragged moves the divider or the photo.
func (c *comparer) Dragged(ev *fyne.DragEvent) {
	if !c.pressed {
		c.pressed, c.onDivider = true, c.nearDivider(ev.Position.X-ev.Dragged.DX)
	}
	if c.onDivider {
		c.moveDivider(ev.Dragged.DX)
		return
	}
	s := c.scale()
	c.setView(c.view.panned(image.Pt(round(ev.Dragged.DX*s), round(ev.Dragged.DY*s))))
	c.loupe.move(ev.Position)
}

// DragEnd lets go.
func (c *comparer) DragEnd() { c.pressed = false }

func (c *comparer) moveDivider(dx float32) {
	if w := c.Size().Width; w > 0 {
		c.divider = min(max(c.divider+dx/w, 0.02), 0.98)
		c.arrange()
	}
}

// Scrolled zooms to the pointer: one notch of the wheel is a fifth.
func (c *comparer) Scrolled(ev *fyne.ScrollEvent) {
	const notch = 25 // units that Fyne reports for one
	factor := math.Pow(1.2, float64(ev.Scrolled.DY)/notch)
	c.setView(c.view.zoomedBy(factor, c.inPane(ev.Position)))
}

// DoubleTapped changes between the whole photo and 1:1 at the pointer.
func (c *comparer) DoubleTapped(ev *fyne.PointEvent) {
	if c.view.fitted {
		c.setView(c.view.zoomedTo(1, c.inPane(ev.Position)))
	} else {
		c.Fit()
	}
}

// MouseIn and MouseMoved keep the pointer's shape and the loupe under it.
func (c *comparer) MouseIn(ev *desktop.MouseEvent) { c.MouseMoved(ev) }
func (c *comparer) MouseMoved(ev *desktop.MouseEvent) {
	c.hot = c.nearDivider(ev.Position.X)
	c.loupe.move(ev.Position)
}

// MouseOut leaves the loupe where it is.
func (c *comparer) MouseOut() { c.hot = false }

// Cursor is a pair of arrows on the divider.
func (c *comparer) Cursor() desktop.Cursor {
	if c.hot || (c.pressed && c.onDivider) {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}
