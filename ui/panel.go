package ui

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/engine/photo"
)

const panelWidth = 268 // Fyne's units

// formats are what Export offers, in the order of formatLabels.
var formats = []photo.Format{"", photo.JPEG, photo.PNG, photo.TIFF}

// panel is the right side: the strength, the export, the photo's data.
type panel struct {
	OnStrength            func(percent int)
	OnFormat              func(photo.Format)
	OnQuality             func(int)
	OnChooseFolder        func()
	OnBeside              func()
	OnExport, OnExportAll func()
	OnSettled             func() // a control was let go

	root fyne.CanvasObject

	name, size, camera, exposure *canvas.Text
	strength, quality            *slider
	strengthText, qualityText    *canvas.Text
	qualityRow                   fyne.CanvasObject
	folder, format               *widget.Select
	export, exportAll            *button
}

func newPanel() *panel {
	p := &panel{
		name:         text("", 13, colorText, true),
		size:         text("", 11, colorQuiet, false),
		camera:       text("", 11, colorQuiet, false),
		exposure:     text("", 11, colorQuiet, false),
		strengthText: text("100 %", 12, colorText, false),
		qualityText:  text("95", 12, colorText, false),
	}
	p.buildStrength()
	p.buildExport()
	column := container.New(layout.NewCustomPaddedVBoxLayout(7),
		row(heading("Strength"), p.strengthText), p.strength,
		caption("Blends with the original, at once."), gap(2), line(), gap(2),
		heading("Export"), p.folder, p.format, p.qualityRow, gap(4), p.export, p.exportAll,
		caption("Runs DyNet-L over the whole photo. Originals are never changed."), gap(2), line(), gap(2),
		heading("Photo"), p.name, p.size, p.camera, p.exposure,
	)
	back := canvas.NewRectangle(colorPanel)
	back.SetMinSize(fyne.NewSize(panelWidth, 0))
	inside := container.New(layout.NewCustomPaddedLayout(14, 14, 16, 16), column)
	p.root = container.NewStack(back, container.NewVScroll(inside))
	return p
}

func (p *panel) buildStrength() {
	p.strength = newSlider(0, 100, func() { p.OnSettled() })
	p.strength.OnChanged = func(v float64) {
		setText(p.strengthText, fmt.Sprintf("%.0f %%", v))
		p.OnStrength(int(v))
	}
}

func (p *panel) buildExport() {
	p.quality = newSlider(50, 100, func() { p.OnSettled() })
	p.quality.OnChanged = func(v float64) {
		setText(p.qualityText, fmt.Sprintf("%.0f", v))
		p.OnQuality(int(v))
	}
	p.qualityRow = container.NewVBox(row(text("JPEG quality", 12, colorQuiet, false), p.qualityText), p.quality)
	p.format = widget.NewSelect(formatLabels(), func(string) {
		p.OnFormat(formats[p.format.SelectedIndex()])
		p.OnSettled()
	})
	p.folder = widget.NewSelect(nil, func(string) { p.folderChosen() })
	p.export = newButton("Export", nil, primary, func() { p.OnExport() })
	p.exportAll = newButton("Export all", nil, raised, func() { p.OnExportAll() })
}

func (p *panel) folderChosen() {
	switch p.folder.Selected {
	case besideEach():
		p.OnBeside()
	case chooseFolder():
		p.OnChooseFolder()
	}
	p.OnSettled()
}

// Strengthen moves the strength by some percent, as the slider would.
func (p *panel) Strengthen(by float64) { p.strength.SetValue(p.strength.Value + by) }

// ShowSettings sets the controls without calling back.
func (p *panel) ShowSettings(s Settings) {
	p.strength.Value = float64(s.Strength)
	p.strength.Refresh()
	setText(p.strengthText, fmt.Sprintf("%d %%", s.Strength))
	p.quality.Value = float64(s.Quality)
	p.quality.Refresh()
	setText(p.qualityText, fmt.Sprintf("%d", s.Quality))
	for i, f := range formats {
		if f == s.Format {
			p.format.Selected = formatLabels()[i]
		}
	}
	p.format.Refresh()
	p.folder.Options, p.folder.Selected = folderChoices(s.Folder)
	p.folder.Refresh()
}

// ShowQuality shows the JPEG quality only where it matters.
func (p *panel) ShowQuality(on bool) {
	if p.qualityRow.Visible() == on {
		return
	}
	if on {
		p.qualityRow.Show()
	} else {
		p.qualityRow.Hide()
	}
	p.root.Refresh()
}

// ShowPhoto fills the lines on the photo; all may be empty.
func (p *panel) ShowPhoto(name, size, camera, exposure string) {
	const width = panelWidth - 36
	for _, l := range [...]struct {
		t *canvas.Text
		s string
	}{{p.name, name}, {p.size, size}, {p.camera, camera}, {p.exposure, exposure}} {
		l.t.Hidden = l.s == ""
		setText(l.t, fitText(l.s, l.t, width))
	}
	p.root.Refresh()
}

// ShowExport says what may be exported: how many of the chosen photos, and how
// many in all.
func (p *panel) ShowExport(chosen, all int) {
	p.export.SetEnabled(chosen > 0)
	p.exportAll.SetEnabled(all > 0)
	p.export.SetText(exportLabel(chosen))
	p.exportAll.SetText(lang.L("Export all"))
	if all > 1 {
		p.exportAll.SetText(lang.L("Export all {{.N}}", with{"N": all}))
	}
}

// The panel's small parts.

func text(s string, size float32, c color.Color, bold bool) *canvas.Text {
	t := canvas.NewText(s, c)
	t.TextSize, t.TextStyle.Bold = size, bold
	return t
}

func setText(t *canvas.Text, s string) {
	if t.Text != s {
		t.Text = s
		t.Refresh()
	}
}

// fitText shortens s until it fits into width.
func fitText(s string, like *canvas.Text, width float32) string {
	for n := len([]rune(s)); n > 4; n-- {
		if short := shorten(s, n); fyne.MeasureText(short, like.TextSize, like.TextStyle).Width <= width {
			return short
		}
	}
	return s
}

func heading(s string) *canvas.Text { return text(s, 11.5, grey(0xa8), true) }

// caption is a small paragraph; a label's own inset is taken back so that it
// stands in line with the headings.
func caption(s string) fyne.CanvasObject {
	l := widget.NewLabel(s)
	l.Wrapping, l.SizeName, l.Importance = fyne.TextWrapWord, theme.SizeNameCaptionText, widget.LowImportance
	return container.New(layout.NewCustomPaddedLayout(-4, -2, -theme.InnerPadding(), -theme.InnerPadding()), l)
}

func row(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.NewHBox(left, layout.NewSpacer(), right)
}

func line() fyne.CanvasObject {
	r := canvas.NewRectangle(grey(0x2c))
	r.SetMinSize(fyne.NewSize(0, 1))
	return r
}

func gap(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(colorPanel)
	r.SetMinSize(fyne.NewSize(0, height))
	return r
}
