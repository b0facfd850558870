// Package protect keeps parts of a photo as they were: strokes of a brush draw a mask, and what it
// covers is put back into the restored photo.
package protect

import (
	"image"
	"math"
	"slices"
)

// maskSide is the longer side of a mask at most, px.
const maskSide = 1024

// A Mask says how much of a photo stays as it was, drawn by strokes: 0 to 255 a pixel, far fewer
// pixels than the photo has. It may be read by several goroutines while nobody draws.
type Mask struct {
	width, height int     // px of the mask
	scale         float64 // its px a pixel of the photo
	pix           []uint8
	spans         []span // by row
}

// span is where a row may be protected: from..to-1.
type span struct{ from, to int }

func (s span) empty() bool { return s.from >= s.to }

// union is the smallest span over both.
func (s span) union(t span) span {
	switch {
	case s.empty():
		return t
	case t.empty():
		return s
	}
	return span{min(s.from, t.from), max(s.to, t.to)}
}

// NewMask is an empty mask of a photo of the given size, px.
func NewMask(width, height int) *Mask {
	long := max(width, height, 1)
	m := &Mask{scale: float64(min(long, maskSide)) / float64(long)}
	side := func(n int) int { return max(1, int(math.Ceil(float64(n)*m.scale-1e-6))) }
	m.width, m.height = side(width), side(height)
	m.pix, m.spans = make([]uint8, m.width*m.height), make([]span, m.height)
	return m
}

// Clone is a copy of its own.
func (m *Mask) Clone() *Mask {
	c := *m
	c.pix, c.spans = slices.Clone(m.pix), slices.Clone(m.spans)
	return &c
}

// LeastRadius is that of the finest brush that a mask shows well, in pixels of a photo of the
// given size.
func LeastRadius(width, height int) float64 {
	return leastRadius * float64(max(width, height)) / float64(min(max(width, height, 1), maskSide))
}

// leastRadius in px of the mask: of a smaller brush the middles of the pixels may lie outside.
const leastRadius = 1.5

// Draw draws a stroke, or what has come to it with the points from..; the part before that must
// have been drawn. It returns where the mask has changed, in pixels of the photo.
func (m *Mask) Draw(s Stroke, from int) image.Rectangle {
	unit := float64(max(m.width, m.height)) / StrokeUnit
	radius := max(leastRadius, float64(s.Radius)*unit)
	var changed image.Rectangle
	points := s.Points[max(0, from-1):]
	for i := range max(1, len(points)-1) {
		p, q := points[i], points[min(i+1, len(points)-1)]
		d := dab{x: float64(p.X) * unit, y: float64(p.Y) * unit, radius: radius}
		d.dx, d.dy = float64(q.X)*unit-d.x, float64(q.Y)*unit-d.y
		changed = changed.Union(m.draw(d, s.Erase))
	}
	return m.inPhoto(changed)
}

// inPhoto is what pixels of the mask may change, in pixels of the photo: all that lie between
// their neighbours' middles.
func (m *Mask) inPhoto(r image.Rectangle) image.Rectangle {
	if r.Empty() {
		return image.Rectangle{}
	}
	at := func(v int) int { return int(math.Floor(float64(v) / m.scale)) }
	return image.Rect(at(r.Min.X-1), at(r.Min.Y-1), at(r.Max.X+1)+1, at(r.Max.Y+1)+1)
}

// dab is a straight piece of a stroke in px of the mask, from x, y by dx, dy.
type dab struct{ x, y, dx, dy, radius float64 }

// draw draws a piece and returns the pixels of the mask that have changed.
func (m *Mask) draw(d dab, erase bool) (changed image.Rectangle) {
	box := image.Rect(
		int(math.Floor(min(d.x, d.x+d.dx)-d.radius)), int(math.Floor(min(d.y, d.y+d.dy)-d.radius)),
		int(math.Ceil(max(d.x, d.x+d.dx)+d.radius)), int(math.Ceil(max(d.y, d.y+d.dy)+d.radius)),
	).Intersect(image.Rect(0, 0, m.width, m.height))
	for y := box.Min.Y; y < box.Max.Y; y++ {
		if s := d.row(m.pix[y*m.width:][:m.width], span{box.Min.X, box.Max.X}, float64(y)+0.5, erase); !s.empty() {
			m.spans[y] = m.spans[y].union(s)
			changed = changed.Union(image.Rect(s.from, y, s.to, y+1))
		}
	}
	return changed
}

// row draws into a row of the mask, whose middle is at y, and returns what has changed.
func (d dab) row(row []uint8, within span, y float64, erase bool) (changed span) {
	full := uint8(255) // of what is drawn: there is nothing to do
	if erase {
		full = 0
	}
	y -= d.y
	var along, ahead float64 // of the piece: what a pixel goes on along it, and where x = d.x is
	if long := d.dx*d.dx + d.dy*d.dy; long > 0 {
		along, ahead = d.dx/long, y*d.dy/long
	}
	steps := falloffSteps / (d.radius * d.radius)
	for i, was := range row[within.from:within.to] {
		if was == full {
			continue
		}
		x := float64(within.from+i) + 0.5 - d.x
		t := x*along + ahead
		if t < 0 {
			t = 0
		} else if t > 1 {
			t = 1
		}
		ex, ey := x-t*d.dx, y-t*d.dy
		step := int((ex*ex + ey*ey) * steps)
		if step >= falloffSteps {
			continue
		}
		if v := falloff[step]; erase && 255-v < was {
			row[within.from+i] = 255 - v
		} else if !erase && v > was {
			row[within.from+i] = v
		} else {
			continue
		}
		if changed.empty() {
			changed.from = within.from + i
		}
		changed.to = within.from + i + 1
	}
	return changed
}

const falloffSteps = 4096

// falloff is how much a stroke covers, by the square of the distance from its middle in steps of
// the radius' square: 255 in the inner half of the radius, and less and less to its edge.
var falloff = func() (table [falloffSteps]uint8) {
	for i := range table {
		t := min(1, 2-2*math.Sqrt((float64(i)+0.5)/falloffSteps))
		table[i] = uint8(255*t*t*(3-2*t) + 0.5)
	}
	return table
}()
