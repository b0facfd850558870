package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/style"
	"afterrain/ui/widgets"
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
	pause  *widgets.Button
	cancel *widgets.Button
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
	s.pause = widgets.NewButton("", nil, widgets.Raised, func() { s.OnPause(s.job == jobRuns) })
	s.cancel = widgets.NewButton(lang.L("Cancel"), nil, widgets.Raised, func() { s.OnCancel() })
	s.pause.Label.TextSize, s.cancel.Label.TextSize = 11.5, 11.5
	bar := container.New(&statusLine{s}, s.gauge.root, s.words, s.device, s.pause, s.cancel)
	ground := canvas.NewRectangle(style.Bar)
	ground.SetMinSize(fyne.NewSize(0, widgets.ButtonHeight+2)) // the same with and without Cancel
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

// Sizes in Fyne's units.
const (
	statusSpace = 8  // between the parts
	leastDevice = 60 // of less than that the device shows no word, and is hidden
)

// statusLine puts gauge, words and buttons in a row, and the device at the right.
type statusLine struct{ s *statusBar }

// Layout puts the gauge left, the words and the buttons beside it, and the device right.
func (l *statusLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, x, w, h float32) {
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
	}
	gauge, words, device := l.widths(o, size.Width)
	l.s.device.Hidden = device == 0
	put(o[0], 0, max(0, gauge-statusSpace), o[0].MinSize().Height)
	put(o[1], gauge, words, size.Height)
	put(o[2], size.Width-device, device, size.Height)
	x, pause := gauge+words+statusSpace, o[3].MinSize().Width
	put(o[3], x, pause, size.Height)
	put(o[4], x+pause+statusSpace/2, o[4].MinSize().Width, size.Height)
}

// widths gives the device at most two fifths, and the words what is left. During an export
// they come first: the device, which will not change meanwhile, and then the gauge give way.
func (l *statusLine) widths(o []fyne.CanvasObject, room float32) (gauge, words, device float32) {
	words, device = widgets.NaturalWidth(l.s.words), min(widgets.NaturalWidth(l.s.device), room*2/5)
	if !l.s.gauge.root.Hidden {
		gauge = o[0].MinSize().Width + statusSpace
	}
	room -= 2 * statusSpace
	if !l.s.cancel.Hidden {
		room -= o[3].MinSize().Width + statusSpace/2 + o[4].MinSize().Width
		if device = min(device, room-gauge-words); device < leastDevice {
			device = 0
		}
		gauge = min(gauge, max(0, room-device-words))
	}
	return gauge, max(0, min(words, room-device-gauge)), device
}

// MinSize leaves room for the gauge, a few words and the buttons.
func (l *statusLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(480, max(o[1].MinSize().Height, widgets.ButtonHeight))
}

// gauge is a thin bar that fills.
type gauge struct {
	root       *fyne.Container
	rest, full *canvas.Rectangle
	share      float64
}

func newGauge() *gauge {
	g := &gauge{rest: canvas.NewRectangle(style.Grey(0x34)), full: canvas.NewRectangle(style.Accent)}
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
