package compare

import "image"

// This file holds what the keys and buttons do on the comparer.

// Fit, OneToOne, TwoToOne and Step are the zoom keys.
func (c *Comparer) Fit()         { c.SetView(c.view.Fit()) }
func (c *Comparer) OneToOne()    { c.scaled(1) }
func (c *Comparer) TwoToOne()    { c.scaled(2) }
func (c *Comparer) Step(dir int) { c.SetView(c.view.Stepped(dir)) }

// scaled shows device pixels a photo pixel, also once the pane has another size. While there is
// no photo it is for the next.
func (c *Comparer) scaled(zoom float64) {
	v := c.view.ZoomedTo(zoom, c.view.Middle())
	if v.Fitted = false; v.Empty() {
		v.Zoom = zoom
	}
	c.SetView(v)
}

// Pan is the pan keys: it moves the view by a share of the pane.
func (c *Comparer) Pan(dx, dy float64) {
	d := image.Pt(int(dx*float64(c.view.Pane.X)), int(dy*float64(c.view.Pane.Y)))
	c.SetView(c.view.Panned(image.Point{}.Sub(d)))
}

// PushDivider moves the divider by a share of the width.
func (c *Comparer) PushDivider(by float32) {
	if c.mode == Split {
		c.moveDivider(by * c.Size().Width)
	}
}
