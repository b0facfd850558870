package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

func TestPhotoTakenOffIsNotTriedAgain(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.exported("/x/broken.jpg", "/x/b.jpg", "/x/c.jpg")
	gone := r.items[0]
	r.remove(gone)
	hold := make(chan struct{})
	r.setHold(hold)
	r.w.exportItems(r.items[:1])
	r.retryItems(r.w.lastExport.bad...)
	r.until("another export runs", func() bool { return r.items[0].progress == 0.5 && r.items[0].state == running })
	if share := r.exports.outlook().share; share != 0.5 {
		t.Errorf("half of one photo is %v of the export, which has %d", share, len(r.exports.batch))
	}
	close(hold)
	r.quiet()
}

func TestPhotosTakenOffComeBackWithTheirSettings(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg", "/x/d.jpg")
	r.until("open", r.opened)
	r.w.onRune('[')
	strip := slices.Clone(r.items)
	r.w.bench.pickAll()
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if got := r.w.toast.Words(); len(r.items) != 0 || got != "Taken off the strip: 4 photos." {
		t.Fatalf("%d are left, and the window says %q", len(r.items), got)
	}
	r.w.onUndo()
	if !slices.Equal(r.items, strip) {
		t.Errorf("%d photos came back, or in another order", len(r.items))
	}
	if strip[0].look.Luma != 95 || r.selected != strip[0] {
		t.Errorf("the first is not in view or has lost its settings: %+v", strip[0].look)
	}
	r.w.onRune('[')
	r.w.takeOff(strip[1])
	r.w.onRune(']')
	if r.w.onUndo(); strip[0].look.Luma != 90 || len(r.items) != 3 {
		t.Errorf("undo does not take back what was done last: %+v, %d photos", strip[0].look, len(r.items))
	}
	r.w.takeOff(strip[2])
	r.drop("/x/c.jpg")
	r.until("it is dropped again", func() bool { return len(r.items) == 3 })
	if r.w.onUndo(); len(r.items) != 3 || r.w.toast.Action.Visible() {
		t.Errorf("with %d photos one is there twice, or could be", len(r.items))
	}
	r.quiet()
}

// Who looks through a strip and takes off one photo after another may change their mind on all of them.
func TestPhotosTakenOffOneAfterAnotherComeBackOneAfterAnother(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	r.w.onRune('[')
	strip := slices.Clone(r.items)
	for _, it := range []*item{strip[1], strip[0]} {
		r.w.takeOff(it)
	}
	for want, back := range []*item{strip[0], strip[1]} {
		if r.w.onUndo(); len(r.items) != want+2 || r.selected != back {
			t.Fatalf("there are %v, and %s is shown", r.names(r.items), r.selected.name())
		}
	}
	if !slices.Equal(r.items, strip) || strip[0].look.Luma != 95 {
		t.Errorf("the strip is %v, the first photo has %+v", r.names(r.items), strip[0].look)
	}
	r.quiet()
}

func TestPhotoThatComesBackWaitsInItsPlace(t *testing.T) {
	r := newWindowRig(t, Setup{})
	hold := make(chan struct{})
	r.setHold(hold)
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	r.w.onExportAll()
	r.w.takeOff(r.items[:2]...)
	if !slices.Equal(r.names(r.items), []string{"a.jpg", "c.jpg"}) {
		t.Fatalf("left are %v: the one under way was taken off, or the other was not", r.names(r.items))
	}
	r.w.onUndo()
	if b := r.items[1]; b.name() != "b.jpg" || b.state != waiting || len(r.exports.batch) != 3 {
		t.Errorf("%s is in state %d, %d photos in the queue", b.name(), b.state, len(r.exports.batch))
	}
	close(hold)
	r.until("all is exported", func() bool { return !r.exporting() })
	if want := []string{"a-restored.jpg 0.75", "b-restored.jpg 0.75", "c-restored.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("exported %q, want %q", r.saved, want)
	}
	r.quiet()
}

func TestPhotoThatComesBackAfterTheQueue(t *testing.T) {
	for _, c := range []struct {
		name      string
		meanwhile func(r *windowRig, hold chan struct{})
		want      state
	}{
		{"was cancelled", func(r *windowRig, _ chan struct{}) { r.cancelExports() }, cancelled},
		{"ran empty", func(r *windowRig, hold chan struct{}) { hold <- struct{}{} }, running},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, hold := exportHeld(t)
			r.w.takeOff(r.items[1])
			c.meanwhile(r, hold)
			r.until("the queue has ended", func() bool { return !r.exporting() })
			if r.w.onUndo(); len(r.items) != 2 || r.items[1].state != c.want {
				t.Errorf("%d photos, the second in state %d, want %d", len(r.items), r.items[1].state, c.want)
			}
			r.cancelExports()
			r.quiet()
		})
	}
}

