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

	luma, color, grain             *slider
	lumaText, colorText, grainText *canvas.Text
	linked                         *button // luminance and colour move together
	emphasis, depth                *segments
	emphases                       []Emphasis // of the buttons
	tellable                       bool       // the model can be told what to take away
	depths                         []engine.Variant
	emphasisRow, depthRow          *fyne.Container
	about                          *widget.Label // what the emphasis is, if only an approximation
	approximate                    fyne.CanvasObject
	preset                         *choice
	reset, copyTo                  *button
	presetNames                    []string
	sense                          *senseView
}

func newLookPanel() *lookPanel {
	p := &lookPanel{look: defaultLook, emphasisRow: container.NewStack(), depthRow: container.NewStack(), sense: newSenseView()}
	p.luma, p.lumaText = p.newDial(maxStrength, func(l *Look, v int) {
		if l.Luma = v; p.linked.on {
			l.Color = v
		}
	})
	p.color, p.colorText = p.newDial(maxStrength, func(l *Look, v int) {
		if l.Color = v; p.linked.on {
			l.Luma = v
		}
	})
	p.grain, p.grainText = p.newDial(100, func(l *Look, v int) { l.Grain = v })
	p.linked = newButton(lang.L("Linked"), nil, flat, p.link)
	p.linked.text.TextSize, p.linked.on = 11, true
	p.about = &widget.Label{Wrapping: fyne.TextWrapWord, SizeName: theme.SizeNameCaptionText, Importance: widget.LowImportance,
		Text: lang.L("An approximation: this model cannot be told what to take away, so what it did is split afterwards.")}
	p.approximate = closer(p.about)
	p.buildButtons()
	dials := dialRows(dial{lang.L("Luminance"), p.luma, p.lumaText}, dial{lang.L("Colour"), p.color, p.colorText}, dial{lang.L("Keep grain"), p.grain, p.grainText})
	p.root = container.New(layout.NewCustomPaddedVBoxLayout(7),
		heading(lang.L("Take away")), p.emphasisRow, p.approximate, spacer(0, 2),
		row(heading(lang.L("Strength")), p.linked),
		dials[0], dials[1], dials[2], spacer(0, 2),
		heading(lang.L("Depth of the export")), p.depthRow, spacer(0, 2),
		p.preset, container.New(&segmentRow{}, p.reset, p.copyTo), p.sense.root)
	p.ShowModel(false, []engine.Variant{engine.Small, engine.Large})
	return p
}

func (p *lookPanel) buildButtons() {
	p.preset = newChoice(nil, p.presetChosen, func() { p.OnSettled() })
	p.preset.gained = func() { p.use(p.preset) }
	p.preset.PlaceHolder, p.preset.asks = lang.L("Presets"), true
	p.reset = newButton(lang.L("Reset"), nil, raised, p.Reset)
	p.copyTo = newButton(lang.L("Copy to others"), nil, raised, func() { p.OnCopy() })
	for _, b := range [...]*button{p.reset, p.copyTo} {
		b.text.TextSize = 12
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
	p.linked.SetOn(!p.linked.on)
	if l := p.look; p.linked.on {
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
		s *slider
		t *canvas.Text
		v int
	}{{p.luma, p.lumaText, l.Luma}, {p.color, p.colorText, l.Color}, {p.grain, p.grainText, l.Grain}} {
		if d.s.Value != float64(d.v) {
			d.s.Value = float64(d.v)
			d.s.Refresh()
		}
		setText(d.t, fmt.Sprintf("%d %%", d.v))
	}
	p.emphasis.choose(slices.Index(p.emphases, p.nearest(l.Emphasis)))
	p.depth.choose(slices.Index(p.depths, l.offered(p.depths).Depth))
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
	p.emphasis = newSegments(labels, func(i int) {
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
	p.depth = newSegments(labels, func(i int) {
		l := p.look
		l.Depth = p.depths[i]
		p.change(l)
	})
	p.emphasisRow.Objects, p.depthRow.Objects = []fyne.CanvasObject{p.emphasis.root}, []fyne.CanvasObject{p.depth.root}
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
