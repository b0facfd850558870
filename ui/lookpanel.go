package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/engine"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// lookPanel is the upper part of the panel: how the photo in view is to come out.
type lookPanel struct {
	OnLook    func(Look)
	OnPreset  func(name string)
	OnKeep    func()                    // keep the look under a name
	OnForget  func()                    // forget a kept look
	OnClear   func()                    // take the default look, and away what the brush has painted
	OnCopy    func()                    // give the look to other photos
	OnSettled func()                    // a control was let go
	OnUse     func(o fyne.CanvasObject) // a key works on something that may be out of sight; nil = nothing

	root    fyne.CanvasObject
	look    Look
	painted bool // the brush has painted on the photo

	luma, color, grain             *widgets.Slider
	lumaText, colorText, grainText *canvas.Text
	linked                         *widgets.Button // luminance and colour move together
	emphasis, depth                *widgets.Segments
	emphases                       []Emphasis // of the buttons
	tellable                       bool       // the model can be told what to take away
	depths                         []engine.Variant
	emphasisRow, depthRow          *fyne.Container
	about                          *widget.Label // what the emphasis is, if only an approximation
	approximate                    fyne.CanvasObject
	preset                         *widgets.Choice
	reset, copyTo                  *widgets.Button
	presetNames                    []string
	sense                          *senseView
}

func newLookPanel() *lookPanel {
	p := &lookPanel{look: defaultLook, emphasisRow: container.NewStack(), depthRow: container.NewStack(), sense: newSenseView()}
	p.luma, p.lumaText = p.newDial(maxStrength, func(l *Look, v int) {
		if l.Luma = v; p.linked.On() {
			l.Color = v
		}
	})
	p.color, p.colorText = p.newDial(maxStrength, func(l *Look, v int) {
		if l.Color = v; p.linked.On() {
			l.Luma = v
		}
	})
	p.grain, p.grainText = p.newDial(100, func(l *Look, v int) { l.Grain = v })
	p.linked = widgets.NewButton(lang.L("Linked"), nil, widgets.Flat, p.link)
	p.linked.Label.TextSize = 11
	p.linked.SetOn(true)
	p.about = &widget.Label{Wrapping: fyne.TextWrapWord, SizeName: theme.SizeNameCaptionText, Importance: widget.LowImportance,
		Text: lang.L("An approximation: this model cannot be told what to take away, so what it did is split afterwards.")}
	p.approximate = closer(p.about)
	p.buildButtons()
	dials := widgets.DialRows(widgets.Dial{Name: lang.L("Luminance"), Slider: p.luma, Value: p.lumaText}, widgets.Dial{Name: lang.L("Colour"), Slider: p.color, Value: p.colorText}, widgets.Dial{Name: lang.L("Keep grain"), Slider: p.grain, Value: p.grainText})
	p.root = container.New(layout.NewCustomPaddedVBoxLayout(7),
		heading(lang.L("Take away")), p.emphasisRow, p.approximate, widgets.Spacer(0, 2),
		row(heading(lang.L("Strength")), p.linked),
		dials[0], dials[1], dials[2], widgets.Spacer(0, 2),
		heading(lang.L("Depth of the export")), p.depthRow, widgets.Spacer(0, 2),
		p.preset, container.New(&widgets.SegmentRow{}, p.reset, p.copyTo), p.sense.root)
	p.ShowModel(false, []engine.Variant{engine.Small, engine.Large})
	return p
}

// newDial makes a slider of percents that sets a part of the look.
func (p *lookPanel) newDial(most float64, set func(*Look, int)) (*widgets.Slider, *canvas.Text) {
	s := widgets.NewSlider(0, most, func() { p.OnSettled() })
	s.Gained = func() { p.use(s) }
	t := widgets.NewText("", 12, style.Text, false)
	t.Alignment = fyne.TextAlignTrailing
	s.OnChanged = func(v float64) {
		l := p.look
		set(&l, int(v))
		p.change(l)
	}
	return s, t
}

func (p *lookPanel) buildButtons() {
	p.preset = widgets.NewChoice(nil, p.presetChosen, func() { p.OnSettled() })
	p.preset.Gained = func() { p.use(p.preset) }
	p.preset.PlaceHolder, p.preset.Asks = lang.L("Presets"), true
	p.reset = widgets.NewButton(lang.L("Reset"), nil, widgets.Raised, p.Reset)
	p.copyTo = widgets.NewButton(lang.L("Copy to others"), nil, widgets.Raised, func() { p.OnCopy() })
	for _, b := range [...]*widgets.Button{p.reset, p.copyTo} {
		b.Label.TextSize = 12
	}
	p.ShowPresets(nil)
}

// change shows a look and tells of it.
func (p *lookPanel) change(l Look) {
	if l = l.sane(); l != p.look {
		p.ShowLook(l)
		p.OnLook(l)
	}
}

