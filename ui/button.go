package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/style"
)

// rank is how much a button asks for attention.
type rank int

const (
	flat    rank = iota // on a bar: nothing until the pointer is over it
	raised              // on a panel
	primary             // the one thing to do next
)

// button is a flat push button. Unlike Fyne's it never takes the keyboard, so
// that Space and the arrows go on belonging to the photo (but see tabButton).
type button struct {
	widget.BaseWidget
	OnTapped func()
	OnHover  func(on bool) // may be nil
	OnHold   func(on bool) // while it is pressed; may be nil

	rank     rank
	on       bool // of a choice: the chosen one
	disabled bool
	bare     bool // shows its icon only
	hovered  bool
	back     *canvas.Rectangle
	text     *canvas.Text
	icon     *canvas.Image
}

// newButton makes a button with a text, an icon (nil for none) or both.
func newButton(text string, icon fyne.Resource, r rank, tapped func()) *button {
	b := &button{}
	b.ExtendBaseWidget(b)
	b.make(text, icon, r, tapped)
	return b
}

func (b *button) make(text string, icon fyne.Resource, r rank, tapped func()) {
	b.OnTapped, b.rank = tapped, r
	b.back, b.text = canvas.NewRectangle(color.Transparent), canvas.NewText(text, style.Text)
	b.back.CornerRadius = 5
	b.text.TextSize = buttonText
	b.text.Alignment = fyne.TextAlignCenter
	if icon != nil {
		b.icon = canvas.NewImageFromResource(icon)
		b.icon.FillMode = canvas.ImageFillContain
	}
	b.paint()
}

// SetText changes the words.
func (b *button) SetText(text string) {
	if b.text.Text != text {
		b.text.Text = text
		b.Refresh()
	}
}

// SetBare leaves the words away, if there is an icon to stand for them.
func (b *button) SetBare(on bool) {
	if b.bare != on && b.icon != nil {
		b.bare, b.text.Hidden = on, on
		b.Refresh()
	}
}

// width is what the button takes with its words, or bare.
func (b *button) width(bare bool) float32 {
	w := float32(buttonPad)
	if b.icon != nil {
		w += iconSide
	}
	if b.text.Text != "" && !bare {
		w += b.text.MinSize().Width + buttonPad
		if b.icon != nil {
			w -= 4
		}
	}
	return w
}

// fitWords makes the words of buttons smaller until each has room in width.
func fitWords(width float32, buttons ...*button) {
	for size := float32(buttonText); size >= 9; size -= 0.5 {
		var widest float32
		for _, b := range buttons {
			b.text.TextSize = size
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
func (b *button) SetOn(on bool) {
	if b.on != on {
		b.on = on
		b.Refresh()
	}
}

// SetEnabled lets the button be pressed or not.
func (b *button) SetEnabled(on bool) {
	if b.disabled == on {
		b.disabled = !on
		b.Refresh()
	}
}

func (b *button) paint() {
	b.text.TextStyle.Bold = b.rank == primary
	b.back.FillColor, b.text.Color = b.colors()
	if b.icon != nil {
		b.icon.Translucency = 0
		if b.disabled {
			b.icon.Translucency = 0.65
		}
	}
}

func (b *button) colors() (back, text color.Color) {
	back, text = color.Color(color.Transparent), color.Color(style.Text)
	switch {
	case b.disabled && b.rank == flat:
		text = style.Faint
	case b.disabled:
		back, text = style.Grey(0x24), style.Faint
	case b.rank == primary && b.hovered:
		back, text = style.AccentHover, style.OnAccent
	case b.rank == primary:
		back, text = style.Accent, style.OnAccent
	case b.on:
		back, text = style.Grey(0x40), style.Grey(0xf0)
	case b.hovered:
		back = style.Hover
	case b.rank == raised:
		back = style.Raised
	}
	return back, text
}

// Tapped presses the button.
func (b *button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
}

// MouseDown and MouseUp tell how long the button is pressed.
func (b *button) MouseDown(*desktop.MouseEvent) { b.hold(true) }

// MouseUp ends what MouseDown began.
func (b *button) MouseUp(*desktop.MouseEvent) { b.hold(false) }

func (b *button) hold(on bool) {
	if b.OnHold != nil && !b.disabled {
		b.SetOn(on)
		b.OnHold(on)
	}
}

// MouseIn, MouseMoved and MouseOut light the button up.
func (b *button) MouseIn(*desktop.MouseEvent)    { b.hover(true) }
func (b *button) MouseMoved(*desktop.MouseEvent) {}
func (b *button) MouseOut() {
	b.hover(false)
	if b.OnHold != nil && b.on {
		b.hold(false) // the button of the mouse goes up elsewhere
	}
}

func (b *button) hover(on bool) {
	b.hovered = on
	b.Refresh()
	if b.OnHover != nil {
		b.OnHover(on)
	}
}

func (b *button) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.back, b.text}
	if b.icon != nil {
		objects = append(objects, b.icon)
	}
	return &buttonRenderer{b, objects}
}

type buttonRenderer struct {
	b       *button
	objects []fyne.CanvasObject
}

const (
	buttonHeight = 30
	buttonText   = 13
	buttonPad    = 12
	iconSide     = 18
)

func (r *buttonRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.b.width(r.b.bare), buttonHeight)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.b.back.Resize(size)
	if r.b.icon == nil {
		r.b.text.Resize(size)
		return
	}
	x := (size.Width - r.MinSize().Width + buttonPad) / 2
	r.b.icon.Move(fyne.NewPos(x, (size.Height-iconSide)/2))
	r.b.icon.Resize(fyne.NewSize(iconSide, iconSide))
	r.b.text.Move(fyne.NewPos(x+iconSide+8, 0))
	r.b.text.Resize(fyne.NewSize(r.b.text.MinSize().Width, size.Height))
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
