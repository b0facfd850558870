package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// newDial makes a slider of percents that sets a part of the look.
func (p *lookPanel) newDial(most float64, set func(*Look, int)) (*slider, *canvas.Text) {
	s := newSlider(0, most, func() { p.OnSettled() })
	t := text("", 12, colorText, false)
	t.Alignment = fyne.TextAlignTrailing
	s.OnChanged = func(v float64) {
		l := p.look
		set(&l, int(v))
		p.change(l)
	}
	return s, t
}

// dialRow puts a name, a slider and its value in a line.
func dialRow(name string, s *slider, value *canvas.Text) fyne.CanvasObject {
	return container.New(&dialLine{}, text(name, 12, colorQuiet, false), s, value)
}

type dialLine struct{}

// Widths of a dial's name and value, Fyne's units.
const (
	dialName  = 76
	dialValue = 42
)

func (*dialLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	name := max(dialName, o[0].MinSize().Width)
	o[0].Resize(fyne.NewSize(name, size.Height))
	o[1].Move(fyne.NewPos(name, 0))
	o[1].Resize(fyne.NewSize(size.Width-name-dialValue, size.Height))
	o[2].Move(fyne.NewPos(size.Width-dialValue, 0))
	o[2].Resize(fyne.NewSize(dialValue, size.Height))
}

func (*dialLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(dialName+60+dialValue, o[1].MinSize().Height-6)
}
