package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Film scrolls sideways, as the strip. A notch of the wheel goes on by about a cell: hundreds
// of photos are far to go at Fyne's pace.
type Film struct{ container.Scroll }

// wheelPace is how much further than usual the wheel goes.
const wheelPace = 5

// NewFilm makes one that shows a part of content.
func NewFilm(content fyne.CanvasObject) *Film {
	f := &Film{container.Scroll{Direction: container.ScrollHorizontalOnly, Content: content}}
	f.ExtendBaseWidget(f)
	return f
}

// Scrolled takes the wheel. What is swiped sideways goes as far as the fingers.
func (f *Film) Scrolled(e *fyne.ScrollEvent) {
	far := *e
	if e.Scrolled.DX == 0 {
		far.Scrolled.DY *= wheelPace
	}
	f.Scroll.Scrolled(&far)
}
