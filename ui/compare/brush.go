package compare

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"afterrain/engine/photo/protect"
	"afterrain/ui/style"
)

// Radius of the brush in Fyne's units: on the screen, so that zooming in makes it finer.
const (
	firstBrush, leastBrush, mostBrush = 40, 4, 200
	brushStep                         = 1.2
)

// Brush paints on the comparer where the photo is to stay as it was. A circle shows its size.
type Brush struct {
	c       *Comparer
	on      bool
	Radius  float32             // wished for, units
	pointer *fyne.Position      // over the comparer; nil if it is elsewhere
	stroke  *protect.Stroke     // under way; nil if none is
	button  desktop.MouseButton // that was pressed last
	clip    *container.Clip
	rim     [2]*canvas.Circle // a dark one around a light one: one of them can be seen on anything
}

func newBrush(c *Comparer) *Brush {
	b := &Brush{c: c, Radius: firstBrush}
	for i, col := range [...]color.Color{color.NRGBA{0, 0, 0, 0x90}, style.Divider} {
		b.rim[i] = canvas.NewCircle(color.Transparent)
		b.rim[i].StrokeColor, b.rim[i].StrokeWidth = col, 1.5
	}
	b.clip = container.NewClip(container.NewWithoutLayout(b.rim[0], b.rim[1]))
	b.clip.Hide()
	return b
}

// Out tells whether it is out.
func (b *Brush) Out() bool { return b.on }

// Show takes the brush out or puts it away.
func (b *Brush) Show(on bool) {
	b.End()
	if b.on != on {
		b.on = on
		b.c.redraw()
	}
	b.arrange()
}

// Resize makes the brush larger (by > 0) or smaller.
func (b *Brush) Resize(by int) {
	r := max(b.Radius, b.least()) * float32(math.Pow(brushStep, float64(by)))
	b.Radius = min(max(r, leastBrush), mostBrush)
	b.arrange()
}

// least is the radius of the finest brush at this zoom, units.
func (b *Brush) least() float32 {
	v := b.c.view
	return float32(protect.LeastRadius(v.Photo.X, v.Photo.Y)*v.Zoom) / b.c.scale()
}

// size is the radius of the brush, units.
func (b *Brush) size() float32 { return max(b.Radius, b.least()) }

// move follows the pointer; nil if it has left.
func (b *Brush) move(to *fyne.Position) {
	b.pointer = to
	b.arrange()
}

// arrange puts the circle around the pointer, in the pane that it is over.
func (b *Brush) arrange() {
	shown := b.on && b.pointer != nil && !b.c.view.Empty()
	if b.clip.Hidden = !shown; !shown {
		return
	}
	size := b.c.Size()
	pane, x := b.c.paneWidth(size), float32(0)
	if b.c.mode == SideBySide && b.pointer.X > pane {
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
func (b *Brush) begin(ev *desktop.MouseEvent) {
	b.End()
	v := b.c.view
	b.button = ev.Button
	if !b.on || v.Empty() || ev.Button == desktop.MouseButtonTertiary {
		return
	}
	long := float64(max(v.Photo.X, v.Photo.Y))
	radius := float64(b.size()*b.c.scale()) / v.Zoom / long * protect.StrokeUnit
	b.stroke = &protect.Stroke{
		Radius: min(max(1, int(math.Round(radius))), protect.StrokeUnit),
		Erase:  ev.Button == desktop.MouseButtonSecondary || ev.Modifier&fyne.KeyModifierShift != 0,
	}
	b.extend(ev.Position)
}

// extend leads the stroke on to where the pointer is. Points that lie close are left out.
func (b *Brush) extend(to fyne.Position) {
	s, v := b.stroke, b.c.view
	if s == nil || v.Empty() {
		return
	}
	x, y := v.InPhoto(b.c.inPane(to))
	unit := protect.StrokeUnit / float64(max(v.Photo.X, v.Photo.Y))
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
func (b *Brush) follow(ev *desktop.MouseEvent) {
	switch {
	case b.stroke == nil || b.button != desktop.MouseButtonSecondary:
	case ev.Button&desktop.MouseButtonSecondary == 0: // it went up elsewhere
		b.End()
	default:
		b.extend(ev.Position)
	}
}

// leave follows the pointer out of the comparer, where the right button would go up unheard.
func (b *Brush) leave() {
	if b.button == desktop.MouseButtonSecondary {
		b.End()
	}
	b.move(nil)
}

// End ends the stroke under way, if there is one.
func (b *Brush) End() {
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
