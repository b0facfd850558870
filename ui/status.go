package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// statusBar is the line at the bottom: what is going on, how far it is, and
// what the network runs on.
type statusBar struct {
	OnCancel func()
	OnPause  func(on bool)

	root   fyne.CanvasObject
	words  *widget.Label
	device *widget.Label
	gauge  *gauge
	pause  *button
	cancel *button
	job    jobState
}

// jobState says what the status bar's buttons may do.
type jobState int

const (
	noJob       jobState = iota
	jobRuns              // may be paused and cancelled
	jobIsPaused          // may go on and be cancelled
)

func newStatusBar() *statusBar {
	s := &statusBar{words: shortened(widget.MediumImportance), device: shortened(widget.LowImportance), gauge: newGauge()}
	s.pause = newButton("", nil, raised, func() { s.OnPause(s.job == jobRuns) })
	s.cancel = newButton(lang.L("Cancel"), nil, raised, func() { s.OnCancel() })
	s.pause.text.TextSize, s.cancel.text.TextSize = 11.5, 11.5
	bar := container.New(&statusLine{s}, container.NewCenter(s.gauge.root), s.words, s.device, s.pause, s.cancel)
	ground := canvas.NewRectangle(colorBar)
	ground.SetMinSize(fyne.NewSize(0, buttonHeight+2)) // the same with and without Cancel
	s.root = container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(1, 1, 12, 12), bar))
	s.Show("", -1, noJob)
	return s
}

// shortened is a line of small text that ends in an ellipsis where there is no
// room: file names may be of any length, and must not widen the window.
func shortened(i widget.Importance) *widget.Label {
	return &widget.Label{Truncation: fyne.TextTruncateEllipsis, SizeName: theme.SizeNameCaptionText, Importance: i}
}

// Show tells what goes on. A share below 0 hides the gauge.
func (s *statusBar) Show(words string, share float64, job jobState) {
	if s.words.Text == words && s.gauge.share == share && s.job == job && s.cancel.Hidden == (job == noJob) {
		return // it is asked much more often than something changes
	}
	s.job = job
	s.words.Text = words
	s.gauge.set(share)
	s.cancel.Hidden, s.pause.Hidden = job == noJob, job == noJob
	if s.pause.SetText(lang.L("Pause")); job == jobIsPaused {
		s.pause.SetText(lang.L("Resume"))
	}
	s.root.Refresh()
}

// ShowDevice tells what the network runs on.
func (s *statusBar) ShowDevice(words string) {
	if s.device.Text != words {
		s.device.SetText(words)
		s.root.Refresh()
	}
}

// statusLine puts gauge, words and buttons in a row, and the device at the right.
type statusLine struct{ s *statusBar }

// Layout gives the device at most two fifths, and the words what is left.
func (l *statusLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const space = 8
	device := min(naturalWidth(l.s.device), size.Width*2/5)
	x, end := float32(0), size.Width-device
	put := func(o fyne.CanvasObject, x, w float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
	put(o[2], end, device)
	if !l.s.gauge.root.Hidden {
		w := o[0].MinSize().Width
		put(o[0], 0, w)
		x = w + space
	}
	buttons := float32(0)
	if !l.s.cancel.Hidden {
		buttons = o[3].MinSize().Width + space/2 + o[4].MinSize().Width
	}
	words := max(0, min(naturalWidth(l.s.words), end-x-buttons-2*space))
	put(o[1], x, words)
	x += words + space
	put(o[3], x, o[3].MinSize().Width)
	put(o[4], x+o[3].MinSize().Width+space/2, o[4].MinSize().Width)
}

// MinSize leaves room for the gauge, a few words and the buttons.
func (l *statusLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(480, max(o[1].MinSize().Height, buttonHeight))
}

// naturalWidth is what a label takes up when nothing of it is cut off.
func naturalWidth(l *widget.Label) float32 {
	size := fyne.MeasureText(l.Text, theme.Size(l.SizeName), l.TextStyle)
	return size.Width + 2*theme.InnerPadding() + 4 // a label measures a little wider
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
