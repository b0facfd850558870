package compare

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"afterrain/ui/style"
)

// PillHeight is that of words that are laid over a photo, Fyne's units.
const PillHeight = 22

// pill is a short text on a translucent ground, laid over a photo.
type pill struct {
	back *canvas.Rectangle
	text *canvas.Text
}

func newPill(text string) *pill {
	p := &pill{back: canvas.NewRectangle(style.Pill), text: canvas.NewText(text, style.PillText)}
	p.back.CornerRadius = PillHeight / 2
	p.text.TextSize = 11.5
	p.text.Alignment = fyne.TextAlignCenter
	return p
}

func (p *pill) set(text string) {
	if p.text.Text != text {
		p.text.Text = text
		p.text.Refresh()
	}
	p.show(text != "")
}

func (p *pill) show(on bool) {
	p.back.Hidden, p.text.Hidden = !on, !on
}

// move puts the pill's left (anchor 0) or right (anchor 1) edge at x.
func (p *pill) move(x, y, anchor float32) {
	size := fyne.NewSize(p.text.MinSize().Width+22, PillHeight)
	at := fyne.NewPos(x-anchor*size.Width, y)
	p.back.Move(at)
	p.back.Resize(size)
	p.text.Move(at)
	p.text.Resize(size)
}
