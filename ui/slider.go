package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// slider gives the keyboard back to the photo when the pointer lets it go, also where
// it was. Reached by Tab it keeps it, so that the arrows move it, until Esc.
type slider struct {
	widget.Slider
	way
	settled func()
}

func newSlider(low, high float64, settled func()) *slider {
	s := &slider{widget.Slider{Min: low, Max: high, Step: 1}, way{escaped: settled}, settled}
	s.ExtendBaseWidget(s)
	return s
}

func (s *slider) Tapped(e *fyne.PointEvent) {
	s.Slider.Tapped(e)
	s.settled()
}

func (s *slider) DragEnd() {
	s.Slider.DragEnd()
	s.settled()
}

func (s *slider) FocusGained() {
	s.Slider.FocusGained()
	s.arrive()
}

func (s *slider) TypedKey(e *fyne.KeyEvent) {
	if !s.leave(e) {
		s.Slider.TypedKey(e)
	}
}
