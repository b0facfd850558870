package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// slider gives the keyboard back to the photo when the pointer lets it go.
// Reached by Tab it keeps it, so that the arrows move it, until Esc.
type slider struct {
	widget.Slider
	settled func()
	typing  bool // the value changes by a key
}

func newSlider(low, high float64, settled func()) *slider {
	s := &slider{Slider: widget.Slider{Min: low, Max: high, Step: 1}, settled: settled}
	s.OnChangeEnded = func(float64) {
		if !s.typing {
			s.settled()
		}
	}
	s.ExtendBaseWidget(s)
	return s
}

func (s *slider) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		s.settled()
		return
	}
	s.typing = true
	s.Slider.TypedKey(e)
	s.typing = false
}
