// Package render draws what a viewport shows of a photo, and of what is restored of it, in rows of
// 8-bit pixels.
package render

import (
	"image"
	"math"
)

// Limits of the zoom and how coarse a preview may be.
const (
	MaxZoom    = 16.0 // 1600 %: single pixels are plain to see
	maxFitZoom = 2.0  // a small photo is not blown up further than this to fill the pane
	levelSlack = 0.32 // log2(1.25): a level may be enlarged by a quarter before the finer one is taken
)

// zoomSteps are the stops of the + and - keys, in device pixels a photo pixel.
var zoomSteps = [...]float64{1. / 16, 1. / 12, 1. / 8, 1. / 6, 1. / 4, 1. / 3, 1. / 2, 2. / 3, 1, 1.5, 2, 3, 4, 6, 8, 12, 16}

// Viewport maps photo pixels to device pixels. Both panes of the comparer
// share one, so they always show the same part. It is a value: methods that
// change the view return the new one.
type Viewport struct {
	Photo  image.Point // size of the photo, px
	Pane   image.Point // size of one pane, device px
	Zoom   float64     // device px a photo px
	CX, CY float64     // the photo's point in the middle of the pane, photo px
	Fitted bool        // keep the whole photo in view when the pane changes
}

// Empty tells whether there is nothing to be seen: no photo, or no pane.
func (v Viewport) Empty() bool {
	return v.Photo.X < 1 || v.Photo.Y < 1 || v.Pane.X < 1 || v.Pane.Y < 1
}

func (v Viewport) fitZoom() float64 {
	if v.Empty() {
		return 1
	}
	z := min(float64(v.Pane.X)/float64(v.Photo.X), float64(v.Pane.Y)/float64(v.Photo.Y))
	return min(z, maxFitZoom)
}

// Fit returns the view of the whole photo.
func (v Viewport) Fit() Viewport {
	v.Zoom, v.Fitted = v.fitZoom(), true
	v.CX, v.CY = float64(v.Photo.X)/2, float64(v.Photo.Y)/2
	return v
}

// Of returns the view of another photo: the same place at the same zoom, or all of it if all
// was in view. While there is none, which has no size, the zoom waits for the next; the first is
// seen in its middle.
func (v Viewport) Of(photo image.Point) Viewport {
	was := v.Photo
	v.Photo = photo
	switch {
	case v.Fitted:
		return v.Fit()
	case v.Empty():
		return v
	case v.Zoom < min(v.fitZoom(), 1): // it is smaller
		return v.Fit()
	case was.X > 0:
		v.CX *= float64(photo.X) / float64(was.X)
		v.CY *= float64(photo.Y) / float64(was.Y)
	case v.CX == 0 && v.CY == 0: // no photo was seen yet
		v.CX, v.CY = float64(photo.X)/2, float64(photo.Y)/2
	}
	return v.clamped()
}

// Resized returns the view in a pane of another size.
func (v Viewport) Resized(pane image.Point) Viewport {
	v.Pane = pane
	if v.Fitted {
		return v.Fit()
	}
	return v.ZoomedTo(v.Zoom, v.Middle())
}

// Middle is the middle of the pane, device px.
func (v Viewport) Middle() image.Point { return v.Pane.Div(2) }

// ZoomedTo returns the view at another zoom with the photo's point under at
// (device px in the pane) kept where it is, as far as the photo's edges allow.
func (v Viewport) ZoomedTo(zoom float64, at image.Point) Viewport {
	if v.Empty() {
		return v
	}
	zoom = min(max(zoom, min(v.fitZoom(), 1)), MaxZoom)
	dx, dy := float64(at.X)-float64(v.Pane.X)/2, float64(at.Y)-float64(v.Pane.Y)/2
	v.CX += dx/v.Zoom - dx/zoom
	v.CY += dy/v.Zoom - dy/zoom
	v.Zoom = zoom
	v.Fitted = zoom == v.fitZoom()
	return v.clamped()
}

// ZoomedBy multiplies the zoom; passing 1:1 stops there.
func (v Viewport) ZoomedBy(factor float64, at image.Point) Viewport {
	z := v.Zoom * factor
	if (v.Zoom < 0.999 && z > 1) || (v.Zoom > 1.001 && z < 1) {
		z = 1
	}
	return v.ZoomedTo(z, at)
}

