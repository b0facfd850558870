package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"afterrain/ui/style"
)

// Dial is a name, a slider and its value.
type Dial struct {
	Name   string
	Slider *Slider
	Value  *canvas.Text
}

// DialRows puts each dial in a line; all sliders begin where the longest name
// lets them.
func DialRows(dials ...Dial) []fyne.CanvasObject {
	width := float32(dialName)
	var rows []fyne.CanvasObject
	for _, d := range dials {
		name := NewText(d.Name, 12, style.Quiet, false)
		width = max(width, name.MinSize().Width+4)
		rows = append(rows, container.NewWithoutLayout(name, d.Slider, d.Value))
	}
	for _, r := range rows {
		r.(*fyne.Container).Layout = dialLine(width)
	}
	return rows
}

// dialLine is the layout of a dial whose slider begins so far right.
type dialLine float32

// Least widths of a dial's name and slider, and that of its value, Fyne's units.
const (
	dialName   = 76
	dialSlider = 60
	dialValue  = 42
)

// Layout gives the slider what is left.
func (l dialLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	name := min(float32(l), size.Width-dialSlider-dialValue)
	o[0].Resize(fyne.NewSize(name, size.Height))
	o[1].Move(fyne.NewPos(name, 0))
	o[1].Resize(fyne.NewSize(size.Width-name-dialValue, size.Height))
	o[2].Move(fyne.NewPos(size.Width-dialValue, 0))
	o[2].Resize(fyne.NewSize(dialValue, size.Height))
}

// MinSize is the same in every language.
func (dialLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(dialName+dialSlider+dialValue, o[1].MinSize().Height-6)
}
