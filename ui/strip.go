package ui

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// strip shows the photos that were dropped, one cell each. It keeps only as
// many cells as fit on the screen and moves them along while it scrolls, so
// three hundred photos cost no more than twelve.
type strip struct {
	widget.BaseWidget

	OnPick            func(*item, pickHow)
	OnRemove, OnRetry func(*item)
	OnHover           func(*item)                // nil when the pointer leaves
	OnMove            func(it *item, place int)  // dragged before the item at place
	OnMenu            func(*item, fyne.Position) // the other mouse button
	OnSight           func([]*item)              // others came into sight

	items    []*item
	selected *item
	picked   []*item
	paused   bool
	pointer  float32 // where it is, from the left of what is in sight
	sight    [2]int  // first item in sight, and how many fit
	cells    []*cell
	dragged  *item   // nil while none is
	grabbed  float32 // how far the strip was scrolled when it was taken
	place    int     // where it would go
	marker   *canvas.Rectangle
	content  *fyne.Container
	scroll   *widgets.Film
}

// Sizes in Fyne's units.
const (
	cellWidth   = 128
	cellHeight  = 106
	stripHeight = cellHeight + 12
)

func newStrip() *strip {
	s := &strip{marker: canvas.NewRectangle(style.Accent)}
	s.marker.Hide()
	s.content = container.New(&stripLayout{s}, s.marker)
	s.scroll = widgets.NewFilm(s.content)
	s.scroll.OnScrolled = func(fyne.Position) {
		s.arrange()
		s.followPointer()
	}
	s.ExtendBaseWidget(s)
	return s
}

// SetItems shows a list with one in view and some picked, and scrolls to the
// one in view.
func (s *strip) SetItems(items []*item, selected *item, picked []*item, paused bool) {
	moved := s.selected != selected
	s.items, s.selected, s.picked, s.paused, s.sight = items, selected, picked, paused, [2]int{}
	s.scroll.Refresh() // the content has another width now
	if moved {
		s.reveal(slices.Index(items, selected))
	}
	s.arrange()
	s.followPointer()
}

// Reveal scrolls until an item is in view.
func (s *strip) Reveal(it *item) {
	s.reveal(slices.Index(s.items, it))
	s.arrange()
	s.followPointer()
}

// reveal scrolls until cell i is in view; arrange is to follow.
func (s *strip) reveal(i int) {
	x, w := float32(i)*cellWidth, s.scroll.Size().Width
	at := s.scroll.Offset.X
	if i < 0 || w <= 0 || (x >= at && x+cellWidth <= at+w) {
		return
	}
	if x > at {
		x += cellWidth - w
	}
	s.scroll.ScrollToOffset(fyne.NewPos(max(0, x), 0))
}

// Update draws one item again if it is in view.
func (s *strip) Update(it *item) {
	for _, c := range s.cells {
		if c.item == it && c.Visible() {
			c.show(it)
		}
	}
}

// drag follows an item that is dragged to x on the content, and scrolls at the edges.
func (s *strip) drag(it *item, x float32) {
	const edge, step = 40, 24
	at, w := s.scroll.Offset.X, s.scroll.Size().Width
	if x < at+edge {
		s.scroll.ScrollToOffset(fyne.NewPos(max(0, at-step), 0))
	} else if x > at+w-edge {
		s.scroll.ScrollToOffset(fyne.NewPos(max(0, min(at+step, float32(len(s.items))*cellWidth-w)), 0))
	}
	if now := s.scroll.Offset.X; now != at {
		x += now - at
		s.arrange()
	}
	s.pointer = x - s.scroll.Offset.X
	s.dragged, s.place = it, min(max(int(math.Round(float64(x/cellWidth))), 0), len(s.items))
	s.marker.Resize(fyne.NewSize(3, cellHeight))
	s.marker.Move(fyne.NewPos(max(0, float32(s.place)*cellWidth-1.5), 6))
	s.marker.Show()
}

// drop ends what drag began.
func (s *strip) drop() {
	s.marker.Hide()
	if it := s.dragged; it != nil {
		s.dragged = nil
		s.OnMove(it, s.place)
	}
}

// hover marks the one cell that the pointer is over, nil for none, and tells of it.
func (s *strip) hover(over *cell) {
	for _, c := range s.cells {
		if on := c == over; on != c.hovered {
			c.hovered = on
			c.paint()
			c.Refresh()
		}
	}
	switch {
	case s.OnHover == nil:
	case over == nil:
		s.OnHover(nil)
	default:
		s.OnHover(over.item)
	}
}

// followPointer marks the cell that has come under a pointer that rests while the
// strip scrolls or its photos change.
func (s *strip) followPointer() {
	if !slices.ContainsFunc(s.cells, func(c *cell) bool { return c.hovered }) {
		return
	}
	if n := int((s.scroll.Offset.X + s.pointer) / cellWidth); n < len(s.items) {
		s.hover(s.cells[n%len(s.cells)])
	} else {
		s.hover(nil)
	}
}

// fit is how many cells are in sight whole, one at least.
func (s *strip) fit() int { return max(1, int(s.scroll.Size().Width/cellWidth)) }

// arrange binds the cells to the items in view.
func (s *strip) arrange() {
	first := max(0, int(s.scroll.Offset.X/cellWidth))
	fit := int(s.scroll.Size().Width/cellWidth) + 2
	for len(s.cells) < fit {
		c := newCell(s)
		s.cells = append(s.cells, c)
		s.content.Objects = append(s.content.Objects, c)
	}
	for i := range fit {
		n := first + i
		c := s.cells[n%len(s.cells)]
		if n >= len(s.items) {
			c.Hide()
			continue
		}
		c.Move(fyne.NewPos(float32(n)*cellWidth+4, 6))
		c.Resize(fyne.NewSize(cellWidth-8, cellHeight))
		c.show(s.items[n])
		c.Show()
	}
	s.tellSight(first, fit)
}

// tellSight says which items are in sight, if that has changed.
func (s *strip) tellSight(first, fit int) {
	if now := [2]int{first, min(fit, len(s.items)-first)}; now != s.sight {
		s.sight = now
		if s.OnSight != nil && now[1] > 0 {
			s.OnSight(slices.Clone(s.items[first : first+now[1]]))
		}
	}
}

func (s *strip) CreateRenderer() fyne.WidgetRenderer {
	return &stripRenderer{widget.NewSimpleRenderer(s.scroll), s}
}

type stripRenderer struct {
	fyne.WidgetRenderer
	s *strip
}

func (r *stripRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.s.arrange()
}

func (r *stripRenderer) MinSize() fyne.Size { return fyne.NewSize(200, stripHeight) }

// stripLayout makes the scrolled content as wide as all items; arrange places
// the cells.
type stripLayout struct{ s *strip }

func (l *stripLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

func (l *stripLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(len(l.s.items))*cellWidth, stripHeight)
}
