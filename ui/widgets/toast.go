package widgets

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

// Toast is a message that goes by itself: good news needs no box to close.
type Toast struct {
	do     func(func())
	leave  func()          // takes the keyboard away from the button
	Root   *fyne.Container // the toast; always there, so that Fyne knows which window to draw anew
	box    *fyne.Container // hidden while there is nothing to tell
	words  *widget.Label   // wraps, so that a long file name does not widen the window
	width  *canvas.Rectangle
	Action *TabButton    // hidden if there is none
	Time   time.Duration // that it stays
	shown  int           // counts, so that an old timer does not hide a newer toast
}

// toastTime is how long a toast stays.
const toastTime = 8 * time.Second

const toastWidth = 400 // of the words at most, Fyne's units

// NewToast makes one; unfocus takes the keyboard away from its button.
func NewToast(do func(func()), unfocus func()) *Toast {
	t := &Toast{Time: toastTime, do: do, leave: unfocus, words: &widget.Label{SizeName: theme.SizeNameText, Wrapping: fyne.TextWrapWord}, width: canvas.NewRectangle(color.Transparent), Action: NewTabButton("", Raised, unfocus, nil)}
	ground := style.Grey(0x12)
	ground.A = 0xf0
	back := canvas.NewRectangle(ground)
	back.CornerRadius, back.StrokeColor, back.StrokeWidth = 8, style.Grey(0x40), 1
	inside := container.New(layout.NewCustomPaddedHBoxLayout(10), container.NewStack(t.width, t.words), container.NewCenter(t.Action))
	box := container.NewStack(back, container.New(layout.NewCustomPaddedLayout(6, 6, 16, 10), inside))
	t.box = container.NewVBox(layout.NewSpacer(), container.NewCenter(box), Spacer(0, 46))
	t.Root = container.New(toastPlace{t}, t.box)
	t.box.Hide()
	return t
}

// toastPlace lays the toast out over the photo; it asks for no room there.
type toastPlace struct{ t *Toast }

func (l toastPlace) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.t.fit(size.Width)
	o[0].Resize(size)
	o[0].Refresh() // its words may wrap otherwise now
}

func (toastPlace) MinSize([]fyne.CanvasObject) (none fyne.Size) { return none }

// Show says words for a while, with a button if label is not empty.
func (t *Toast) Show(words, label string, tapped func()) {
	t.shown++
	t.letGo() // Enter would do something else than what was read there
	t.Action.Hidden = label == ""
	t.Action.SetText(label)
	t.Action.OnTapped = func() { // once: an undo pressed twice takes back more
		t.Hide()
		tapped()
	}
	t.words.Text = words
	t.box.Show()
	t.Root.Refresh()
	t.stay()
}

// stay hides the toast after a while, but not while its button has the keyboard.
func (t *Toast) stay() {
	id := t.shown
	time.AfterFunc(t.Time, func() {
		t.do(func() {
			switch {
			case id != t.shown:
			case t.Action.focused:
				t.stay()
			default:
				t.Hide()
			}
		})
	})
}

// letGo gives the keyboard back to the photo, if the button has it.
func (t *Toast) letGo() {
	if t.Action.focused {
		t.leave()
	}
}

// Hide takes it away.
func (t *Toast) Hide() {
	t.letGo()
	t.box.Hide()
	t.Root.Refresh()
}

// Words is what was shown last.
func (t *Toast) Words() string { return t.words.Text }

// Visible tells whether it is there to be read.
func (t *Toast) Visible() bool { return t.box.Visible() }

// Says tells whether these words are there to be read.
func (t *Toast) Says(words string) bool { return t.box.Visible() && t.words.Text == words }

// Withdraw hides the words if they are still there.
func (t *Toast) Withdraw(words string) {
	if t.words.Text == words {
		t.Hide()
	}
}

// Retire hides a message whose button would not do any more what it was shown for.
func (t *Toast) Retire(label string) {
	if t.Action.Label.Text == label {
		t.Hide()
	}
}

// fit gives the words one line if that fits into room, else what there is.
func (t *Toast) fit(room float32) {
	const margins, least = 50, 160
	if !t.Action.Hidden {
		room -= t.Action.MinSize().Width
	}
	width := min(NaturalWidth(t.words), toastWidth, max(room-margins, least))
	t.width.SetMinSize(fyne.NewSize(width, 0))
	t.words.Resize(fyne.NewSize(width, t.words.Size().Height))
	t.words.Refresh()
}
