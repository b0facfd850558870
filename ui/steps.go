package ui

import "image"

// This file holds what the keys and buttons do on the comparer.

// Fit, OneToOne, TwoToOne and Step are the zoom keys.
func (c *comparer) Fit()         { c.setView(c.view.Fit()) }
func (c *comparer) OneToOne()    { c.scaled(1) }
func (c *comparer) TwoToOne()    { c.scaled(2) }
func (c *comparer) Step(dir int) { c.setView(c.view.Stepped(dir)) }

// scaled shows device pixels a photo pixel, also once the pane has another size. While there is
// no photo it is for the next.
func (c *comparer) scaled(zoom float64) {
	v := c.view.ZoomedTo(zoom, c.view.Middle())
	if v.Fitted = false; v.Empty() {
		v.Zoom = zoom
	}
	c.setView(v)
}

// Pan is the pan keys: it moves the view by a share of the pane.
func (c *comparer) Pan(dx, dy float64) {
	d := image.Pt(int(dx*float64(c.view.Pane.X)), int(dy*float64(c.view.Pane.Y)))
	c.setView(c.view.Panned(image.Point{}.Sub(d)))
}

// PushDivider moves the divider by a share of the width.
func (c *comparer) PushDivider(by float32) {
	if c.mode == split {
		c.moveDivider(by * c.Size().Width)
	}
}
