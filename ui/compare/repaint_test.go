package compare

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"testing"

	"afterrain/engine/photo/mixing"
	"afterrain/engine/photo/protect"
	"afterrain/ui/render"
)

// While a stroke grows only what it touches is made again, and that fits to the rest.
func TestPaintingMakesOnlyWhatItTouches(t *testing.T) {
	size, pane := image.Pt(640, 480), image.Pt(300, 200)
	c, _ := newTestComparer(t, size)
	was, now := wholePyramid(ramp(640, 480)), wholePyramid(plain(640, 480, blue))
	mask, made := protect.NewMask(640, 480), 0
	paint := func(dst *image.RGBA, v render.Viewport) {
		made += area(dst.Rect)
		img, l := now.At(v.Level())
		render.Draw(dst, v, was, []render.Layer{{Level: l, Image: img}}, render.Blend{Weights: mixing.Full.Weights(), Stays: mask})
	}
	c.After = paint
	c.OnStroke = func(s protect.Stroke, from int) { c.Touch(mask.Draw(s, from)) }
	c.OnStroked = func(protect.Stroke) {}
	c.Tint = func(dst *image.RGBA, v render.Viewport) { render.Tint(dst, v, mask, color.NRGBA{255, 40, 40, 255}) }
	c.Brush.on, c.Brush.Radius = true, 12
	for _, zoom := range []float64{0.42, 0.7, 1, 1.37, 2.5, 9} {
		c.view = render.Viewport{Photo: size, Pane: pane, Zoom: zoom, CX: 300, CY: 200}.Panned(image.Point{})
		c.redraw()
		c.after.raster.Generator(pane.X, pane.Y)
		made = 0
		c.MouseDown(mouseAt(40, 60, 1, 0))
		for i := range 9 {
			c.Dragged(dragTo(50+10*float32(i), 65+7*float32(i)))
			if i%3 == 0 { // not every move gets a frame, and the view may move meanwhile
				c.SetView(c.view.Panned(image.Pt(i-4, 3)))
				c.after.raster.Generator(pane.X, pane.Y)
			}
		}
		c.DragEnd()
		got := c.after.raster.Generator(pane.X, pane.Y).(*image.RGBA)
		if most := area(got.Rect) * 3 / 2; zoom <= 1 && made > most {
			t.Errorf("zoom %v: %d pixels were made for one stroke, at most %d are right", zoom, made, most)
		}
		want := image.NewRGBA(got.Rect)
		paint(want, c.view)
		c.Tint(want, c.view)
		if !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("zoom %v: what is painted differs from the whole drawn anew", zoom)
		}
	}
}

// BenchmarkPaint is one move of a broad brush over a photo of 24 megapixels on a screen of 4K, both
// sides, by the radius of the brush in pixels of the screen.
func BenchmarkPaint(b *testing.B) {
	for _, radius := range []float64{80, 200, 400} {
		b.Run(fmt.Sprint(radius), func(b *testing.B) { benchmarkPaint(b, radius) })
	}
}

func benchmarkPaint(b *testing.B, radius float64) {
	size := image.Pt(6000, 4000)
	v := fitted(size.X, size.Y, 3840, 2160)
	was, now := wholePyramid(ramp(6000, 4000)), wholePyramid(ramp(6000, 4000))
	mask := protect.NewMask(size.X, size.Y)
	img, l := now.At(v.Level())
	var before, after pane
	side := func(p *pane, layers []render.Layer) {
		p.build(func(image.Point) render.Viewport { return v }, func(dst *image.RGBA, v render.Viewport) {
			render.Draw(dst, v, was, layers, render.Blend{Weights: mixing.Full.Weights(), Stays: mask})
			render.Tint(dst, v, mask, color.NRGBA{255, 40, 40, 255})
		})
		p.raster.Generator(v.Pane.X, v.Pane.Y)
	}
	side(&before, nil)
	side(&after, []render.Layer{{Level: l, Image: img}})
	s := protect.Stroke{Radius: int(radius / v.Zoom / 6000 * protect.StrokeUnit)}
	i := 0
	for b.Loop() {
		s.Erase = i/100%2 == 1
		s.Points = append(s.Points, image.Pt(3000+100*(i%100), 3000+60*(i%100)))
		part := mask.Draw(s, max(0, len(s.Points)-1))
		before.touch(part)
		after.touch(part)
		before.raster.Generator(v.Pane.X, v.Pane.Y)
		after.raster.Generator(v.Pane.X, v.Pane.Y)
		if i++; i%100 == 0 {
			s.Points = nil
		}
	}
}
