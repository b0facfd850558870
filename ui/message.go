package ui

import (
	"fmt"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/assets"
)

// newEmpty is what the window shows before there are photos. The first time it
// explains the program.
func newEmpty(open, openFolder func(), first bool) fyne.CanvasObject {
	icon := canvas.NewImageFromResource(assets.IconApp)
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(104, 104))
	frame := canvas.NewRectangle(color.Transparent)
	frame.StrokeColor, frame.StrokeWidth, frame.CornerRadius = grey(0x3c), 1.5, 14
	frame.SetMinSize(fyne.NewSize(520, 380))
	last := fyne.CanvasObject(text(lang.L("Noise, rain and haze come off. Everything stays on this computer."), 12, colorFaint, false))
	if first {
		last = newSteps()
		icon.SetMinSize(fyne.NewSize(72, 72))
	}
	column := centred(14, icon,
		text(lang.L("Drop photos here"), 24, colorText, false),
		centred(2, text(lang.L("JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL and camera raw"), 13, colorQuiet, false),
			text(lang.L("One or many, or whole folders"), 13, colorQuiet, false)),
		spacer(0, 4),
		container.New(layout.NewCustomPaddedHBoxLayout(10),
			newButton(lang.L("Open a photo…"), nil, primary, open), newButton(lang.L("Open a folder…"), nil, raised, openFolder)),
		spacer(0, 6), last,
	)
	inside := container.New(layout.NewCustomPaddedLayout(24, 24, 24, 24), container.NewCenter(column))
	return container.NewStack(canvas.NewRectangle(colorSurround), container.NewScroll(container.NewCenter(container.NewStack(frame, inside))))
}

// newSteps explains the program, a numbered line each.
func newSteps() fyne.CanvasObject {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for i, s := range steps() {
		number := text(fmt.Sprint(i+1), 15, colorAccent, true)
		l := widget.NewLabel(s)
		l.Wrapping, l.SizeName = fyne.TextWrapWord, theme.SizeNameText
		rows.Add(container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedLayout(5, 0, 0, 8), container.NewVBox(number)), nil, l))
	}
	return container.NewStack(spacer(480, 0), rows)
}

// spacer is as large as it says, and not seen.
func spacer(width, height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

// centred stacks objects, each in the middle.
func centred(space float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	column := container.New(layout.NewCustomPaddedVBoxLayout(space))
	for _, o := range objects {
		column.Add(container.NewCenter(o))
	}
	return column
}

// message stands in for a photo that is being opened or cannot be.
type message struct {
	root    fyne.CanvasObject
	title   *widget.Label
	todo    *widget.Label
	buttons *fyne.Container
	ground  *canvas.Rectangle
	column  fyne.CanvasObject
	behind  *fyne.Container // what is known of the photo
	tag     *canvas.Text    // what is said over that
	corner  fyne.CanvasObject
}

// newMessage makes one with buttons for a photo that cannot be opened.
func newMessage(buttons ...fyne.CanvasObject) *message {
	m := &message{
		title: &widget.Label{SizeName: theme.SizeNameHeadingText, Wrapping: fyne.TextWrapWord, Alignment: fyne.TextAlignCenter},
		todo:  &widget.Label{Wrapping: fyne.TextWrapWord, Alignment: fyne.TextAlignCenter, Importance: widget.LowImportance},
	}
	m.buttons = container.New(layout.NewCustomPaddedHBoxLayout(10), buttons...)
	m.column = container.New(readable(500), m.title, m.todo, m.buttons)
	m.behind, m.ground = container.NewWithoutLayout(), canvas.NewRectangle(colorSurround)
	m.tag = canvas.NewText("", colorPillText)
	m.tag.TextSize = 11.5
	ground := canvas.NewRectangle(colorPill)
	ground.CornerRadius = pillHeight / 2
	tag := container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(3, 3, tagPad, tagPad), m.tag))
	line := container.NewHBox(layout.NewSpacer(), tag)
	m.corner = container.New(layout.NewCustomPaddedLayout(0, tagEdge, tagEdge, tagEdge), container.NewBorder(nil, line, nil, nil))
	m.root = container.NewStack(m.ground, m.behind, m.column, m.corner)
	return m
}

// Around the tag, and around its words, Fyne's units.
const tagEdge, tagPad = 12, 11

// readable stacks objects in the middle; words wrap at this width, or sooner in a
// narrow window.
type readable float32

const readableGap = 10 // between objects, Fyne's units

func (most readable) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width, all := min(float32(most), size.Width-2*readableGap), float32(-readableGap)
	for _, o := range objects {
		o.Resize(fyne.NewSize(max(width, o.MinSize().Width), o.Size().Height)) // its height follows
		all += o.MinSize().Height + readableGap
	}
	y := (size.Height - all) / 2
	for _, o := range objects {
		w := width
		if _, words := o.(*widget.Label); !words {
			w = o.MinSize().Width
		}
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		o.Move(fyne.NewPos((size.Width-w)/2, y))
		y += o.MinSize().Height + readableGap
	}
}

func (readable) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size = fyne.NewSize(max(size.Width, o.MinSize().Width), size.Height+o.MinSize().Height)
	}
	return size
}

// wide gives a label that wraps a width to wrap at.
func wide(width float32, l *widget.Label) fyne.CanvasObject {
	return container.NewStack(spacer(width, 0), l)
}

// ShowSmall shows a thumbnail where the photo will be, as many times as the view
// has panes, and says something in its corner.
func (m *message) ShowSmall(thumb image.Image, panes int, words string) {
	m.behind.Objects, m.behind.Layout = nil, layout.NewGridLayoutWithColumns(panes)
	for range panes {
		m.behind.Add(&canvas.Image{Image: thumb, FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest})
	}
	m.ground.FillColor = color.NRGBA{surround, surround, surround, 255}
	m.tag.Text = fitText(words, m.tag, viewerWidth-2*(tagEdge+tagPad)) // or it would widen the window
	m.column.Hide()
	m.corner.Show()
	m.root.Show()
	m.root.Refresh()
}

// Show says something; failed adds the buttons.
func (m *message) Show(title, todo string, failed bool) {
	m.title.SetText(title)
	m.todo.SetText(todo)
	m.buttons.Hidden = !failed
	m.behind.Objects, m.ground.FillColor = nil, colorSurround
	m.column.Show()
	m.corner.Hide()
	m.root.Show()
	m.root.Refresh()
}

// notice is a strip over the photo that stays until its cause is gone.
type notice struct {
	root  *fyne.Container
	words *widget.Label
}

func newNotice(details fyne.CanvasObject) *notice {
	n := &notice{words: widget.NewLabel("")}
	n.words.Wrapping = fyne.TextWrapWord
	back := canvas.NewRectangle(grey(0x34))
	edge := canvas.NewRectangle(colorBad)
	edge.SetMinSize(fyne.NewSize(3, 0))
	more := container.NewCenter(details)
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

// newDetails shows an error in full.
func newDetails(err error) fyne.CanvasObject {
	l := widget.NewLabel(err.Error())
	l.Wrapping = fyne.TextWrapWord
	return wide(520, l)
}
