package compare

import (
	"fmt"
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"afterrain/ui/render"
	"afterrain/ui/style"
)

// Sizes of the loupe in Fyne's units.
const (
	loupeWidth  = 320
	loupeHeight = 220
)

// Loupe shows the place under the pointer larger: before in its left half,
// after in its right half, of the same place. It stays where the pointer was last,
// and in the middle of the view before there was one.
type Loupe struct {
	c       *Comparer
	on      bool
	pointer *fyne.Position // where it was last; nil for the middle
	glass   pane
	half    *image.RGBA // the photo as it was, for the left half
	rim     *canvas.Rectangle
	line    *canvas.Rectangle
	tag     *pill
	told    render.Viewport // that OnLens was last called with for this photo
}

func newLoupe(c *Comparer) *Loupe {
	l := &Loupe{c: c, rim: canvas.NewRectangle(style.Surround), line: canvas.NewRectangle(style.Divider), tag: newPill("")}
	l.rim.StrokeColor, l.rim.StrokeWidth = style.Divider, 1.5
	l.glass.lens = true
	l.glass.build(l.lens, l.paint)
	return l
}

func (l *Loupe) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.rim, l.glass.clip, l.line}
}

// paint draws both halves of the same place: what is left of the line in the
// one lies right of it in the other.
func (l *Loupe) paint(dst *image.RGBA, v render.Viewport) {
	width := dst.Rect.Dx() / 2
	v.Pane.X = width
	if l.half == nil || l.half.Rect.Max != v.Pane {
		l.half = image.NewRGBA(image.Rectangle{Max: v.Pane})
	}
	for side, draw := range [...]func(*image.RGBA, render.Viewport){l.c.Before, l.after()} {
		draw(l.half, v)
		for y := range v.Pane.Y {
			copy(dst.Pix[dst.PixOffset(side*(dst.Rect.Dx()-width), y):], l.half.Pix[l.half.PixOffset(0, y):][:4*width])
		}
	}
}

func (l *Loupe) after() func(*image.RGBA, render.Viewport) {
	if l.c.holding {
		return l.c.Before
	}
	return l.c.Lens
}

// lens is the viewport of the loupe with a pane of the given device pixels.
func (l *Loupe) lens(pane image.Point) render.Viewport {
	v := l.c.view
	at := v.Middle()
	if l.pointer != nil {
		at = l.c.inPane(*l.pointer)
	}
	out := render.Viewport{Photo: v.Photo, Pane: pane, Zoom: min(max(1, math.Round(2*v.Zoom)), render.MaxZoom)}
	out.CX = v.CX + (float64(at.X)-float64(v.Pane.X)/2)/v.Zoom
	out.CY = v.CY + (float64(at.Y)-float64(v.Pane.Y)/2)/v.Zoom
	return out
}

// Out tells whether it is out.
func (l *Loupe) Out() bool { return l.on }

// View is what each of its halves shows; empty while it is put away or there is no photo.
func (l *Loupe) View() render.Viewport {
	if !l.on || l.c.view.Empty() {
		return render.Viewport{}
	}
	s := l.c.scale()
	v := l.lens(image.Pt(round(loupeWidth*s), round(loupeHeight*s)))
	v.Pane.X /= 2
	return v
}

// Show takes the loupe out or puts it away.
func (l *Loupe) Show(on bool) {
	l.on = on
	l.c.arrange()
	l.follow()
}

// move follows the pointer.
func (l *Loupe) move(to fyne.Position) {
	l.pointer = &to
	if l.on {
		l.arrange()
		l.follow()
	}
}

// follow has the loupe drawn again and tells what it shows.
func (l *Loupe) follow() {
	v := l.View()
	if !v.Empty() {
		l.refresh()
	}
	if v != l.told && l.c.OnLens != nil {
		l.told = v
		l.c.OnLens(v)
	}
}

func (l *Loupe) refresh() {
	if l.on {
		l.glass.refresh()
	}
}

// arrange puts the loupe over the pointer, wholly inside of the comparer.
func (l *Loupe) arrange() {
	shown := l.on && !l.c.view.Empty()
	l.rim.Hidden, l.glass.clip.Hidden, l.line.Hidden = !shown, !shown, !shown
	l.tag.show(shown)
	if !shown {
		return
	}
	size := l.c.Size()
	at := fyne.NewPos(size.Width/2, size.Height/2)
	if l.pointer != nil {
		at = *l.pointer
	}
	x := max(2, min(whole(at.X-loupeWidth/2), size.Width-loupeWidth-2))
	y := max(2, min(whole(at.Y-loupeHeight/2), size.Height-loupeHeight-2))
	l.rim.Move(fyne.NewPos(x-1.5, y-1.5))
	l.rim.Resize(fyne.NewSize(loupeWidth+3, loupeHeight+3))
	l.glass.place(x, loupeWidth, 0, loupeWidth, loupeHeight)
	l.glass.clip.Move(fyne.NewPos(x, y))
	l.line.Move(fyne.NewPos(x+loupeWidth/2-0.5, y))
	l.line.Resize(fyne.NewSize(1, loupeHeight))
	l.tag.set(loupeWords(l.lens(image.Point{}).Zoom))
	l.tag.move(x+6, y+loupeHeight-6-PillHeight, 0)
}

func whole(v float32) float32 { return float32(math.Round(float64(v))) }

// loupeWords is a zoom as photographers write it: 1:1, 2:1.
func loupeWords(zoom float64) string { return fmt.Sprintf("%.0f:1", zoom) }
