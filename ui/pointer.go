package ui

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// This file holds what the pointer does on the comparer: drag the divider or
// the photo, zoom by wheel, jump by double click; with the brush, paint.

// MouseDown notes what the pointer takes hold of.
func (c *comparer) MouseDown(ev *desktop.MouseEvent) {
	if c.pressed, c.onDivider = true, c.nearDivider(ev.Position); !c.onDivider {
		c.brush.begin(ev)
	}
}

// MouseUp lets go.
func (c *comparer) MouseUp(*desktop.MouseEvent) {
	c.pressed = false
	c.brush.end()
}

// nearDivider tells whether the pointer takes hold of the divider; with the brush by its handle
// only, as there is to be painted beside it.
func (c *comparer) nearDivider(at fyne.Position) bool {
	d, up := at.X-c.Size().Width*c.divider, at.Y-c.Size().Height/2
	if c.brush.on && (up < -handleSide/2 || up > handleSide/2) {
		return false
	}
	return c.mode == split && d > -dividerGrip && d < dividerGrip
}

// Dragged moves the divider or the photo, or paints.
func (c *comparer) Dragged(ev *fyne.DragEvent) {
	if !c.pressed {
		c.pressed, c.onDivider = true, c.nearDivider(ev.Position.SubtractXY(ev.Dragged.DX, ev.Dragged.DY))
	}
	c.brush.move(&ev.Position)
	if c.onDivider {
		c.moveDivider(ev.Dragged.DX)
		return
	}
	if c.brush.on && c.brush.button != desktop.MouseButtonTertiary {
		c.brush.extend(ev.Position)
		c.loupe.move(ev.Position)
		return
	}
	s := c.scale()
	c.setView(c.view.Panned(image.Pt(round(ev.Dragged.DX*s), round(ev.Dragged.DY*s))))
	c.loupe.move(ev.Position)
}

// DragEnd lets go.
func (c *comparer) DragEnd() {
	c.pressed = false
	c.brush.end()
}

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
	c.setView(c.view.ZoomedBy(factor, c.inPane(ev.Position)))
}

// DoubleTapped changes between the whole photo and 1:1 at the pointer; with the brush it is two
// dabs.
func (c *comparer) DoubleTapped(ev *fyne.PointEvent) {
	switch {
	case c.brush.on:
	case c.view.Fitted:
		c.setView(c.view.ZoomedTo(1, c.inPane(ev.Position)))
	default:
		c.Fit()
	}
}

// MouseIn and MouseMoved keep the pointer's shape, the loupe and the brush under it.
func (c *comparer) MouseIn(ev *desktop.MouseEvent) { c.MouseMoved(ev) }
func (c *comparer) MouseMoved(ev *desktop.MouseEvent) {
	c.hot = c.nearDivider(ev.Position)
	c.brush.move(&ev.Position)
	c.brush.follow(ev)
	c.loupe.move(ev.Position)
}

// MouseOut leaves the loupe where it is.
func (c *comparer) MouseOut() {
	c.hot = false
	c.brush.leave()
}

// Cursor is a pair of arrows on the divider, and a cross in the circle of the brush.
func (c *comparer) Cursor() desktop.Cursor {
	switch {
	case c.hot || (c.pressed && c.onDivider):
		return desktop.HResizeCursor
	case c.brush.on && !c.view.Empty():
		return desktop.CrosshairCursor
	}
	return desktop.DefaultCursor
}
