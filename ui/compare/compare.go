// Package compare shows a photo before and after: split, side by side or alone, with a loupe, and a
// brush for what is to stay as it was.
package compare

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"afterrain/assets"
	"afterrain/engine/photo/protect"
	"afterrain/ui/render"
	"afterrain/ui/style"
)

// Mode is how the comparer shows the two pictures.
type Mode int

// The modes.
const (
	Split      Mode = iota // one picture, a divider between before and after
	SideBySide             // two panes
	Single                 // the restored picture alone
)

// Sizes in Fyne's units.
const (
	paneGap     = 2  // between the panes side by side
	dividerGrip = 14 // how near the divider the pointer takes hold of it
	handleSide  = 30 // of the round handle in the divider's middle

	LeastWidth, viewerHeight = 320, 160 // of the comparer, at least
)

// Comparer shows a photo before and after with one zoom and one pan. It draws
// two rasters, each in a clip. Moving the divider moves the clips and not a
// pixel is drawn again.
type Comparer struct {
	widget.BaseWidget

	// Before and After draw what the viewport shows into dst, which has the
	// size of its pane.
	Before, After func(dst *image.RGBA, v render.Viewport)
	// OnView is called when another part of the photo comes into view.
	OnView func(render.Viewport)
	// Lens draws like Before and After what the loupe shows, and OnLens is called
	// when that changes; with an empty viewport when the loupe is put away.
	Lens   func(dst *image.RGBA, v render.Viewport)
	OnLens func(render.Viewport)
	// Tint draws over both sides what is protected, while the brush is out.
	Tint func(dst *image.RGBA, v render.Viewport)
	// OnStroke is called while a stroke of the brush grows: its points from.. are new; and
	// OnStroked at its end.
	OnStroke  func(s protect.Stroke, from int)
	OnStroked func(s protect.Stroke)
	// Divider is where it is in split, 0 to 1 of the width. Once the comparer is shown PushDivider moves it.
	Divider float32
	Loupe   *Loupe
	Brush   *Brush

	view    render.Viewport
	mode    Mode
	holding bool // show the photo as it was, everywhere

	before, after  pane
	line, shade    *canvas.Rectangle // the divider and the dark rim that shows it on white
	handle         *canvas.Image
	tagL, tagR     *pill
	badge          *pill
	pressed        bool // a button is down; onDivider says on what
	onDivider, hot bool
}

// New makes one without a photo.
func New(m Mode) *Comparer {
	c := &Comparer{mode: m, Divider: 0.5}
	view := func(pane image.Point) render.Viewport {
		v := c.view
		v.Pane = pane
		return v
	}
	c.before.build(view, func(dst *image.RGBA, v render.Viewport) { c.paint(c.Before, dst, v) })
	c.after.build(view, func(dst *image.RGBA, v render.Viewport) {
		if c.holding {
			c.paint(c.Before, dst, v)
		} else {
			c.paint(c.After, dst, v)
		}
	})
	c.line = canvas.NewRectangle(style.Divider)
	c.shade = canvas.NewRectangle(color.NRGBA{0, 0, 0, 0x60})
	c.handle = canvas.NewImageFromResource(assets.IconHandle)
	c.Loupe, c.Brush = newLoupe(c), newBrush(c)
	c.tagL, c.tagR, c.badge = newPill(lang.L("Before")), newPill(lang.L("After")), newPill("")
	c.ExtendBaseWidget(c)
	return c
}

// SetPhoto shows a photo of the given size, as closely as the one before it; zero for none.
func (c *Comparer) SetPhoto(size image.Point) {
	c.Brush.End()
	c.Loupe.told = render.Viewport{}
	c.redraw() // another photo may have the same size
	c.SetView(c.view.Of(size))
}

// SetMode changes between split, side by side and single.
func (c *Comparer) SetMode(m Mode) {
	c.mode = m
	c.setPane(c.Size())
	c.arrange()
	c.redraw()
}

// Mode is how the two pictures are shown.
func (c *Comparer) Mode() Mode { return c.mode }

// SetBadge says what the restored pixels are; "" hides it.
func (c *Comparer) SetBadge(text string) {
	c.badge.set(text)
	c.arrange()
}

