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

// Sizes in Fyne's units.
const (
	panelWidth = 268
	panelPad   = 16 // at its sides
)

// panel is the right side: the look, the photo's data, the export. Look and data
// scroll in a low window; the export stays in sight.
type panel struct {
	OnSettings            func() // how and where to export
	OnExport, OnExportAll func()
	OnSettled             func() // a control was let go

	root   fyne.CanvasObject
	scroll *container.Scroll // look and data

	facts                        *fyne.Container // on the photo; hidden without one
	name, size, camera, exposure *canvas.Text
	look                         *lookPanel
	how                          *widget.Label // an export will be saved
	export, exportAll            *widgets.Button
}

func newPanel() *panel {
	p := &panel{
		name:     widgets.NewText("", 13, style.Text, true),
		size:     widgets.NewText("", 11, style.Quiet, false),
		camera:   widgets.NewText("", 11, style.Quiet, false),
		exposure: widgets.NewText("", 11, style.Quiet, false),
		look:     newLookPanel(),
		how:      &widget.Label{Truncation: fyne.TextTruncateEllipsis, SizeName: theme.SizeNameCaptionText, Importance: widget.LowImportance},
	}
	p.look.OnSettled = func() { p.OnSettled() }
	p.export = widgets.NewButton(lang.L("Export"), nil, widgets.Primary, func() { p.OnExport() })
	p.exportAll = widgets.NewButton(lang.L("Export all"), nil, widgets.Raised, func() { p.OnExportAll() })
	settings := widgets.NewButton(lang.L("Export settings…"), nil, widgets.Raised, func() { p.OnSettings() })
	p.facts = container.New(layout.NewCustomPaddedVBoxLayout(1), line(), widgets.Spacer(0, 4), p.name, p.size, p.camera, p.exposure)
	upper := container.New(layout.NewCustomPaddedVBoxLayout(8), p.look.root, p.facts)
	lower := container.New(layout.NewCustomPaddedVBoxLayout(7), line(), heading(lang.L("Export")), closer(p.how), settings,
		container.NewGridWithColumns(2, p.export, p.exportAll))
	back := canvas.NewRectangle(style.Panel)
	back.SetMinSize(fyne.NewSize(panelWidth, 0))
	pad := func(top, bottom float32, o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedLayout(top, bottom, panelPad, panelPad), o)
	}
	p.scroll = container.NewVScroll(pad(12, 4, upper))
	p.look.OnUse = func(o fyne.CanvasObject) { widgets.Reveal(p.scroll, o) }
	p.root = container.NewStack(back, container.NewBorder(nil, pad(4, 14, lower), nil, nil, p.scroll))
	return p
}

// ShowHow tells how and where an export will be saved.
func (p *panel) ShowHow(words string) {
	if p.how.Text != words {
		p.how.SetText(words)
	}
}

// ShowPhoto fills the lines on the photo; all may be empty.
func (p *panel) ShowPhoto(name, size, camera, exposure string) {
	const width = panelWidth - 36
	for _, l := range [...]struct {
		t *canvas.Text
		s string
	}{{p.name, name}, {p.size, size}, {p.camera, camera}, {p.exposure, exposure}} {
		l.t.Hidden = l.s == ""
		widgets.SetText(l.t, widgets.FitText(l.s, l.t, width))
	}
	p.facts.Hidden = name == ""
	p.root.Refresh()
}

// ShowExport says what may be exported: how many of the chosen photos, and how
// many in all, of which some are still to do.
func (p *panel) ShowExport(chosen, all, todo int) {
	p.export.SetEnabled(chosen > 0)
	p.exportAll.SetEnabled(all > 0)
	one, every := exportLabel(chosen), exportAllLabel(todo)
	if p.export.Label.Text == one && p.exportAll.Label.Text == every {
		return
	}
	p.export.SetText(one)
	p.exportAll.SetText(every)
	widgets.FitWords((panelWidth-2*panelPad-theme.Padding())/2, p.export, p.exportAll)
}

// The panel's small parts.

func heading(s string) *canvas.Text { return widgets.NewText(s, 11.5, style.Grey(0xa8), true) }

// closer takes a label's own inset back.
func closer(l *widget.Label) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(-4, -2, -theme.InnerPadding(), -theme.InnerPadding()), l)
}

func row(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.NewHBox(left, layout.NewSpacer(), right)
}

func line() fyne.CanvasObject {
	r := canvas.NewRectangle(style.Grey(0x2c))
	r.SetMinSize(fyne.NewSize(0, 1))
	return r
}