func TestPausedQueueThatComesBackPauses(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.bench.recall([]*item{{found: found{path: "/x/a.jpg"}, state: waiting, seq: 1}, {found: found{path: "/x/b.jpg"}, state: waiting, seq: 2}})
	r.until("open", r.opened)
	r.w.takeOff(r.items...)
	if r.exporting() || r.exports.paused {
		t.Fatal("an empty queue pauses")
	}
	if r.w.onUndo(); !r.exports.paused || len(r.waiting()) != 2 || r.exports.now != nil {
		t.Errorf("paused: %v, %d photos wait", r.exports.paused, len(r.waiting()))
	}
	r.pause(false)
	r.until("the queue has ended", func() bool { return !r.exporting() })
	if len(r.saved) != 2 {
		t.Errorf("exported %q", r.saved)
	}
	r.quiet()
}

func TestPhotoBeingExportedIsTakenOff(t *testing.T) {
	r, hold := exportHeld(t)
	a := r.items[0]
	r.until("it runs", func() bool { return a.progress > 0 })
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if got := r.w.toast.Words(); got != "a.jpg is being exported, so it stays." || len(r.items) != 2 {
		t.Fatalf("%d photos, and the window says %q", len(r.items), got)
	}
	r.w.toast.Action.Tapped(nil)
	r.until("it goes, and the other is exported", func() bool { return len(r.items) == 1 && r.items[0].progress > 0 })
	if r.exports.now != r.items[0] || r.items[0] == a || len(r.exports.batch) != 1 {
		t.Errorf("%s is on the strip, %d photos in the queue", r.items[0].name(), len(r.exports.batch))
	}
	if r.w.onUndo(); r.items[0] != a || a.state != waiting {
		t.Errorf("it comes back in state %d", a.state)
	}
	r.w.bench.pickAll()
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if got := r.w.toast.Words(); got != "Taken off the strip: 1 photo. b.jpg is being exported, so it stays." {
		t.Errorf("of two the window says %q", got)
	}
	close(hold)
	r.until("the queue has ended", func() bool { return !r.exporting() })
	if want := []string{"b-restored.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("exported %q, want %q", r.saved, want)
	}
	r.quiet()
}

func TestTheOnlyPhotoBeingExportedIsTakenOffWhilePaused(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.setHold(make(chan struct{}))
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.w.onExport()
	r.pause(true)
	r.w.takeOff(r.items...)
	r.w.toast.Action.Tapped(nil)
	r.until("it is off", func() bool { return len(r.items) == 0 })
	if r.quiet(); r.exporting() || r.exports.paused || r.w.lastExport != nil {
		t.Error("an empty queue pauses, or something is told of it")
	}
	if r.w.onUndo(); !r.exports.paused || len(r.waiting()) != 1 {
		t.Errorf("paused: %v, %d photos wait", r.exports.paused, len(r.waiting()))
	}
	r.cancelExports()
	r.quiet()
}

// Whoever drops all files of a card drops the raw files between the JPEGs.
func TestWhatCannotBeOpenedIsTakenOffAtOnce(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/bad1.cr2", "/x/b.jpg", "/x/bad2.cr2")
	r.until("all were tried", func() bool { return len(unread(r.items)) == 2 && r.opened() })
	strip := slices.Clone(r.items)
	menu := r.w.photoMenu().Items
	menu[len(menu)-1].Action()
	if !slices.Equal(r.items, []*item{strip[0], strip[2]}) || r.w.toast.Words() != "Taken off the strip: 2 photos." {
		t.Errorf("%d are left, and the window says %q", len(r.items), r.w.toast.Words())
	}
	if r.w.takeOffUnread(); len(r.items) != 2 || r.w.toast.Words() != "All photos can be opened." {
		t.Errorf("with nothing to take off the window says %q", r.w.toast.Words())
	}
	if r.w.onUndo(); !slices.Equal(r.items, strip) {
		t.Errorf("%d photos came back", len(r.items))
	}
	r.quiet()
}

// exportHeld is a window that exports a.jpg and b.jpg, and waits in the first.
func exportHeld(t *testing.T) (r *windowRig, hold chan struct{}) {
	r, hold = newWindowRig(t, Setup{}), make(chan struct{})
	r.setHold(hold)
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.onExportAll()
	return r, hold
}
