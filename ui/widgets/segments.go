package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"afterrain/ui/style"
)

// Segments is a row of buttons of which one is chosen.
type Segments struct {
	Root    fyne.CanvasObject
	Buttons []*Button
}

// NewSegments makes one whose words fit into width, Fyne's units; picked is told the number of the button that is pressed.
func NewSegments(labels []string, width float32, picked func(int)) *Segments {
	s := &Segments{}
	row := container.New(&SegmentRow{})
	for i, label := range labels {
		b := NewButton(label, nil, Flat, func() { picked(i) })
		s.Buttons = append(s.Buttons, b)
		row.Add(b)
	}
	s.fit(width)
	ground := canvas.NewRectangle(style.Grey(0x26))
	ground.CornerRadius = 5
	s.Root = container.NewStack(ground, row)
	return s
}

// fit makes the words smaller until all have room in width: those of some
// languages are long.
func (s *Segments) fit(width float32) {
	for size := float32(12); size >= 9; size -= 0.5 {
		var all float32
		for _, b := range s.Buttons {
			b.Label.TextSize = size
			all += b.Label.MinSize().Width + buttonPad // as MinSize of the row
		}
		if all <= width {
			return
		}
	}
}

// Choose marks one button; -1 marks none.
func (s *Segments) Choose(which int) {
	for i, b := range s.Buttons {
		b.SetOn(i == which)
	}
}

// SegmentRow shares its width out by what the words take.
type SegmentRow struct{}

const segmentHeight = 28

// Layout gives each its share.
func (*SegmentRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
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
func (*SegmentRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	for _, o := range objects {
		w += o.MinSize().Width - buttonPad
	}
	return fyne.NewSize(w, segmentHeight)
}
