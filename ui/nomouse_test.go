package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"afterrain/ui/widgets"
)

// The window of who has no mouse, and large text on a small screen: 1280 x 720 at 150 %.
var lowWindow = fyne.NewSize(853, 440)

// seen tells whether all of an object is in sight in what scrolls.
func seen(s *container.Scroll, o fyne.CanvasObject) bool {
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s).Y
	return top >= 0 && top+o.Size().Height <= s.Size().Height
}

func (r *windowRig) tabTo(label string) *widgets.TabButton {
	c := r.w.win.Canvas()
	for range 12 {
		test.FocusNext(c)
		if b, ok := c.Focused().(*widgets.TabButton); ok && b.Label.Text == label {
			return b
		}
	}
	r.t.Fatalf("Tab does not reach %q", label)
	return nil
}

func TestKeysBringIntoSightWhatTheyWorkOn(t *testing.T) {
	r := previewedWindow(t, true)
	r.w.win.Resize(lowWindow)
	p, c := r.w.panel, r.w.win.Canvas()
	for _, o := range []fyne.Focusable{p.look.preset, p.look.luma, p.look.preset, p.look.grain} {
		if c.Focus(o); !seen(p.scroll, o.(fyne.CanvasObject)) {
			t.Errorf("the keyboard is on %T, which is out of sight", o)
		}
	}
	c.Unfocus()
	for _, k := range []struct {
		key   rune
		moves fyne.CanvasObject
	}{{'e', p.look.emphasisRow}, {'t', p.look.depthRow}, {'[', p.look.luma}, {'t', p.look.depthRow}, {'g', p.look.grain}} {
		if r.w.onRune(k.key); !seen(p.scroll, k.moves) {
			t.Errorf("%c changes what is out of sight", k.key)
		}
	}
	r.w.win.Resize(fyne.NewSize(853, 320))
	r.w.onExportSettings()
	for _, o := range []fyne.Focusable{r.w.form.naming, r.w.form.folder} {
		if c.Focus(o); !seen(r.w.form.scroll, o.(fyne.CanvasObject)) {
			t.Errorf("in the export settings the keyboard is on %T, which is out of sight", o)
		}
	}
	r.w.closeDialog()
	r.quiet()
}

func TestKeysScrollWhatIsTold(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.win.Resize(lowWindow)
	c := r.w.win.Canvas()
	r.w.lastExport = &summary{done: 1, folders: make([]string, 40)}
	for what, show := range map[string]func(){"the keys": r.w.onHelp, "the report": r.w.onReport} {
		show()
		if got, room := c.Overlays().Top().MinSize(), c.Size(); got.Height > room.Height {
			t.Errorf("%s take %v of %v", what, got.Height, room.Height)
		}
		s := r.w.read
		end := s.Content.Size().Height - s.Size().Height
		for _, k := range []struct {
			key  fyne.KeyName
			good func(y float32) bool
		}{
			{fyne.KeyDown, func(y float32) bool { return y > 0 && y < s.Size().Height }},
			{fyne.KeyPageDown, func(y float32) bool { return y > s.Size().Height/2 }},
			{fyne.KeyEnd, func(y float32) bool { return y == end }}, {fyne.KeyPageDown, func(y float32) bool { return y == end }},
			{fyne.KeyHome, func(y float32) bool { return y == 0 }}, {fyne.KeyUp, func(y float32) bool { return y == 0 }},
		} {
			if r.w.onKey(&fyne.KeyEvent{Name: k.key}); !k.good(s.Offset.Y) {
				t.Errorf("%s in %s scrolls to %v of %v", k.key, what, s.Offset.Y, end)
			}
		}
		if r.tabTo("Close").TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}); s.Offset.Y != end {
			t.Errorf("with the keyboard on a button of %s they do not scroll", what)
		}
		r.w.closeDialog()
	}
}

