// Package widgets holds the buttons, fields and messages of the window, which know nothing of photos.
package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/style"
)

// Rank is how much a button asks for attention.
type Rank int

// The ranks.
const (
	Flat    Rank = iota // on a bar: nothing until the pointer is over it
	Raised              // on a panel
	Primary             // the one thing to do next
)

// Button is a flat push button. Unlike Fyne's it never takes the keyboard, so
// that Space and the arrows go on belonging to the photo (but see TabButton).
type Button struct {
	widget.BaseWidget
	OnTapped func()
	OnHover  func(on bool) // may be nil
	OnHold   func(on bool) // while it is pressed; may be nil

	rank     Rank
	on       bool // of a choice: the chosen one
	disabled bool
	bare     bool // shows its icon only
	hovered  bool
	back     *canvas.Rectangle
	Label    *canvas.Text
	icon     *canvas.Image
}

// NewButton makes a button with a text, an icon (nil for none) or both.
func NewButton(text string, icon fyne.Resource, r Rank, tapped func()) *Button {
	b := &Button{}
	b.ExtendBaseWidget(b)
	b.make(text, icon, r, tapped)
	return b
}

func (b *Button) make(text string, icon fyne.Resource, r Rank, tapped func()) {
	b.OnTapped, b.rank = tapped, r
	b.back, b.Label = canvas.NewRectangle(color.Transparent), canvas.NewText(text, style.Text)
	b.back.CornerRadius = 5
	b.Label.TextSize = buttonText
	b.Label.Alignment = fyne.TextAlignCenter
	if icon != nil {
		b.icon = canvas.NewImageFromResource(icon)
		b.icon.FillMode = canvas.ImageFillContain
	}
	b.paint()
}

// SetText changes the words.
func (b *Button) SetText(text string) {
	if b.Label.Text != text {
		b.Label.Text = text
		b.Refresh()
	}
}

// SetBare leaves the words away, if there is an icon to stand for them.
func (b *Button) SetBare(on bool) {
	if b.bare != on && b.icon != nil {
		b.bare, b.Label.Hidden = on, on
		b.Refresh()
	}
}

// Width is what the button takes with its words, or bare.
func (b *Button) Width(bare bool) float32 {
	w := float32(buttonPad)
	if b.icon != nil {
		w += iconSide
	}
	if b.Label.Text != "" && !bare {
		w += b.Label.MinSize().Width + buttonPad
		if b.icon != nil {
			w -= 4
		}
	}
	return w
}

// FitWords makes the words of buttons smaller until each has room in width.
func FitWords(width float32, buttons ...*Button) {
	for size := float32(buttonText); size >= 9; size -= 0.5 {
		var widest float32
		for _, b := range buttons {
			b.Label.TextSize = size
			widest = max(widest, b.MinSize().Width)
		}
		if widest <= width {
			break
		}
	}
	for _, b := range buttons {
		b.Refresh()
	}
}

// SetOn marks the chosen one of several.
func (b *Button) SetOn(on bool) {
	if b.on != on {
		b.on = on
		b.Refresh()
	}
}

// On tells whether it is marked.
func (b *Button) On() bool { return b.on }

// SetEnabled lets the button be pressed or not.
func (b *Button) SetEnabled(on bool) {
	if b.disabled == on {
		b.disabled = !on
		b.Refresh()
	}
}

// Disabled tells whether it cannot be pressed.
func (b *Button) Disabled() bool { return b.disabled }

func (b *Button) paint() {
	b.Label.TextStyle.Bold = b.rank == Primary
	b.back.FillColor, b.Label.Color = b.colors()
	if b.icon != nil {
		b.icon.Translucency = 0
		if b.disabled {
			b.icon.Translucency = 0.65
		}
	}
}

func (b *Button) colors() (back, text color.Color) {
	back, text = color.Color(color.Transparent), color.Color(style.Text)
	switch {
	case b.disabled && b.rank == Flat:
		text = style.Faint
	case b.disabled:
		back, text = style.Grey(0x24), style.Faint
	case b.rank == Primary && b.hovered:
		back, text = style.AccentHover, style.OnAccent
	case b.rank == Primary:
		back, text = style.Accent, style.OnAccent
	case b.on:
		back, text = style.Grey(0x40), style.Grey(0xf0)
	case b.hovered:
		back = style.Hover
	case b.rank == Raised:
		back = style.Raised
	}
	return back, text
}

// Tapped presses the button.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
}

// MouseDown and MouseUp tell how long the button is pressed.
func (b *Button) MouseDown(*desktop.MouseEvent) { b.hold(true) }

// MouseUp ends what MouseDown began.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.hold(false) }

func (b *Button) hold(on bool) {
	if b.OnHold != nil && !b.disabled {
		b.SetOn(on)
		b.OnHold(on)
	}
}

// MouseIn, MouseMoved and MouseOut light the button up.
func (b *Button) MouseIn(*desktop.MouseEvent)    { b.hover(true) }
func (b *Button) MouseMoved(*desktop.MouseEvent) {}
func (b *Button) MouseOut() {
	b.hover(false)
	if b.OnHold != nil && b.on {
		b.hold(false) // the button of the mouse goes up elsewhere
	}
}

func (b *Button) hover(on bool) {
	b.hovered = on
	b.Refresh()
	if b.OnHover != nil {
		b.OnHover(on)
	}
}

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.back, b.Label}
	if b.icon != nil {
		objects = append(objects, b.icon)
	}
	return &buttonRenderer{b, objects}
}

type buttonRenderer struct {
	b       *Button
	objects []fyne.CanvasObject
}

// Sizes in Fyne's units.
const (
	ButtonHeight = 30
	buttonText   = 13
	buttonPad    = 12
	iconSide     = 18
)

func (r *buttonRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.b.Width(r.b.bare), ButtonHeight)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.b.back.Resize(size)
	if r.b.icon == nil {
		r.b.Label.Resize(size)
		return
	}
	x := (size.Width - r.MinSize().Width + buttonPad) / 2
	r.b.icon.Move(fyne.NewPos(x, (size.Height-iconSide)/2))
	r.b.icon.Resize(fyne.NewSize(iconSide, iconSide))
	r.b.Label.Move(fyne.NewPos(x+iconSide+8, 0))
	r.b.Label.Resize(fyne.NewSize(r.b.Label.MinSize().Width, size.Height))
}

func (r *buttonRenderer) Refresh() {
	r.b.paint()
	r.Layout(r.b.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *buttonRenderer) Destroy()                     {}