// link ties luminance and colour together, or unties them.
func (p *lookPanel) link() {
	p.linked.SetOn(!p.linked.On())
	if l := p.look; p.linked.On() {
		l.Color = l.Luma
		p.change(l)
	}
}

// ShowLook sets the controls without calling back.
func (p *lookPanel) ShowLook(l Look) {
	p.look = l
	if l.Luma != l.Color {
		p.linked.SetOn(false)
	}
	for _, d := range [...]struct {
		s *widgets.Slider
		t *canvas.Text
		v int
	}{{p.luma, p.lumaText, l.Luma}, {p.color, p.colorText, l.Color}, {p.grain, p.grainText, l.Grain}} {
		if d.s.Value != float64(d.v) {
			d.s.Value = float64(d.v)
			d.s.Refresh()
		}
		widgets.SetText(d.t, fmt.Sprintf("%d %%", d.v))
	}
	p.emphasis.Choose(slices.Index(p.emphases, p.nearest(l.Emphasis)))
	p.depth.Choose(slices.Index(p.depths, l.offered(p.depths).Depth))
	p.reset.SetEnabled(l != defaultLook || p.painted)
	p.showCaveat()
}

// ShowPhoto sets the controls to the look of another photo.
func (p *lookPanel) ShowPhoto(l Look) {
	p.linked.SetOn(l.Luma == l.Color)
	p.ShowLook(l)
}

// ShowPainted tells whether the brush has painted on the photo.
func (p *lookPanel) ShowPainted(on bool) {
	p.painted = on
	p.reset.SetEnabled(p.look != defaultLook || on)
}

// Reset takes what the network gives, everywhere.
func (p *lookPanel) Reset() {
	p.linked.SetOn(true)
	if p.painted {
		p.OnClear()
		return
	}
	p.change(defaultLook)
}

// showCaveat says that an emphasis is only an approximation, where it is one.
func (p *lookPanel) showCaveat() {
	if say := !p.tellable && p.look.Emphasis != Auto; say != p.approximate.Visible() {
		if say {
			p.approximate.Show()
		} else {
			p.approximate.Hide()
		}
		p.root.Refresh()
	}
}

// nearest is the emphasis that has a button: without a model that can be told,
// noise and rain are one.
func (p *lookPanel) nearest(e Emphasis) Emphasis {
	if e == Derain && !slices.Contains(p.emphases, Derain) {
		return Denoise
	}
	return e
}

// ShowModel offers what the model can do: whether it can be told what to take
// away, and the depths it has.
func (p *lookPanel) ShowModel(tellable bool, depths []engine.Variant) {
	if p.emphasis != nil && p.tellable == tellable && slices.Equal(depths, p.depths) {
		return
	}
	p.tellable = tellable
	p.emphases = []Emphasis{Auto, Denoise, Derain, Dehaze}
	labels := []string{lang.L("Auto"), lang.L("Denoise"), lang.L("Derain"), lang.L("Dehaze")}
	if !tellable {
		p.emphases = []Emphasis{Auto, Denoise, Dehaze}
		labels = []string{lang.L("Auto"), lang.L("Noise and rain"), lang.L("Haze")}
	}
	p.emphasis = widgets.NewSegments(labels, panelWidth-2*panelPad, func(i int) {
		l := p.look
		l.Emphasis = p.emphases[i]
		p.change(l)
	})
	p.depths = depths
	names := map[engine.Variant]string{engine.Small: lang.L("Fast"), engine.Middle: lang.L("Balanced"), engine.Large: lang.L("Best"), engine.Twice: lang.L("Best") + " ×2"}
	labels = nil
	for _, v := range depths {
		labels = append(labels, names[v])
	}
	p.depth = widgets.NewSegments(labels, panelWidth-2*panelPad, func(i int) {
		l := p.look
		l.Depth = p.depths[i]
		p.change(l)
	})
	p.emphasisRow.Objects, p.depthRow.Objects = []fyne.CanvasObject{p.emphasis.Root}, []fyne.CanvasObject{p.depth.Root}
	p.ShowLook(p.look)
	p.root.Refresh()
}

// ShowPresets offers kept looks, and to keep and forget one.
func (p *lookPanel) ShowPresets(names []string) {
	p.presetNames = names
	p.preset.Options = append(slices.Clone(names), lang.L("Keep as a preset…"))
	if len(names) > 0 {
		p.preset.Options = append(p.preset.Options, lang.L("Forget a preset…"))
	}
	p.preset.ClearSelected()
}

func (p *lookPanel) presetChosen(name string) {
	if name == "" {
		return
	}
	i := p.preset.SelectedIndex()
	p.preset.ClearSelected() // it is a menu: a look may be changed after it
	switch {
	case i < len(p.presetNames):
		p.OnPreset(p.presetNames[i])
	case i == len(p.presetNames):
		p.OnKeep()
	default:
		p.OnForget()
	}
	p.OnSettled()
}
