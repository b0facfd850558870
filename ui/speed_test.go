package ui

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"afterrain/engine/photo/mixing"
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
		do   func(c *comparer, i int)
	}{
		{"divider", mixing.Full.Weights(), 1, func(c *comparer, i int) { c.PushDivider(0.01 - 0.02*float32(i%2)) }},
		{"pan", mixing.Full.Weights(), 1, func(c *comparer, i int) { c.setView(c.view.panned(image.Pt(5-10*(i%2), 3))) }},
		{"zoom", mixing.Full.Weights(), 0.4, func(c *comparer, i int) { c.setView(c.view.zoomedTo(0.4+0.01*float64(i%9), c.view.middle())) }},
		{"strength", mixing.Mix{Luma: 0.7, Color: 0.7, Fine: 1, Broad: 1}.Weights(), 1, func(c *comparer, i int) { c.Pixels() }},
		{"colour", parts, 1, func(c *comparer, i int) { c.Pixels() }},
	} {
		b.Run(step.name, func(b *testing.B) {
			c := newComparer()
			c.Before = func(dst *image.RGBA, v viewport) { draw(dst, v, before, nil, blend{}) }
			c.After = func(dst *image.RGBA, v viewport) {
				img, level := after.at(v.level())
				draw(dst, v, before, []layer{{level, img}}, blend{weights: step.how})
			}
			c.view = viewport{photo: image.Pt(w, h), pane: pane, zoom: step.zoom, cx: w / 2, cy: h / 2}
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

// BenchmarkSplit tells fine and broad changes apart in a view of 1600 x 900.
func BenchmarkSplit(b *testing.B) {
	was, now := ramp(1700, 1000), ramp(1700, 1000)
	part := image.Rect(50, 50, 1650, 950)
	for b.Loop() {
		finePicture(was, now, part.Inset(-1), part, mixing.BroadRadius)
	}
}
