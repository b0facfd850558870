package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"afterrain/assets"
)

// toolbar is the top bar: open, the ways to compare, the loupe, the zoom.
type toolbar struct {
	OnOpen       func()
	OnMode       func(mode)
	OnHold       func(on bool) // show the photo as it was
	OnLoupe      func()
	OnFit, OnOne func()
	OnTwo        func()
	OnStep       func(dir int)

	root  fyne.CanvasObject
	modes [3]*button // by mode
	fit   *button
	one   *button
	two   *button
	hold  *button
	loupe *button
	zoom  *canvas.Text
}

func newToolbar() *toolbar {
	t := &toolbar{zoom: text("–", 12, colorQuiet, false)}
	t.zoom.Alignment = fyne.TextAlignCenter
	for m, label := range [...]string{split: lang.L("Split"), sideBySide: lang.L("Side by side"), single: lang.L("After")} {
		icon := [...]fyne.Resource{split: assets.IconSplit, sideBySide: assets.IconSides, single: assets.IconSingle}[m]
		t.modes[m] = newButton(label, icon, flat, func() { t.OnMode(mode(m)) })
	}
	t.hold = newButton(lang.L("Hold for before"), theme.VisibilityIcon(), flat, nil)
	t.hold.OnHold = func(on bool) { t.OnHold(on) }
	t.loupe = newButton(lang.L("Loupe"), theme.SearchIcon(), flat, func() { t.OnLoupe() })
	t.fit = newButton(lang.L("Fit"), nil, flat, func() { t.OnFit() })
	t.one = newButton("1:1", nil, flat, func() { t.OnOne() })
	t.two = newButton("2:1", nil, flat, func() { t.OnTwo() })
	open := newButton(lang.L("Open"), theme.FolderOpenIcon(), flat, func() { t.OnOpen() })
	out := newButton("", theme.ZoomOutIcon(), flat, func() { t.OnStep(-1) })
	in := newButton("", theme.ZoomInIcon(), flat, func() { t.OnStep(1) })

	zoom := container.New(layout.NewGridWrapLayout(fyne.NewSize(52, buttonHeight)), t.zoom)
	modes := container.New(layout.NewCustomPaddedHBoxLayout(2), t.modes[split], t.modes[sideBySide], t.modes[single], t.hold, t.loupe)
	zooms := container.New(layout.NewCustomPaddedHBoxLayout(2), out, zoom, in, t.fit, t.one, t.two)
	bar := container.New(&threeParts{}, container.NewHBox(open), modes, zooms)
	t.root = container.NewStack(canvas.NewRectangle(colorBar), container.New(layout.NewCustomPaddedLayout(6, 6, 8, 8), bar))
	return t
}

// ShowView marks the chosen way to compare and tells the zoom.
func (t *toolbar) ShowView(m mode, v viewport, loupe bool) {
	for i, b := range t.modes {
		b.SetOn(mode(i) == m)
	}
	scaled := !v.fitted && !v.empty() // the whole photo may happen to come out at 1:1 or 2:1
	t.fit.SetOn(v.fitted && !v.empty())
	t.one.SetOn(scaled && v.zoom == 1)
	t.two.SetOn(scaled && v.zoom == 2)
	t.loupe.SetOn(loupe)
	setText(t.zoom, zoomWords(v))
}

// threeParts puts objects left, in the middle, and right.
type threeParts struct{}

func (*threeParts) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := [3]float32{0, (size.Width - o[1].MinSize().Width) / 2, size.Width - o[2].MinSize().Width}
	x[1] = max(min(x[1], x[2]-o[1].MinSize().Width-8), o[0].MinSize().Width+8) // in a narrow window beside the middle
	for i := range o {
		o[i].Resize(fyne.NewSize(o[i].MinSize().Width, size.Height))
		o[i].Move(fyne.NewPos(x[i], 0))
	}
}

func (*threeParts) MinSize(o []fyne.CanvasObject) (size fyne.Size) {
	for _, c := range o {
		m := c.MinSize()
		size = fyne.NewSize(size.Width+m.Width+16, max(size.Height, m.Height))
	}
	return size
}
