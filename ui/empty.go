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

	"afterrain/assets"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// newEmpty is what the window shows before there are photos. The first time it
// explains the program.
func newEmpty(open, openFolder func(), first bool) fyne.CanvasObject {
	icon := canvas.NewImageFromResource(assets.IconApp)
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(104, 104))
	frame := canvas.NewRectangle(color.Transparent)
	frame.StrokeColor, frame.StrokeWidth, frame.CornerRadius = style.Grey(0x3c), 1.5, 14
	last := newLine(lang.L("Noise, rain and haze come off. Everything stays on this computer."), 12, style.Faint)
	if first {
		last = container.New(&column{}, newSteps()...)
		icon.SetMinSize(fyne.NewSize(72, 72))
	}
	page := &invitation{width: 472}
	if first {
		page.width = 480
	}
	content := container.New(page, frame, container.NewCenter(icon),
		container.NewCenter(widgets.NewText(lang.L("Drop photos here"), 24, style.Text, false)),
		container.New(&column{gap: 2}, newLine(lang.L("JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL and camera raw"), 13, style.Quiet),
			newLine(lang.L("One or many, or whole folders"), 13, style.Quiet)),
		container.NewCenter(widgets.Spacer(0, 4)),
		container.NewCenter(container.New(layout.NewCustomPaddedHBoxLayout(10),
			widgets.NewButton(lang.L("Open a photo…"), nil, widgets.Primary, open), widgets.NewButton(lang.L("Open a folder…"), nil, widgets.Raised, openFolder))),
		container.NewCenter(widgets.Spacer(0, 6)), last,
	)
	scroll := container.NewVScroll(content)
	page.grown = scroll.Refresh
	return container.NewStack(canvas.NewRectangle(style.Surround), scroll)
}

// newSteps explains the program, a numbered line each.
func newSteps() (rows []fyne.CanvasObject) {
	for i, s := range steps() {
		number := widgets.NewText(fmt.Sprint(i+1), 15, style.Accent, true)
		l := widget.NewLabel(s)
		l.Wrapping, l.SizeName = fyne.TextWrapWord, theme.SizeNameText
		rows = append(rows, container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedLayout(5, 0, 0, 8), container.NewVBox(number)), nil, l))
	}
	return rows
}

// column stacks objects that are as high as their words need at its width.
type column struct {
	gap    float32 // between objects, Fyne's units
	height float32 // at the width of now
}

func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.height = -c.gap
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, o.Size().Height)) // its height follows
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		o.Move(fyne.NewPos(0, c.height+c.gap))
		c.height += o.MinSize().Height + c.gap
	}
}

func (c *column) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	if c.height > 0 {
		return fyne.NewSize(0, c.height)
	}
	for _, o := range objects {
		size.Height += o.MinSize().Height + c.gap
	}
	return size
}

// invitation is a column in a frame, its first object, in the middle of the room there is. Where that is narrow its words wrap.
type invitation struct {
	width  float32 // of the column at most, Fyne's units
	grown  func()  // it needs another height
	column column
}

func (l *invitation) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const edge, least = 24, 380
	before := l.column.height
	l.column.gap = 14
	w := min(l.width, size.Width-2*edge)
	l.column.Layout(objects[1:], fyne.NewSize(w, 0))
	h := max(l.column.height+2*edge, least)
	x, y := (size.Width-w)/2, max(0, (size.Height-h)/2)
	for _, o := range objects[1:] {
		o.Move(o.Position().AddXY(x, y+(h-l.column.height)/2))
	}
	objects[0].Resize(fyne.NewSize(w+2*edge, h))
	objects[0].Move(fyne.NewPos(x-edge, y))
	if l.column.height != before {
		l.grown()
	}
}

func (l *invitation) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.column.MinSize(objects[1:]).Height+48)
}

// newLine is a line of text in the middle, which wraps where it does not fit.
func newLine(s string, size float32, c color.Color) fyne.CanvasObject {
	wrapped := paragraph(s)
	wrapped.Alignment, wrapped.Importance = fyne.TextAlignCenter, widget.LowImportance
	wrapped.Hide()
	return container.New(oneLine{}, widgets.NewText(s, size, c, false), wrapped)
}

// oneLine shows the first object where that fits, else the second.
type oneLine struct{}

func (oneLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	line, wrapped := o[0], o[1]
	least := line.MinSize()
	fits := least.Width <= size.Width
	if fits != line.Visible() {
		if fits {
			line.Show()
			wrapped.Hide()
		} else {
			line.Hide()
			wrapped.Show()
		}
	}
	line.Resize(least)
	line.Move(fyne.NewPos((size.Width-least.Width)/2, 0))
	wrapped.Resize(size) // its height follows
	wrapped.Resize(fyne.NewSize(size.Width, wrapped.MinSize().Height))
}

func (oneLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	for _, one := range o {
		if one.Visible() {
			return fyne.NewSize(0, one.MinSize().Height)
		}
	}
	return fyne.Size{}
}
