package ui

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"afterrain/engine/photo/protect"
)

// Radius of the brush in Fyne's units: on the screen, so that zooming in makes it finer.
const (
	firstBrush, leastBrush, mostBrush = 40, 4, 200
	brushStep                         = 1.2
)

// brush paints on the comparer where the photo is to stay as it was. A circle shows its size.
type brush struct {
	c       *comparer
	on      bool
	radius  float32             // wished for, units
	pointer *fyne.Position      // over the comparer; nil if it is elsewhere
	stroke  *protect.Stroke     // under way; nil if none is
	button  desktop.MouseButton // that was pressed last
	clip    *container.Clip
	rim     [2]*canvas.Circle // a dark one around a light one: one of them can be seen on anything
}

func newBrush(c *comparer) *brush {
	b := &brush{c: c, radius: firstBrush}
	for i, col := range [...]color.Color{color.NRGBA{0, 0, 0, 0x90}, colorDivider} {
		b.rim[i] = canvas.NewCircle(color.Transparent)
		b.rim[i].StrokeColor, b.rim[i].StrokeWidth = col, 1.5
	}
	b.clip = container.NewClip(container.NewWithoutLayout(b.rim[0], b.rim[1]))
	b.clip.Hide()
	return b
}

// show takes the brush out or puts it away.
func (b *brush) show(on bool) {
	b.end()
	if b.on != on {
		b.on = on
		b.c.redraw()
	}
	b.arrange()
}

// resize makes the brush larger (by > 0) or smaller.
func (b *brush) resize(by int) {
	r := max(b.radius, b.least()) * float32(math.Pow(brushStep, float64(by)))
	b.radius = min(max(r, leastBrush), mostBrush)
	b.arrange()
}

// least is the radius of the finest brush at this zoom, units.
func (b *brush) least() float32 {
	v := b.c.view
	return float32(protect.LeastRadius(v.photo.X, v.photo.Y)*v.zoom) / b.c.scale()
}

// size is the radius of the brush, units.
func (b *brush) size() float32 { return max(b.radius, b.least()) }

// move follows the pointer; nil if it has left.
func (b *brush) move(to *fyne.Position) {
	b.pointer = to
	b.arrange()
}

// arrange puts the circle around the pointer, in the pane that it is over.
func (b *brush) arrange() {
	shown := b.on && b.pointer != nil && !b.c.view.empty()
	if b.clip.Hidden = !shown; !shown {
		return
	}
	size := b.c.Size()
	pane, x := b.c.paneWidth(size), float32(0)
	if b.c.mode == sideBySide && b.pointer.X > pane {
		x = pane + paneGap
	}
	b.clip.Move(fyne.NewPos(x, 0))
	b.clip.Resize(fyne.NewSize(pane, size.Height))
	for i, r := range [...]float32{b.size() + 1, b.size()} {
		b.rim[i].Move(fyne.NewPos(b.pointer.X-x-r, b.pointer.Y-r))
		b.rim[i].Resize(fyne.NewSquareSize(2 * r))
	}
	b.clip.Refresh()
}

// begin begins a stroke, if the button of the mouse is for that.
func (b *brush) begin(ev *desktop.MouseEvent) {
	b.end()
	v := b.c.view
	b.button = ev.Button
	if !b.on || v.empty() || ev.Button == desktop.MouseButtonTertiary {
		return
	}
	long := float64(max(v.photo.X, v.photo.Y))
	radius := float64(b.size()*b.c.scale()) / v.zoom / long * protect.StrokeUnit
	b.stroke = &protect.Stroke{
		Radius: min(max(1, int(math.Round(radius))), protect.StrokeUnit),
		Erase:  ev.Button == desktop.MouseButtonSecondary || ev.Modifier&fyne.KeyModifierShift != 0,
	}
	b.extend(ev.Position)
}

// extend leads the stroke on to where the pointer is. Points that lie close are left out.
func (b *brush) extend(to fyne.Position) {
	s, v := b.stroke, b.c.view
	if s == nil || v.empty() {
		return
	}
	x, y := v.inPhoto(b.c.inPane(to))
	unit := protect.StrokeUnit / float64(max(v.photo.X, v.photo.Y))
	p := strokePoint(x*unit, y*unit)
	if n := len(s.Points); n > 0 {
		d := p.Sub(s.Points[n-1])
		if near := s.Radius / 10; d.X*d.X+d.Y*d.Y <= near*near {
			return
		}
	}
	s.Points = append(s.Points, p)
	b.c.OnStroke(*s, len(s.Points)-1)
}

// follow extends a stroke of the right button, with which nothing counts as dragged.
func (b *brush) follow(ev *desktop.MouseEvent) {
	switch {
	case b.stroke == nil || b.button != desktop.MouseButtonSecondary:
	case ev.Button&desktop.MouseButtonSecondary == 0: // it went up elsewhere
		b.end()
	default:
		b.extend(ev.Position)
	}
}

// leave follows the pointer out of the comparer, where the right button would go up unheard.
func (b *brush) leave() {
	if b.button == desktop.MouseButtonSecondary {
		b.end()
	}
	b.move(nil)
}

// end ends the stroke under way, if there is one.
func (b *brush) end() {
	if s := b.stroke; s != nil {
		b.stroke = nil
		b.c.OnStroked(*s)
	}
}

// strokePoint is a place in units of strokes; one far outside of the photo is brought nearer.
func strokePoint(x, y float64) image.Point {
	const far = 2 * protect.StrokeUnit
	in := func(v float64) int { return int(math.Round(min(max(v, -far), far))) }
	return image.Pt(in(x), in(y))
}
