package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"afterrain/ui/widgets"
)

// This file holds what keys do with the look.

// Nudge moves both strengths, or the colour's alone, or the grain by some percent.
func (p *lookPanel) Nudge(luma, color, grain int) {
	if p.use(p.luma); grain != 0 {
		p.use(p.grain)
	}
	l := p.look
	l.Luma = min(max(l.Luma+luma, 0), maxStrength)
	l.Color = min(max(l.Color+color, 0), maxStrength)
	l.Grain = min(max(l.Grain+grain, 0), 100)
	p.change(l)
}

// NextEmphasis and NextDepth press the next button of their row.
func (p *lookPanel) NextEmphasis() {
	p.use(p.emphasisRow)
	next(p.emphasis)
}

func (p *lookPanel) NextDepth() {
	p.use(p.depthRow)
	next(p.depth)
}

// use tells that a key works on o.
func (p *lookPanel) use(o fyne.CanvasObject) {
	if p.OnUse != nil {
		p.OnUse(o)
	}
}

func next(s *widgets.Segments) {
	at := slices.IndexFunc(s.Buttons, func(b *widgets.Button) bool { return b.On() })
	s.Buttons[(at+1)%len(s.Buttons)].OnTapped()
}
