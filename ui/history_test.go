package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestUndoTakesBackOneChangeAtATime(t *testing.T) {
	a, b := &item{look: defaultLook}, &item{look: defaultLook}
	var h history
	at := time.Unix(1000, 0)
	set := func(luma int, later time.Duration, items ...*item) {
		at = at.Add(later)
		h.note(items, at)
		for _, it := range items {
			it.look.Luma = luma
		}
	}
	set(90, 0, a)
	set(80, time.Millisecond, a) // the same movement of a slider
	set(70, time.Minute, a)
	set(60, time.Millisecond, a, b) // others: a change of its own
	check := func(when string, wantA, wantB int) {
		t.Helper()
		if a.look.Luma != wantA || b.look.Luma != wantB {
			t.Errorf("%s: %d and %d, want %d and %d", when, a.look.Luma, b.look.Luma, wantA, wantB)
		}
	}
	h.undo()
	check("one undone", 70, 100)
	h.undo()
	check("two undone", 80, 100)
	h.undo()
	check("three undone", 100, 100)
	if h.undo() != nil {
		t.Error("there is more to undo than was done")
	}
	h.redo()
	h.redo()
	h.redo()
	check("all redone", 60, 60)
	if h.redo() != nil {
		t.Error("there is more to redo than was undone")
	}
	h.undo()
	set(50, time.Minute, b)
	if h.redo() != nil {
		t.Error("a change after undo can be redone over")
	}
	for i := range 3 * mostChanges {
		set(i%100, time.Minute, a)
	}
	if len(h.past) != mostChanges {
		t.Errorf("%d changes are kept", len(h.past))
	}
}

func twoPhotos(t *testing.T, s Setup) *windowRig {
	r := newWindowRig(t, s)
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	return r
}

func TestPhotosAddedAfterAnUndoHaveTheLookThatIsShown(t *testing.T) {
	r := twoPhotos(t, Setup{})
	r.w.onRune('[')
	r.w.onUndo()
	r.drop("/x/c.jpg")
	r.until("a third is there", func() bool { return len(r.items) == 3 })
	if r.items[2].look != defaultLook || r.w.set.Look != defaultLook {
		t.Errorf("it comes with %v, after an undo to %v", r.items[2].look, r.items[0].look)
	}
	r.quiet()
}

func TestUndoAfterAnExportIsThereTomorrow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := twoPhotos(t, Setup{Queue: path})
	r.w.onRune('[')
	r.w.onExport()
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	r.w.onUndo()
	r.w.quit()
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the look that came back is lost: %v", err)
	}
}

// What happens to a photo out of view is told, and nothing happens to one that is gone.
func TestUndoIsOfPhotosOnTheStrip(t *testing.T) {
	r := twoPhotos(t, Setup{})
	r.w.onRune('g')
	r.step(1)
	r.w.onRune('g')
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	r.drop("/x/c.jpg")
	r.until("another is open", func() bool { return r.opened() && r.selected.name() == "c.jpg" })
	r.w.onUndo()
	if words := r.w.toast.Words(); r.items[0].look != defaultLook || !strings.Contains(words, "a.jpg") {
		t.Errorf("undo leaves %v and says %q", r.items[0].look, words)
	}
	r.quiet()
}

// Ctrl+Shift+Z redoes, as in many photo programs.
func TestRedoHasTwoKeys(t *testing.T) {
	r := twoPhotos(t, Setup{})
	c := r.w.win.Canvas().(fyne.Shortcutable)
	r.w.onRune('g')
	changed := r.items[0].look
	r.w.onUndo()
	redo := &desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: ctrl | shift}
	r.w.onAbout()
	if c.TypedShortcut(redo); r.items[0].look != defaultLook {
		t.Error("it redoes behind a dialog")
	}
	r.w.closeDialog()
	if c.TypedShortcut(redo); r.items[0].look != changed {
		t.Errorf("the look is %v, want %v", r.items[0].look, changed)
	}
	r.quiet()
}

// One strip of photos after the other: their thumbnails must not pile up.
func TestUndoHoldsNoPhotosThatWereTakenOff(t *testing.T) {
	r := twoPhotos(t, Setup{})
	r.w.onRune('[')
	r.w.onCopyLook()
	r.w.onUndo()
	r.w.bench.pickAll()
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if h := r.w.history; len(h.past)+len(h.future) > 0 {
		t.Errorf("%d and %d changes are kept of photos that are gone", len(h.past), len(h.future))
	}
	r.quiet()
}

// The button of a message takes back what the message tells of, or is not there.
func TestUndoButtonGoesWithTheNextChange(t *testing.T) {
	r := twoPhotos(t, Setup{})
	button := func() bool { return r.w.toast.Visible() && r.w.toast.Action.Visible() }
	for what, do := range map[string]func(){"a change": func() { r.w.onRune('g') }, "an undo by key": r.w.onUndo} {
		r.w.onRune('[')
		if r.w.onCopyLook(); !button() {
			t.Fatal("copying cannot be undone")
		}
		if do(); button() {
			t.Errorf("after %s the button would take back something else", what)
		}
	}
	r.quiet()
}
