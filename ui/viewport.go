package ui

import (
	"image"
	"math"
)

// Limits of the zoom and how coarse a preview may be.
const (
	maxZoom    = 16.0 // 1600 %: single pixels are plain to see
	maxFitZoom = 2.0  // a small photo is not blown up further than this to fill the pane
	levelSlack = 0.32 // log2(1.25): a level may be enlarged by a quarter before the finer one is taken
)

// zoomSteps are the stops of the + and - keys, in device pixels a photo pixel.
var zoomSteps = [...]float64{1. / 16, 1. / 12, 1. / 8, 1. / 6, 1. / 4, 1. / 3, 1. / 2, 2. / 3, 1, 1.5, 2, 3, 4, 6, 8, 12, 16}

// viewport maps photo pixels to device pixels. Both panes of the comparer
// share one, so they always show the same part. It is a value: methods that
// change the view return the new one.
type viewport struct {
	photo  image.Point // size of the photo, px
	pane   image.Point // size of one pane, device px
	zoom   float64     // device px a photo px
	cx, cy float64     // the photo's point in the middle of the pane, photo px
	fitted bool        // keep the whole photo in view when the pane changes
}

func (v viewport) empty() bool {
	return v.photo.X < 1 || v.photo.Y < 1 || v.pane.X < 1 || v.pane.Y < 1
}

func (v viewport) fitZoom() float64 {
	if v.empty() {
		return 1
	}
	z := min(float64(v.pane.X)/float64(v.photo.X), float64(v.pane.Y)/float64(v.photo.Y))
	return min(z, maxFitZoom)
}

func (v viewport) fit() viewport {
	v.zoom, v.fitted = v.fitZoom(), true
	v.cx, v.cy = float64(v.photo.X)/2, float64(v.photo.Y)/2
	return v
}

// of returns the view of another photo: the same place at the same zoom, or all of it if all
// was in view. While there is none, which has no size, the zoom waits for the next; the first is
// seen in its middle.
func (v viewport) of(photo image.Point) viewport {
	was := v.photo
	v.photo = photo
	switch {
	case v.fitted:
		return v.fit()
	case v.empty():
		return v
	case v.zoom < min(v.fitZoom(), 1): // it is smaller
		return v.fit()
	case was.X > 0:
		v.cx *= float64(photo.X) / float64(was.X)
		v.cy *= float64(photo.Y) / float64(was.Y)
	case v.cx == 0 && v.cy == 0: // no photo was seen yet
		v.cx, v.cy = float64(photo.X)/2, float64(photo.Y)/2
	}
	return v.clamped()
}

// resized returns the view in a pane of another size.
func (v viewport) resized(pane image.Point) viewport {
	v.pane = pane
	if v.fitted {
		return v.fit()
	}
	return v.zoomedTo(v.zoom, v.middle())
}

func (v viewport) middle() image.Point { return v.pane.Div(2) }

// zoomedTo returns the view at another zoom with the photo's point under at
// (device px in the pane) kept where it is, as far as the photo's edges allow.
func (v viewport) zoomedTo(zoom float64, at image.Point) viewport {
	if v.empty() {
		return v
	}
	zoom = min(max(zoom, min(v.fitZoom(), 1)), maxZoom)
	dx, dy := float64(at.X)-float64(v.pane.X)/2, float64(at.Y)-float64(v.pane.Y)/2
	v.cx += dx/v.zoom - dx/zoom
	v.cy += dy/v.zoom - dy/zoom
	v.zoom = zoom
	v.fitted = zoom == v.fitZoom()
	return v.clamped()
}

// zoomedBy multiplies the zoom; passing 1:1 stops there.
func (v viewport) zoomedBy(factor float64, at image.Point) viewport {
	z := v.zoom * factor
	if (v.zoom < 0.999 && z > 1) || (v.zoom > 1.001 && z < 1) {
		z = 1
	}
	return v.zoomedTo(z, at)
}