func TestTabReachesTheButtonOfAToast(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	c := r.w.win.Canvas()
	r.w.toast.Time = 10 * time.Millisecond
	r.w.onRune('[')
	r.w.onCopyLook()
	b := r.tabTo("Undo")
	for end := time.Now().Add(5 * r.w.toast.Time); time.Now().Before(end); {
		(<-r.main)()
	}
	if !r.w.toast.Visible() {
		t.Fatal("it goes while the keyboard is on it")
	}
	if b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}); r.items[1].look.Luma != 100 || c.Focused() != nil {
		t.Errorf("Enter leaves a strength of %d, the keyboard in %T", r.items[1].look.Luma, c.Focused())
	}
	r.w.toast.Show("one", "Undo", func() { t.Error("Enter does what another message was read for") })
	r.tabTo("Undo")
	if r.w.toast.Show("two", "", nil); c.Focused() != nil {
		t.Error("the keyboard is on a button that is gone")
	}
	r.w.toast.Show("one", "Undo", func() {})
	b = r.tabTo("Undo")
	if b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}); c.Focused() != nil {
		t.Error("Esc does not give the keyboard back to the photo")
	}
	r.until("then it goes", func() bool { return !r.w.toast.Visible() })
	r.quiet()
}

func TestTabReachesWhatCanBeDoneAboutABadPhoto(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/bad.jpg")
	r.until("it is told", func() bool { return len(r.items) > 0 && r.items[0].unread && r.w.message.buttons.Visible() })
	c := r.w.win.Canvas()
	enter := &fyne.KeyEvent{Name: fyne.KeyReturn}
	if r.tabTo("Details").TypedKey(enter); c.Overlays().Top() == nil {
		t.Error("Enter on Details tells nothing")
	} else {
		r.w.closeDialog()
	}
	if r.tabTo("Remove").TypedKey(enter); len(r.items) != 0 || c.Focused() != nil {
		t.Errorf("Enter on Remove leaves %d photos, the keyboard in %T", len(r.items), c.Focused())
	}
	r.quiet()
}

// The export of a night is not to be found cancelled in the morning.
func TestEscAsksBeforeALongQueueIsCancelled(t *testing.T) {
	r := newWindowRig(t, Setup{})
	var paths []string
	for i := range 12 {
		paths = append(paths, fmt.Sprintf("/x/%d.jpg", i))
	}
	r.drop(paths...)
	r.until("open", r.opened)
	hold := make(chan struct{})
	r.setHold(hold)
	r.w.onExportAll()
	escape, enter := &fyne.KeyEvent{Name: fyne.KeyEscape}, &fyne.KeyEvent{Name: fyne.KeyReturn}
	r.w.onKey(escape)
	if len(r.waiting()) != 11 || !r.w.covered() {
		t.Fatalf("Esc leaves %d photos waiting, it asks: %v", len(r.waiting()), r.w.covered())
	}
	if r.w.onKey(escape); len(r.waiting()) != 11 || r.w.covered() {
		t.Errorf("another Esc leaves %d photos waiting, it asks: %v", len(r.waiting()), r.w.covered())
	}
	r.w.onKey(escape)
	if r.w.onKey(enter); r.exporting() && len(r.waiting()) > 0 || r.w.covered() {
		t.Errorf("Enter leaves %d photos waiting, it asks: %v", len(r.waiting()), r.w.covered())
	}
	close(hold)
	r.until("it is cancelled", func() bool { return r.w.lastExport != nil })
	r.quiet()
}

// On 1280 x 720 with text of 175 %.
func TestDialogsFitWithTheLargestText(t *testing.T) {
	room := fyne.NewSize(731, 370)
	inEveryLanguage(t, func(t *testing.T) {
		r := newWindowRig(t, Setup{})
		r.w.win.Resize(room)
		r.w.lastExport = &summary{failed: 1, folders: make([]string, 20)}
		for name, show := range map[string]func(){
			"export settings": r.w.onExportSettings, "keys": r.w.onHelp, "how it works": r.w.onWelcome, "about": r.w.onAbout,
			"preset": r.w.onKeepPreset, "details": func() { r.w.details(errBroken) }, "report": r.w.onReport,
		} {
			show()
			top := r.w.win.Canvas().Overlays().Top()
			if got := top.MinSize(); got.Width > room.Width || got.Height > room.Height {
				t.Errorf("%s takes %v of %v", name, got, room)
			}
			top.Hide()
		}
	})
}

// Who has lost their way presses it first.
func TestF1ListsTheKeys(t *testing.T) {
	r := newWindowRig(t, Setup{})
	for range 2 {
		r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyF1})
		if n := len(r.w.win.Canvas().Overlays().List()); n != 1 {
			t.Errorf("%d dialogs lie over the window", n)
		}
	}
	r.w.closeDialog()
	r.quiet()
}
