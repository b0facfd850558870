package render

import (
	"image"
	"image/color"
	"iter"
	"slices"
	"testing"

	"afterrain/engine/photo/mixing"
	"afterrain/engine/photo/protect"
)

// brushed is a mask with a broad stroke and a piece of it taken away.
func brushed(w, h int) *protect.Mask {
	m := protect.NewMask(w, h)
	m.Draw(protect.Stroke{Radius: protect.StrokeUnit / 6, Points: []image.Point{{0, 0}, {protect.StrokeUnit, protect.StrokeUnit * h / w}}}, 0)
	m.Draw(protect.Stroke{Erase: true, Radius: protect.StrokeUnit / 9, Points: []image.Point{{protect.StrokeUnit / 2, protect.StrokeUnit / 3}}}, 0)
	return m
}

// Photos of any shape, and views that end anywhere in them.
func TestProtectsPhotosOfAnyShape(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 900}, {333, 2}, {3000, 20}, {127, 129}} {
		m := protect.NewMask(size.X, size.Y)
		for _, x := range []int{0, protect.StrokeUnit / 2, protect.StrokeUnit} { // all of it
			m.Draw(protect.Stroke{Radius: protect.StrokeUnit, Points: []image.Point{{x, 0}, {x, protect.StrokeUnit}}}, 0)
		}
		was, now := wholePyramid(plain(size.X, size.Y, red)), wholePyramid(plain(size.X, size.Y, blue))
		for _, zoom := range []float64{0, 0.1, 1, 2.5, 16} {
			v := fitted(size.X, size.Y, 120, 90).ZoomedTo(zoom, image.Pt(119, 0))
			dst := image.NewRGBA(image.Rect(0, 0, 120, 90))
			img, l := now.At(v.Level())
			Draw(dst, v, was, []Layer{{l, img}}, Blend{Weights: mixing.Full.Weights(), Stays: m})
			Tint(dst, v, m, color.NRGBA(red))
			for at := range corners(v.frame().Intersect(dst.Rect)) {
				if got := dst.RGBAAt(at.X, at.Y); got != red {
					t.Errorf("%v at zoom %v: %v at %v", size, v.Zoom, got, at)
				}
			}
		}
	}
}

func corners(r image.Rectangle) iter.Seq[image.Point] {
	return slices.Values([]image.Point{r.Min, {r.Max.X - 1, r.Min.Y}, {r.Min.X, r.Max.Y - 1}, r.Max.Sub(image.Pt(1, 1))})
}

// BenchmarkDrawProtected is all of a 4K view of which much is protected, as after an undo.
func BenchmarkDrawProtected(b *testing.B) {
	p := wholePyramid(ramp(6000, 4000))
	v := fitted(6000, 4000, 3840, 2160)
	img, l := p.At(v.Level())
	dst := image.NewRGBA(image.Rectangle{Max: v.Pane})
	for name, m := range map[string]*protect.Mask{"none": nil, "much": brushed(6000, 4000)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Draw(dst, v, p, []Layer{{l, img}}, Blend{Weights: mixing.Full.Weights(), Stays: m})
			}
		})
	}
}
