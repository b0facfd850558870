package ui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/assets"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// cell is one place on the strip: thumbnail, name, and how the photo fares.
type cell struct {
	widget.BaseWidget
	strip *strip
	item  *item

	back, frame  *canvas.Rectangle
	thumb        *canvas.Image
	track, bar   *canvas.Rectangle
	dot          *canvas.Circle
	name, note   *canvas.Text
	own          *fyne.Container // marks settings of its own
	cross, retry *widgets.Button
	progress     float64
	hovered      bool
	how          pickHow // what the press that goes on means
}

const cellPad = 4 // around what a cell shows, Fyne's units

func newCell(s *strip) *cell {
	c := &cell{
		strip: s,
		back:  canvas.NewRectangle(color.Transparent),
		frame: canvas.NewRectangle(style.Grey(0x24)),
		thumb: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth},
		track: canvas.NewRectangle(color.NRGBA{0, 0, 0, 0xa0}),
		bar:   canvas.NewRectangle(style.Accent),
		dot:   canvas.NewCircle(style.Faint),
		name:  canvas.NewText("", style.Text),
		note:  canvas.NewText("", style.Quiet),
	}
	c.back.CornerRadius, c.frame.CornerRadius = 5, 3
	c.name.TextSize, c.note.TextSize = 11, 10.5
	c.own = newOwnMark()
	c.cross = widgets.NewButton("✕", nil, widgets.Raised, func() { s.OnRemove(c.item) })
	c.cross.Label.TextSize = 10
	c.retry = widgets.NewButton(lang.L("Try again"), nil, widgets.Raised, func() { s.OnRetry(c.item) })
	c.retry.Label.TextSize = 10.5
	for _, b := range [...]*widgets.Button{c.cross, c.retry} {
		b.OnHover = c.hover // over them the pointer is not over the cell
		b.Hide()
	}
	c.ExtendBaseWidget(c)
	return c
}

// newOwnMark makes the mark of a photo with settings of its own.
func newOwnMark() *fyne.Container {
	ground, icon := canvas.NewRectangle(style.Pill), canvas.NewImageFromResource(assets.IconOwn)
	ground.CornerRadius, icon.FillMode = 4, canvas.ImageFillContain
	return container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(2, 2, 2, 2), icon))
}

// show binds the cell to an item as it is now.
func (c *cell) show(it *item) {
	c.showThumb(it)
	if c.item != it {
		c.name.Text = widgets.FitText(widgets.Shorten(it.name(), 17), c.name, cellWidth-8-2*cellPad)
	}
	c.item, c.progress = it, it.progress
	c.note.Text, c.dot.FillColor = stateWords(it, c.strip.paused)
	c.note.Color = style.Quiet
	if it.state == failed {
		c.note.Color = style.Bad
	}
	c.own.Hidden = !it.own()
	c.track.Hidden = it.state != running
	c.bar.Hidden = c.track.Hidden
	c.paint()
	c.Refresh()
}

// showThumb changes the picture only if it is another one: that uploads it again.
func (c *cell) showThumb(it *item) {
	switch {
	case it.thumb != nil && c.thumb.Image != it.thumb:
		c.thumb.Image, c.thumb.Resource = it.thumb, nil
	case it.thumb == nil && it.unread && c.thumb.Resource == nil:
		c.thumb.Image, c.thumb.Resource = nil, theme.NewDisabledResource(theme.BrokenImageIcon())
	case it.thumb == nil && !it.unread && (c.thumb.Image != nil || c.thumb.Resource != nil):
		c.thumb.Image, c.thumb.Resource = nil, nil
	default:
		return
	}
	c.thumb.Refresh()
}

func (c *cell) paint() {
	c.back.FillColor, c.back.StrokeWidth = color.Transparent, 0
	switch {
	case c.item != nil && c.item == c.strip.selected:
		c.back.FillColor = style.Grey(0x38)
	case slices.Contains(c.strip.picked, c.item):
		c.back.FillColor = style.Grey(0x30)
	case c.hovered:
		c.back.FillColor = style.Grey(0x28)
	}
	if slices.Contains(c.strip.picked, c.item) && len(c.strip.picked) > 1 {
		c.back.StrokeColor, c.back.StrokeWidth = style.Grey(0x78), 1
	}
	c.cross.Hidden = !c.hovered || c.item == nil || c.item.state == running
	c.retry.Hidden = c.item == nil || c.item.state != failed
}

