package ui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// toast is a message that goes by itself: good news needs no box to close.
type toast struct {
	do     func(func())
	root   *fyne.Container
	words  *canvas.Text
	action *button
	shown  int // counts, so that an old timer does not hide a newer toast
}

// toastTime is how long a toast stays.
const toastTime = 8 * time.Second

func newToast(do func(func())) *toast {
	t := &toast{do: do, words: text("", 13, colorText, false), action: newButton("", nil, raised, nil)}
	back := canvas.NewRectangle(color.NRGBA{0x12, 0x12, 0x12, 0xf0})
	back.CornerRadius, back.StrokeColor, back.StrokeWidth = 8, grey(0x40), 1
	inside := container.New(layout.NewCustomPaddedHBoxLayout(10), container.NewCenter(t.words), t.action)
	box := container.NewStack(back, container.New(layout.NewCustomPaddedLayout(6, 6, 16, 10), inside))
	t.root = container.NewVBox(layout.NewSpacer(), container.NewCenter(box), gap0(46))
	t.root.Hide()
	return t
}

// Show says words for a while, with a button if label is not empty.
func (t *toast) Show(words, label string, tapped func()) {
	t.shown++
	id := t.shown
	t.words.Text = words
	t.action.Hidden = label == ""
	t.action.SetText(label)
	t.action.OnTapped = tapped
	t.root.Show()
	t.root.Refresh()
	time.AfterFunc(toastTime, func() {
		t.do(func() {
			if id == t.shown {
				t.root.Hide()
			}
		})
	})
}
