package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"afterrain/assets"
	"afterrain/ui/compare"
	"afterrain/ui/render"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// toolbar is the top bar: open, the ways to compare, the loupe, the brush, the zoom.
type toolbar struct {
	OnOpen       func()
	OnMode       func(compare.Mode)
	OnHold       func(on bool) // show the photo as it was
	OnLoupe      func()
	OnBrush      func()
	OnFit, OnOne func()
	OnTwo        func()
	OnStep       func(dir int)

	root  fyne.CanvasObject
	modes [3]*widgets.Button // by mode
	fit   *widgets.Button
	one   *widgets.Button
	two   *widgets.Button
	hold  *widgets.Button
	loupe *widgets.Button
	brush *widgets.Button
	zoom  *canvas.Text
}

func newToolbar() *toolbar {
	t := &toolbar{zoom: widgets.NewText("–", 12, style.Quiet, false)}
	t.zoom.Alignment = fyne.TextAlignCenter
	for m, label := range [...]string{compare.Split: lang.L("Split"), compare.SideBySide: lang.L("Side by side"), compare.Single: lang.L("After")} {
		icon := [...]fyne.Resource{compare.Split: assets.IconSplit, compare.SideBySide: assets.IconSides, compare.Single: assets.IconSingle}[m]
		t.modes[m] = widgets.NewButton(label, icon, widgets.Flat, func() { t.OnMode(compare.Mode(m)) })
	}
	t.hold = widgets.NewButton(lang.L("Hold for before"), theme.VisibilityIcon(), widgets.Flat, nil)
	t.hold.OnHold = func(on bool) { t.OnHold(on) }
	t.loupe = widgets.NewButton(lang.L("Loupe"), theme.SearchIcon(), widgets.Flat, func() { t.OnLoupe() })
	t.brush = widgets.NewButton(lang.L("Brush"), assets.IconBrush, widgets.Flat, func() { t.OnBrush() })
	t.fit = widgets.NewButton(lang.L("Fit"), nil, widgets.Flat, func() { t.OnFit() })
	t.one = widgets.NewButton("1:1", nil, widgets.Flat, func() { t.OnOne() })
	t.two = widgets.NewButton("2:1", nil, widgets.Flat, func() { t.OnTwo() })
	open := widgets.NewButton(lang.L("Open"), theme.FolderOpenIcon(), widgets.Flat, func() { t.OnOpen() })
	out := widgets.NewButton("", theme.ZoomOutIcon(), widgets.Flat, func() { t.OnStep(-1) })
	in := widgets.NewButton("", theme.ZoomInIcon(), widgets.Flat, func() { t.OnStep(1) })

	zoom := container.New(layout.NewGridWrapLayout(fyne.NewSize(52, widgets.ButtonHeight)), t.zoom)
	ways := []*widgets.Button{t.modes[compare.Split], t.modes[compare.SideBySide], t.modes[compare.Single], t.hold, t.loupe, t.brush}
	modes := container.New(layout.NewCustomPaddedHBoxLayout(toolGap))
	for _, b := range ways {
		modes.Add(b)
	}
	zooms := container.New(layout.NewCustomPaddedHBoxLayout(toolGap), out, zoom, in, t.fit, t.one, t.two)
	bar := container.New(&threeParts{ways}, container.NewHBox(open), modes, zooms)
	t.root = container.NewStack(canvas.NewRectangle(style.Bar), container.New(layout.NewCustomPaddedLayout(6, 6, 8, 8), bar))
	return t
}

// ShowBrush marks whether the brush is out.
func (t *toolbar) ShowBrush(on bool) { t.brush.SetOn(on) }

// ShowView marks the chosen way to compare and tells the zoom.
func (t *toolbar) ShowView(m compare.Mode, v render.Viewport, loupe bool) {
	for i, b := range t.modes {
		b.SetOn(compare.Mode(i) == m)
	}
	scaled := !v.Fitted && !v.Empty() // the whole photo may happen to come out at 1:1 or 2:1
	t.fit.SetOn(v.Fitted && !v.Empty())
	t.one.SetOn(scaled && v.Zoom == 1)
	t.two.SetOn(scaled && v.Zoom == 2)
	t.loupe.SetOn(loupe)
	widgets.SetText(t.zoom, zoomWords(v))
}

const toolGap = 2 // between buttons, Fyne's units

// threeParts puts objects left, in the middle, and right. Where there is no room for
// the words, the buttons in the middle show their icons only.
type threeParts struct{ middle []*widgets.Button }

func (l *threeParts) Layout(o []fyne.CanvasObject, size fyne.Size) {
	bare := size.Width < l.width(o, false)
	for _, b := range l.middle {
		b.SetBare(bare)
	}
	middle, right := o[1].MinSize().Width, o[2].MinSize().Width
	x := [3]float32{0, (size.Width - middle) / 2, size.Width - right}
	x[1] = max(min(x[1], x[2]-middle-8), o[0].MinSize().Width+8) // in a narrow window beside the middle
	for i := range o {
		o[i].Resize(fyne.NewSize(o[i].MinSize().Width, size.Height))
		o[i].Move(fyne.NewPos(x[i], 0))
	}
}

// width is what all take, the buttons in the middle with their words or bare.
func (l *threeParts) width(o []fyne.CanvasObject, bare bool) float32 {
	w := o[0].MinSize().Width + o[2].MinSize().Width + 2*8 - toolGap
	for _, b := range l.middle {
		w += b.Width(bare) + toolGap
	}
	return w
}

// MinSize is what they take without words.
func (l *threeParts) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width(o, true), max(o[0].MinSize().Height, o[1].MinSize().Height, o[2].MinSize().Height))
}
