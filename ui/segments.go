package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"afterrain/ui/style"
)

// segments is a row of buttons of which one is chosen.
type segments struct {
	root    fyne.CanvasObject
	buttons []*button
}

// newSegments makes one; picked is told the number of the button that is pressed.
func newSegments(labels []string, picked func(int)) *segments {
	s := &segments{}
	row := container.New(&segmentRow{})
	for i, label := range labels {
		b := newButton(label, nil, flat, func() { picked(i) })
		s.buttons = append(s.buttons, b)
		row.Add(b)
	}
	s.fit(panelWidth - 2*panelPad)
	ground := canvas.NewRectangle(style.Grey(0x26))
	ground.CornerRadius = 5
	s.root = container.NewStack(ground, row)
	return s
}

// fit makes the words smaller until all have room in width: those of some
// languages are long.
func (s *segments) fit(width float32) {
	for size := float32(12); size >= 9; size -= 0.5 {
		var all float32
		for _, b := range s.buttons {
			b.text.TextSize = size
			all += b.text.MinSize().Width + buttonPad // as MinSize of the row
		}
		if all <= width {
			return
		}
	}
}

// choose marks one button; -1 marks none.
func (s *segments) choose(which int) {
	for i, b := range s.buttons {
		b.SetOn(i == which)
	}
}

// segmentRow shares its width out by what the words take.
type segmentRow struct{}

const segmentHeight = 28

func (*segmentRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var all float32
	for _, o := range objects {
		all += o.MinSize().Width
	}
	x := float32(0)
	for _, o := range objects {
		w := size.Width * o.MinSize().Width / max(all, 1)
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
}

// MinSize lets words come closer together than on a button of its own.
func (*segmentRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	for _, o := range objects {
		w += o.MinSize().Width - buttonPad
	}
	return fyne.NewSize(w, segmentHeight)
}
