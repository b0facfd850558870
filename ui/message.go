package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/compare"
	"afterrain/ui/render"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

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
	m.behind, m.ground = container.NewWithoutLayout(), canvas.NewRectangle(style.Surround)
	m.tag = canvas.NewText("", style.PillText)
	m.tag.TextSize = 11.5
	ground := canvas.NewRectangle(style.Pill)
	ground.CornerRadius = compare.PillHeight / 2
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

// ShowSmall shows a thumbnail where the photo will be, as many times as the view
// has panes, and says something in its corner.
func (m *message) ShowSmall(thumb image.Image, panes int, words string) {
	m.behind.Objects, m.behind.Layout = nil, layout.NewGridLayoutWithColumns(panes)
	for range panes {
		m.behind.Add(&canvas.Image{Image: thumb, FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest})
	}
	m.ground.FillColor = color.NRGBA{render.Surround, render.Surround, render.Surround, 255}
	m.tag.Text = widgets.FitText(words, m.tag, compare.LeastWidth-2*(tagEdge+tagPad)) // or it would widen the window
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
	m.behind.Objects, m.ground.FillColor = nil, style.Surround
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
	back := canvas.NewRectangle(style.Grey(0x34))
	edge := canvas.NewRectangle(style.Bad)
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
	return widgets.Wide(520, l)
}