// MouseDown notes which keys are held, as a click on more than one photo needs.
func (c *cell) MouseDown(e *desktop.MouseEvent) {
	switch {
	case e.Modifier&fyne.KeyModifierShift != 0:
		c.how = pickRange
	case e.Modifier&fyne.KeyModifierShortcutDefault != 0:
		c.how = pickToggle
	default:
		c.how = pickOne
	}
}

func (c *cell) MouseUp(*desktop.MouseEvent) {}

// Tapped picks the photo.
func (c *cell) Tapped(*fyne.PointEvent) { c.strip.OnPick(c.item, c.how) }

// TappedSecondary shows what can be done with the photo.
func (c *cell) TappedSecondary(e *fyne.PointEvent) { c.strip.OnMenu(c.item, e.AbsolutePosition) }

// Dragged moves the photo to another place on the strip.
func (c *cell) Dragged(e *fyne.DragEvent) {
	s, it := c.strip, c.strip.dragged
	if it == nil {
		it, s.grabbed = c.item, s.scroll.Offset.X // the cell may show another one once the strip scrolls
	}
	s.drag(it, c.Position().X+e.Position.X+s.scroll.Offset.X-s.grabbed) // Fyne does not see what the strip has scrolled
}

func (c *cell) DragEnd() { c.strip.drop() }

// MouseIn, MouseMoved and MouseOut show the cross and tell the status line.
func (c *cell) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }
func (c *cell) MouseMoved(e *desktop.MouseEvent) {
	c.strip.pointer = c.Position().X + e.Position.X - c.strip.scroll.Offset.X
	if !c.hovered {
		c.hover(true)
	}
}

// MouseOut ends what MouseIn began.
func (c *cell) MouseOut() { c.hover(false) }

func (c *cell) hover(on bool) {
	if on {
		c.strip.hover(c)
		return
	}
	c.strip.hover(nil)
}

func (c *cell) CreateRenderer() fyne.WidgetRenderer {
	return &cellRenderer{c, []fyne.CanvasObject{c.back, c.frame, c.thumb, c.track, c.bar, c.name, c.dot, c.note, c.own, c.retry, c.cross}}
}

type cellRenderer struct {
	c       *cell
	objects []fyne.CanvasObject
}

func (r *cellRenderer) Layout(size fyne.Size) {
	const pad, thumbHeight = cellPad, 70
	c := r.c
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	w := size.Width - 2*pad
	put(c.back, 0, 0, size.Width, size.Height)
	put(c.frame, pad, pad, w, thumbHeight)
	inset := float32(0)
	if c.thumb.Resource != nil {
		inset = 20
	}
	put(c.thumb, pad, pad+inset, w, thumbHeight-2*inset)
	put(c.track, pad, pad+thumbHeight-4, w, 4)
	put(c.bar, pad, pad+thumbHeight-4, w*float32(c.progress), 4)
	put(c.name, pad+1, pad+thumbHeight+1, w, 15)
	put(c.dot, pad+2, pad+thumbHeight+20, 6, 6)
	put(c.note, pad+12, pad+thumbHeight+15, w-12, 15)
	put(c.own, pad+3, pad+3, 18, 18)
	put(c.cross, size.Width-pad-22, pad+2, 20, 20)
	put(c.retry, pad+4, pad+thumbHeight-24, c.retry.MinSize().Width, 20)
}

func (r *cellRenderer) Refresh() {
	r.Layout(r.c.Size())
	for _, o := range r.objects {
		if o != r.c.thumb { // its texture is uploaded only when it changes
			o.Refresh()
		}
	}
}

func (r *cellRenderer) MinSize() fyne.Size           { return fyne.NewSize(cellWidth-8, cellHeight) }
func (r *cellRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *cellRenderer) Destroy()                     {}
