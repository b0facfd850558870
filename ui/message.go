package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/assets"
)

// newEmpty is what the window shows before there are photos.
func newEmpty(open, openFolder func()) fyne.CanvasObject {
	icon := canvas.NewImageFromResource(assets.IconApp)
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(104, 104))
	frame := canvas.NewRectangle(color.Transparent)
	frame.StrokeColor, frame.StrokeWidth, frame.CornerRadius = grey(0x3c), 1.5, 14
	frame.SetMinSize(fyne.NewSize(520, 380))
	column := centred(14, icon,
		text("Drop photos here", 24, colorText, false),
		text("JPEG, PNG and TIFF, one or many, or whole folders", 13, colorQuiet, false),
		gap0(4),
		container.New(layout.NewCustomPaddedHBoxLayout(10),
			newButton("Open a photo…", nil, primary, open), newButton("Open a folder…", nil, raised, openFolder)),
		gap0(6),
		text("Noise, rain and haze come off. Everything stays on this computer.", 12, colorFaint, false),
	)
	return container.NewStack(canvas.NewRectangle(colorSurround), container.NewCenter(container.NewStack(frame, container.NewCenter(column))))
}

// centred stacks objects, each in the middle.
func centred(space float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	column := container.New(layout.NewCustomPaddedVBoxLayout(space))
	for _, o := range objects {
		column.Add(container.NewCenter(o))
	}
	return column
}

func gap0(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(1, height))
	return r
}

// message stands in for a photo that is being opened or cannot be.
type message struct {
	root    fyne.CanvasObject
	title   *widget.Label
	todo    *widget.Label
	buttons *fyne.Container
}

func newMessage(details, retry, remove func()) *message {
	m := &message{
		title: &widget.Label{SizeName: theme.SizeNameHeadingText, Wrapping: fyne.TextWrapWord, Alignment: fyne.TextAlignCenter},
		todo:  &widget.Label{Wrapping: fyne.TextWrapWord, Alignment: fyne.TextAlignCenter, Importance: widget.LowImportance},
	}
	m.buttons = container.New(layout.NewCustomPaddedHBoxLayout(10),
		newButton("Details", nil, raised, details), newButton("Try again", nil, raised, retry), newButton("Remove", nil, raised, remove))
	column := centred(10, wide(500, m.title), wide(460, m.todo), m.buttons)
	m.root = container.NewStack(canvas.NewRectangle(colorSurround), container.NewCenter(column))
	return m
}

// wide gives a label that wraps a width to wrap at.
func wide(width float32, l *widget.Label) fyne.CanvasObject {
	space := canvas.NewRectangle(color.Transparent)
	space.SetMinSize(fyne.NewSize(width, 0))
	return container.NewStack(space, l)
}

// Show says something; failed adds the buttons.
func (m *message) Show(title, todo string, failed bool) {
	m.title.SetText(title)
	m.todo.SetText(todo)
	m.buttons.Hidden = !failed
	m.root.Show()
	m.root.Refresh()
}

// notice is a strip over the photo that stays until its cause is gone.
type notice struct {
	root  *fyne.Container
	words *widget.Label
}

func newNotice(details func()) *notice {
	n := &notice{words: widget.NewLabel("")}
	n.words.Wrapping = fyne.TextWrapWord
	back := canvas.NewRectangle(grey(0x34))
	edge := canvas.NewRectangle(colorBad)
	edge.SetMinSize(fyne.NewSize(3, 0))
	more := container.NewCenter(newButton("Details", nil, raised, details))
	n.root = container.NewStack(back, container.NewBorder(nil, nil, edge, container.New(layout.NewCustomPaddedLayout(4, 4, 4, 10), more), n.words))
	n.root.Hide()
	return n
}

// Show says what is wrong; "" takes the notice away.
func (n *notice) Show(words string) {
	n.words.SetText(words)
	n.root.Hidden = words == ""
	n.root.Refresh()
}

// newDetails shows an error in full, to be copied.
func newDetails(err error, copyIt func()) fyne.CanvasObject {
	l := widget.NewLabel(err.Error())
	l.Wrapping, l.Selectable = fyne.TextWrapBreak, true
	return container.NewVBox(wide(520, l), container.NewHBox(newButton("Copy", nil, raised, copyIt)))
}
