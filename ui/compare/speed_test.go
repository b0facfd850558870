package compare

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"afterrain/engine/photo/mixing"
	"afterrain/ui/render"
)

// BenchmarkComparer is what one step costs at 1600 x 900 and at 4K with two photos
// of 24 megapixels in split view: the pixels that are made for the next frame, without
// bringing them to the screen.
func BenchmarkComparer(b *testing.B) {
	for _, pane := range []image.Point{{1600, 900}, {3840, 2160}} {
		b.Run(fmt.Sprintf("%dx%d", pane.X, pane.Y), func(b *testing.B) { benchmarkComparer(b, pane) })
	}
}

func benchmarkComparer(b *testing.B, pane image.Point) {
	const w, h = 6000, 4000
	before, after := wholePyramid(ramp(w, h)), wholePyramid(ramp(w, h))
	parts := mixing.Mix{Luma: 1, Color: 0.8, Fine: 1, Broad: 1}.Weights()
	for _, step := range []struct {
		name string
		how  mixing.Weights
		zoom float64
		do   func(c *Comparer, i int)
	}{
		{"divider", mixing.Full.Weights(), 1, func(c *Comparer, i int) { c.PushDivider(0.01 - 0.02*float32(i%2)) }},
		{"pan", mixing.Full.Weights(), 1, func(c *Comparer, i int) { c.SetView(c.view.Panned(image.Pt(5-10*(i%2), 3))) }},
		{"zoom", mixing.Full.Weights(), 0.4, func(c *Comparer, i int) { c.SetView(c.view.ZoomedTo(0.4+0.01*float64(i%9), c.view.Middle())) }},
		{"strength", mixing.Mix{Luma: 0.7, Color: 0.7, Fine: 1, Broad: 1}.Weights(), 1, func(c *Comparer, i int) { c.Pixels() }},
		{"colour", parts, 1, func(c *Comparer, i int) { c.Pixels() }},
	} {
		b.Run(step.name, func(b *testing.B) {
			c := New(Split)
			c.Before = func(dst *image.RGBA, v render.Viewport) { render.Draw(dst, v, before, nil, render.Blend{}) }
			c.After = func(dst *image.RGBA, v render.Viewport) {
				img, level := after.At(v.Level())
				render.Draw(dst, v, before, []render.Layer{{Level: level, Image: img}}, render.Blend{Weights: step.how})
			}
			c.view = render.Viewport{Photo: image.Pt(w, h), Pane: pane, Zoom: step.zoom, CX: w / 2, CY: h / 2}
			c.BaseWidget.Resize(fyne.NewSize(float32(pane.X), float32(pane.Y)))
			frame := func() {
				c.before.raster.Generator(pane.X, pane.Y)
				c.after.raster.Generator(pane.X, pane.Y)
			}
			c.redraw()
			frame()
			i := 0
			for b.Loop() {
				step.do(c, i)
				frame()
				i++
			}
		})
	}
}
