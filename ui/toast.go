package ui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/style"
)

// toast is a message that goes by itself: good news needs no box to close.
type toast struct {
	do     func(func())
	leave  func()          // takes the keyboard away from the button
	root   *fyne.Container // always there, so that Fyne knows which window to draw anew
	box    *fyne.Container // hidden while there is nothing to tell
	words  *widget.Label   // wraps, so that a long file name does not widen the window
	width  *canvas.Rectangle
	action *tabButton
	time   time.Duration // that it stays
	shown  int           // counts, so that an old timer does not hide a newer toast
}

// toastTime is how long a toast stays.
const toastTime = 8 * time.Second

const toastWidth = 400 // of the words at most, Fyne's units

// newToast makes one; unfocus takes the keyboard away from its button.
func newToast(do func(func()), unfocus func()) *toast {
	t := &toast{time: toastTime, do: do, leave: unfocus, words: &widget.Label{SizeName: theme.SizeNameText, Wrapping: fyne.TextWrapWord}, width: canvas.NewRectangle(color.Transparent), action: newTabButton("", raised, unfocus, nil)}
	ground := style.Grey(0x12)
	ground.A = 0xf0
	back := canvas.NewRectangle(ground)
	back.CornerRadius, back.StrokeColor, back.StrokeWidth = 8, style.Grey(0x40), 1
	inside := container.New(layout.NewCustomPaddedHBoxLayout(10), container.NewStack(t.width, t.words), container.NewCenter(t.action))
	box := container.NewStack(back, container.New(layout.NewCustomPaddedLayout(6, 6, 16, 10), inside))
	t.box = container.NewVBox(layout.NewSpacer(), container.NewCenter(box), spacer(0, 46))
	t.root = container.New(toastPlace{t}, t.box)
	t.box.Hide()
	return t
}

// toastPlace lays the toast out over the photo; it asks for no room there.
type toastPlace struct{ t *toast }

func (l toastPlace) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.t.fit(size.Width)
	o[0].Resize(size)
	o[0].Refresh() // its words may wrap otherwise now
}

func (toastPlace) MinSize([]fyne.CanvasObject) (none fyne.Size) { return none }

// Show says words for a while, with a button if label is not empty.
func (t *toast) Show(words, label string, tapped func()) {
	t.shown++
	t.letGo() // Enter would do something else than what was read there
	t.action.Hidden = label == ""
	t.action.SetText(label)
	t.action.OnTapped = func() { // once: an undo pressed twice takes back more
		t.hide()
		tapped()
	}
	t.words.Text = words
	t.box.Show()
	t.root.Refresh()
	t.stay()
}

// stay hides the toast after a while, but not while its button has the keyboard.
func (t *toast) stay() {
	id := t.shown
	time.AfterFunc(t.time, func() {
		t.do(func() {
			switch {
			case id != t.shown:
			case t.action.focused:
				t.stay()
			default:
				t.hide()
			}
		})
	})
}

// letGo gives the keyboard back to the photo, if the button has it.
func (t *toast) letGo() {
	if t.action.focused {
		t.leave()
	}
}

func (t *toast) hide() {
	t.letGo()
	t.box.Hide()
	t.root.Refresh()
}

// says tells whether these words are there to be read.
func (t *toast) says(words string) bool { return t.box.Visible() && t.words.Text == words }

// Withdraw hides the words if they are still there.
func (t *toast) Withdraw(words string) {
	if t.words.Text == words {
		t.hide()
	}
}

// Retire hides a message whose button would not do any more what it was shown for.
func (t *toast) Retire(label string) {
	if t.action.text.Text == label {
		t.hide()
	}
}

// fit gives the words one line if that fits into room, else what there is.
func (t *toast) fit(room float32) {
	const margins, least = 50, 160
	if !t.action.Hidden {
		room -= t.action.MinSize().Width
	}
	width := min(naturalWidth(t.words), toastWidth, max(room-margins, least))
	t.width.SetMinSize(fyne.NewSize(width, 0))
	t.words.Resize(fyne.NewSize(width, t.words.Size().Height))
	t.words.Refresh()
}