// Stepped moves to the next stop in (dir > 0) or out (dir < 0), which is the whole photo
// after the last.
func (v Viewport) Stepped(dir int) Viewport {
	z := v.Zoom
	if dir < 0 {
		z = 0
	}
	for i := range zoomSteps {
		s := zoomSteps[i]
		if dir < 0 {
			s = zoomSteps[len(zoomSteps)-1-i]
		}
		if (dir > 0 && s > v.Zoom*1.001) || (dir < 0 && s < v.Zoom*0.999) {
			z = s
			break
		}
	}
	return v.ZoomedTo(z, v.Middle())
}

// Panned moves the photo by d device px.
func (v Viewport) Panned(d image.Point) Viewport {
	v.CX -= float64(d.X) / v.Zoom
	v.CY -= float64(d.Y) / v.Zoom
	return v.clamped()
}

func (v Viewport) clamped() Viewport {
	v.CX = clampCentre(v.CX, float64(v.Photo.X), float64(v.Pane.X)/v.Zoom)
	v.CY = clampCentre(v.CY, float64(v.Photo.Y), float64(v.Pane.Y)/v.Zoom)
	return v
}

// clampCentre keeps a photo of the given length from leaving a pane that shows
// span of it: centred while it is smaller, edge to edge otherwise.
func clampCentre(c, length, span float64) float64 {
	if length <= span {
		return length / 2
	}
	return min(max(c, span/2), length-span/2)
}

// Origin is where the photo's top left corner falls, in device px of the pane.
// Whole pixels, so that 1:1 shows photo pixels as they are.
func (v Viewport) Origin() image.Point {
	return image.Pt(
		int(math.Round(float64(v.Pane.X)/2-v.CX*v.Zoom)),
		int(math.Round(float64(v.Pane.Y)/2-v.CY*v.Zoom)))
}

// Through is the same view through a part of the pane.
func (v Viewport) Through(part image.Rectangle) Viewport {
	o := v.Origin().Sub(part.Min)
	v.Pane = part.Size()
	v.CX = (float64(v.Pane.X)/2 - float64(o.X)) / v.Zoom
	v.CY = (float64(v.Pane.Y)/2 - float64(o.Y)) / v.Zoom
	return v
}

// frame is the photo's rectangle in device px of the pane; it may reach outside.
func (v Viewport) frame() image.Rectangle {
	o := v.Origin()
	w := max(1, int(math.Round(float64(v.Photo.X)*v.Zoom)))
	h := max(1, int(math.Round(float64(v.Photo.Y)*v.Zoom)))
	return image.Rect(o.X, o.Y, o.X+w, o.Y+h)
}

// OnScreen is a part of the photo, px, in device px of the pane; it may reach outside.
func (v Viewport) OnScreen(part image.Rectangle) image.Rectangle {
	if part.Empty() {
		return part
	}
	o := v.Origin()
	at := func(p image.Point, round func(float64) float64) image.Point {
		return image.Pt(int(round(float64(p.X)*v.Zoom)), int(round(float64(p.Y)*v.Zoom))).Add(o)
	}
	return image.Rectangle{at(part.Min, math.Floor), at(part.Max, math.Ceil)}
}

// InPhoto is the place of the photo, px, under a device pixel of the pane.
func (v Viewport) InPhoto(at image.Point) (x, y float64) {
	o := v.Origin()
	return (float64(at.X-o.X) + 0.5) / v.Zoom, (float64(at.Y-o.Y) + 0.5) / v.Zoom
}

// Level is the pyramid level that serves this zoom: each level halves the
// photo, and one device pixel is at most 1.25 pixels of the level across.
func (v Viewport) Level() int {
	if v.Zoom >= 1 {
		return 0
	}
	return max(0, int(math.Floor(-math.Log2(v.Zoom)+levelSlack)))
}

// Visible is the part of the photo in view, in pixels of a pyramid level.
func (v Viewport) Visible(level int) image.Rectangle {
	if v.Empty() {
		return image.Rectangle{}
	}
	o, s := v.Origin(), v.Zoom*math.Exp2(float64(level))
	r := image.Rect(
		int(math.Floor(float64(-o.X)/s)), int(math.Floor(float64(-o.Y)/s)),
		int(math.Ceil(float64(v.Pane.X-o.X)/s)), int(math.Ceil(float64(v.Pane.Y-o.Y)/s)))
	return r.Intersect(image.Rectangle{Max: LevelSize(v.Photo, level)})
}

// LevelSize is the size of a pyramid level of a photo: halved and rounded up.
func LevelSize(p image.Point, level int) image.Point {
	for range level {
		p = image.Pt((p.X+1)/2, (p.Y+1)/2)
	}
	return p
}
