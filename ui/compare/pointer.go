package compare

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// This file holds what the pointer does on the comparer: drag the divider or
// the photo, zoom by wheel, jump by double click; with the brush, paint.

// MouseDown notes what the pointer takes hold of.
func (c *Comparer) MouseDown(ev *desktop.MouseEvent) {
	if c.pressed, c.onDivider = true, c.nearDivider(ev.Position); !c.onDivider {
		c.Brush.begin(ev)
	}
}

// MouseUp lets go.
func (c *Comparer) MouseUp(*desktop.MouseEvent) {
	c.pressed = false
	c.Brush.End()
}

// nearDivider tells whether the pointer takes hold of the divider; with the brush by its handle
// only, as there is to be painted beside it.
func (c *Comparer) nearDivider(at fyne.Position) bool {
	d, up := at.X-c.Size().Width*c.Divider, at.Y-c.Size().Height/2
	if c.Brush.on && (up < -handleSide/2 || up > handleSide/2) {
		return false
	}
	return c.mode == Split && d > -dividerGrip && d < dividerGrip
}

// Dragged moves the divider or the photo, or paints.
func (c *Comparer) Dragged(ev *fyne.DragEvent) {
	if !c.pressed {
		c.pressed, c.onDivider = true, c.nearDivider(ev.Position.SubtractXY(ev.Dragged.DX, ev.Dragged.DY))
	}
	c.Brush.move(&ev.Position)
	if c.onDivider {
		c.moveDivider(ev.Dragged.DX)
		return
	}
	if c.Brush.on && c.Brush.button != desktop.MouseButtonTertiary {
		c.Brush.extend(ev.Position)
		c.Loupe.move(ev.Position)
		return
	}
	s := c.scale()
	c.SetView(c.view.Panned(image.Pt(round(ev.Dragged.DX*s), round(ev.Dragged.DY*s))))
	c.Loupe.move(ev.Position)
}

// DragEnd lets go.
func (c *Comparer) DragEnd() {
	c.pressed = false
	c.Brush.End()
}

func (c *Comparer) moveDivider(dx float32) {
	if w := c.Size().Width; w > 0 {
		c.Divider = min(max(c.Divider+dx/w, 0.02), 0.98)
		c.arrange()
	}
}

// Scrolled zooms to the pointer: one notch of the wheel is a fifth.
func (c *Comparer) Scrolled(ev *fyne.ScrollEvent) {
	const notch = 25 // units that Fyne reports for one
	factor := math.Pow(1.2, float64(ev.Scrolled.DY)/notch)
	c.SetView(c.view.ZoomedBy(factor, c.inPane(ev.Position)))
}

// DoubleTapped changes between the whole photo and 1:1 at the pointer; with the brush it is two
// dabs.
func (c *Comparer) DoubleTapped(ev *fyne.PointEvent) {
	switch {
	case c.Brush.on:
	case c.view.Fitted:
		c.SetView(c.view.ZoomedTo(1, c.inPane(ev.Position)))
	default:
		c.Fit()
	}
}

// MouseIn and MouseMoved keep the pointer's shape, the loupe and the brush under it.
func (c *Comparer) MouseIn(ev *desktop.MouseEvent) { c.MouseMoved(ev) }
func (c *Comparer) MouseMoved(ev *desktop.MouseEvent) {
	c.hot = c.nearDivider(ev.Position)
	c.Brush.move(&ev.Position)
	c.Brush.follow(ev)
	c.Loupe.move(ev.Position)
}

// MouseOut leaves the loupe where it is.
func (c *Comparer) MouseOut() {
	c.hot = false
	c.Brush.leave()
}

// Cursor is a pair of arrows on the divider, and a cross in the circle of the brush.
func (c *Comparer) Cursor() desktop.Cursor {
	switch {
	case c.hot || (c.pressed && c.onDivider):
		return desktop.HResizeCursor
	case c.Brush.on && !c.view.Empty():
		return desktop.CrosshairCursor
	}
	return desktop.DefaultCursor
}
