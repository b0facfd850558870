package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// statusBar is the line at the bottom: what is going on, how far it is, and
// what the network runs on.
type statusBar struct {
	OnCancel func()

	root   fyne.CanvasObject
	words  *canvas.Text
	device *canvas.Text
	gauge  *gauge
	cancel *button
}

func newStatusBar() *statusBar {
	s := &statusBar{
		words:  text("", 11.5, colorText, false),
		device: text("", 11.5, colorQuiet, false),
		gauge:  newGauge(),
	}
	s.cancel = newButton("Cancel", nil, raised, func() { s.OnCancel() })
	s.cancel.text.TextSize = 11.5
	left := container.New(layout.NewCustomPaddedHBoxLayout(12), container.NewCenter(s.gauge.root), container.NewCenter(s.words), s.cancel)
	bar := container.NewBorder(nil, nil, left, container.NewCenter(s.device))
	ground := canvas.NewRectangle(colorBar)
	ground.SetMinSize(fyne.NewSize(0, buttonHeight+2)) // the same with and without Cancel
	s.root = container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(1, 1, 12, 12), bar))
	s.Show("", -1, false)
	return s
}

// Show tells what goes on. A share below 0 hides the gauge.
func (s *statusBar) Show(words string, share float64, cancellable bool) {
	setText(s.words, words)
	s.gauge.set(share)
	if s.cancel.Visible() != cancellable {
		s.cancel.Hidden = !cancellable
	}
	s.root.Refresh()
}

// gauge is a thin bar that fills.
type gauge struct {
	root       *fyne.Container
	rest, full *canvas.Rectangle
	share      float64
}

func newGauge() *gauge {
	g := &gauge{rest: canvas.NewRectangle(grey(0x34)), full: canvas.NewRectangle(colorAccent)}
	g.rest.CornerRadius, g.full.CornerRadius = 2, 2
	g.root = container.New(g, g.rest, g.full)
	return g
}

func (g *gauge) set(share float64) {
	g.share = share
	g.root.Hidden = share < 0
	g.Layout(nil, g.root.Size())
}

// Layout fills the bar as far as the share says.
func (g *gauge) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	g.rest.Resize(size)
	g.full.Resize(fyne.NewSize(size.Width*float32(min(max(g.share, 0), 1)), size.Height))
}

// MinSize is the bar's one size.
func (g *gauge) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(140, 4) }
