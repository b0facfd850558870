package ui

import "image"

// This file holds what the keys and buttons do on the comparer.

// Fit, OneToOne, TwoToOne and Step are the zoom keys.
func (c *comparer) Fit()         { c.setView(c.view.fit()) }
func (c *comparer) OneToOne()    { c.setView(c.view.zoomedTo(1, c.view.middle())) }
func (c *comparer) TwoToOne()    { c.setView(c.view.zoomedTo(2, c.view.middle())) }
func (c *comparer) Step(dir int) { c.setView(c.view.stepped(dir)) }

// Pan is the pan keys: it moves the view by a share of the pane.
func (c *comparer) Pan(dx, dy float64) {
	d := image.Pt(int(dx*float64(c.view.pane.X)), int(dy*float64(c.view.pane.Y)))
	c.setView(c.view.panned(image.Point{}.Sub(d)))
}

// PushDivider moves the divider by a share of the width.
func (c *comparer) PushDivider(by float32) {
	if c.mode == split {
		c.moveDivider(by * c.Size().Width)
	}
}
