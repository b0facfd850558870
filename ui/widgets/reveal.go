package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// This file scrolls for who has no mouse.

// revealMargin is what is left around an object that is scrolled into sight, Fyne's units.
const revealMargin = 8

// Reveal scrolls so far that an object in s is seen whole.
func Reveal(s *container.Scroll, o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s.Content).Y
	y := max(s.Offset.Y, top+o.Size().Height+revealMargin-s.Size().Height)
	scrollTo(s, min(y, top-revealMargin))
}

// scrollTo scrolls to y, or as far as there is something to be seen.
func scrollTo(s *container.Scroll, y float32) {
	if y = max(0, min(y, s.Content.Size().Height-s.Size().Height)); y != s.Offset.Y {
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, y))
	}
}

// Scroll scrolls as a key does in all programs.
func Scroll(s *container.Scroll, key fyne.KeyName) {
	const line = 40 // Fyne's units
	page, all := s.Size().Height-line, s.Content.Size().Height
	way := map[fyne.KeyName]float32{
		fyne.KeyUp: -line, fyne.KeyDown: line, fyne.KeyPageUp: -page, fyne.KeyPageDown: page, fyne.KeyHome: -all, fyne.KeyEnd: all,
	}
	scrollTo(s, s.Offset.Y+way[key])
}
