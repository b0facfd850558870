package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Slider gives the keyboard back to the photo when the pointer lets it go, also where
// it was. Reached by Tab it keeps it, so that the arrows move it, until Esc.
type Slider struct {
	widget.Slider
	Way
	settled func()
}

// NewSlider makes one of whole numbers; settled is called when the pointer lets it go, and at Esc.
func NewSlider(low, high float64, settled func()) *Slider {
	s := &Slider{widget.Slider{Min: low, Max: high, Step: 1}, Way{Escaped: settled}, settled}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped goes where the pointer is.
func (s *Slider) Tapped(e *fyne.PointEvent) {
	s.Slider.Tapped(e)
	s.settled()
}

// DragEnd gives the keyboard back.
func (s *Slider) DragEnd() {
	s.Slider.DragEnd()
	s.settled()
}

// FocusGained tells whoever wants to know.
func (s *Slider) FocusGained() {
	s.Slider.FocusGained()
	s.arrive()
}

// TypedKey moves it, and hands Esc on.
func (s *Slider) TypedKey(e *fyne.KeyEvent) {
	if !s.leave(e) {
		s.Slider.TypedKey(e)
	}
}