// Badge is what SetBadge was told last.
func (c *Comparer) Badge() string { return c.badge.text.Text }

// View is what is in view.
func (c *Comparer) View() render.Viewport { return c.view }

// SetView brings another part of the photo into view.
func (c *Comparer) SetView(v render.Viewport) {
	c.view = v
	c.before.move()
	c.after.move()
	if c.OnView != nil {
		c.OnView(v)
	}
	c.Loupe.follow()
	c.Brush.arrange()
}

// scale is device pixels a unit.
func (c *Comparer) scale() float32 {
	if cv := fyne.CurrentApp().Driver().CanvasForObject(c); cv != nil {
		return cv.Scale()
	}
	return 1
}

// setPane tells the viewport how many device pixels a pane has now.
func (c *Comparer) setPane(size fyne.Size) {
	s := c.scale()
	pane := image.Pt(round(c.paneWidth(size)*s), round(size.Height*s))
	if pane == c.view.Pane {
		return
	}
	c.view = c.view.Resized(pane)
	if c.OnView != nil {
		c.OnView(c.view)
	}
	c.Loupe.follow()
}

func round(v float32) int { return int(math.Round(float64(v))) }

// Panes is how many pictures the view shows side by side.
func (c *Comparer) Panes() int {
	if c.mode == SideBySide {
		return 2
	}
	return 1
}

func (c *Comparer) paneWidth(size fyne.Size) float32 {
	if c.mode == SideBySide {
		return max(0, float32(math.Floor(float64(size.Width-paneGap)/2)))
	}
	return size.Width
}

// inPane converts a position on the widget to device pixels of its pane.
func (c *Comparer) inPane(p fyne.Position) image.Point {
	if w := c.paneWidth(c.Size()); c.mode == SideBySide && p.X > w {
		p.X -= w + paneGap
	}
	s := c.scale()
	return image.Pt(round(p.X*s), round(p.Y*s))
}

// arrange places the clips, the divider and the labels. It draws no pixels
// unless a pane changed its size.
func (c *Comparer) arrange() {
	size := c.Size()
	w := c.paneWidth(size)
	x := float32(math.Round(float64(size.Width * c.Divider)))
	switch c.mode {
	case Split:
		c.before.place(0, x, 0, w, size.Height)
		c.after.place(x, size.Width-x, x, w, size.Height)
	case SideBySide:
		c.before.place(0, w, 0, w, size.Height)
		c.after.place(w+paneGap, w, 0, w, size.Height)
	case Single:
		c.before.place(0, 0, 0, w, size.Height)
		c.after.place(0, w, 0, w, size.Height)
	}
	c.arrangeMarks(size, x)
	c.Loupe.arrange()
	c.Brush.arrange()
}

func (c *Comparer) arrangeMarks(size fyne.Size, x float32) {
	hidden := c.mode != Split || c.holding
	c.line.Hidden, c.shade.Hidden, c.handle.Hidden = hidden, hidden, hidden
	c.shade.Move(fyne.NewPos(x-2, 0))
	c.shade.Resize(fyne.NewSize(4, size.Height))
	c.line.Move(fyne.NewPos(x-1, 0))
	c.line.Resize(fyne.NewSize(2, size.Height))
	c.handle.Move(fyne.NewPos(x-handleSide/2, size.Height/2-handleSide/2))
	c.handle.Resize(fyne.NewSquareSize(handleSide))

	const edge = 12
	c.tagL.show(c.mode != Single)
	c.tagL.move(edge, edge, 0)
	if c.holding {
		c.tagR.set(lang.L("Before"))
	} else {
		c.tagR.set(lang.L("After"))
	}
	c.tagR.move(size.Width-edge, edge, 1)
	c.badge.move(size.Width-edge, size.Height-edge-PillHeight, 1)
}

// CreateRenderer is for Fyne.
func (c *Comparer) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{c.before.clip, c.after.clip, c.shade, c.line, c.handle}
	objects = append(append(objects, c.Loupe.objects()...), c.Brush.clip)
	for _, p := range [...]*pill{c.tagL, c.tagR, c.badge, c.Loupe.tag} {
		objects = append(objects, p.back, p.text)
	}
	return &comparerRenderer{c, objects}
}