// stepped moves to the next stop in (dir > 0) or out (dir < 0), which is the whole photo
// after the last.
func (v viewport) stepped(dir int) viewport {
	z := v.zoom
	if dir < 0 {
		z = 0
	}
	for i := range zoomSteps {
		s := zoomSteps[i]
		if dir < 0 {
			s = zoomSteps[len(zoomSteps)-1-i]
		}
		if (dir > 0 && s > v.zoom*1.001) || (dir < 0 && s < v.zoom*0.999) {
			z = s
			break
		}
	}
	return v.zoomedTo(z, v.middle())
}

// panned moves the photo by d device px.
func (v viewport) panned(d image.Point) viewport {
	v.cx -= float64(d.X) / v.zoom
	v.cy -= float64(d.Y) / v.zoom
	return v.clamped()
}

func (v viewport) clamped() viewport {
	v.cx = clampCentre(v.cx, float64(v.photo.X), float64(v.pane.X)/v.zoom)
	v.cy = clampCentre(v.cy, float64(v.photo.Y), float64(v.pane.Y)/v.zoom)
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

// origin is where the photo's top left corner falls, in device px of the pane.
// Whole pixels, so that 1:1 shows photo pixels as they are.
func (v viewport) origin() image.Point {
	return image.Pt(
		int(math.Round(float64(v.pane.X)/2-v.cx*v.zoom)),
		int(math.Round(float64(v.pane.Y)/2-v.cy*v.zoom)))
}

// through is the same view through a part of the pane.
func (v viewport) through(part image.Rectangle) viewport {
	o := v.origin().Sub(part.Min)
	v.pane = part.Size()
	v.cx = (float64(v.pane.X)/2 - float64(o.X)) / v.zoom
	v.cy = (float64(v.pane.Y)/2 - float64(o.Y)) / v.zoom
	return v
}

// frame is the photo's rectangle in device px of the pane; it may reach outside.
func (v viewport) frame() image.Rectangle {
	o := v.origin()
	w := max(1, int(math.Round(float64(v.photo.X)*v.zoom)))
	h := max(1, int(math.Round(float64(v.photo.Y)*v.zoom)))
	return image.Rect(o.X, o.Y, o.X+w, o.Y+h)
}

// onScreen is a part of the photo, px, in device px of the pane; it may reach outside.
func (v viewport) onScreen(part image.Rectangle) image.Rectangle {
	if part.Empty() {
		return part
	}
	o := v.origin()
	at := func(p image.Point, round func(float64) float64) image.Point {
		return image.Pt(int(round(float64(p.X)*v.zoom)), int(round(float64(p.Y)*v.zoom))).Add(o)
	}
	return image.Rectangle{at(part.Min, math.Floor), at(part.Max, math.Ceil)}
}

// inPhoto is the place of the photo, px, under a device pixel of the pane.
func (v viewport) inPhoto(at image.Point) (x, y float64) {
	o := v.origin()
	return (float64(at.X-o.X) + 0.5) / v.zoom, (float64(at.Y-o.Y) + 0.5) / v.zoom
}

// level is the pyramid level that serves this zoom: each level halves the
// photo, and one device pixel is at most 1.25 pixels of the level across.
func (v viewport) level() int {
	if v.zoom >= 1 {
		return 0
	}
	return max(0, int(math.Floor(-math.Log2(v.zoom)+levelSlack)))
}

// visible is the part of the photo in view, in pixels of a pyramid level.
func (v viewport) visible(level int) image.Rectangle {
	if v.empty() {
		return image.Rectangle{}
	}
	o, s := v.origin(), v.zoom*math.Exp2(float64(level))
	r := image.Rect(
		int(math.Floor(float64(-o.X)/s)), int(math.Floor(float64(-o.Y)/s)),
		int(math.Ceil(float64(v.pane.X-o.X)/s)), int(math.Ceil(float64(v.pane.Y-o.Y)/s)))
	return r.Intersect(image.Rectangle{Max: levelSize(v.photo, level)})
}

// levelSize is the size of a pyramid level of a photo: halved and rounded up.
func levelSize(p image.Point, level int) image.Point {
	for range level {
		p = image.Pt((p.X+1)/2, (p.Y+1)/2)
	}
	return p
}
