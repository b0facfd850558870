package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"afterrain/engine"
)

// What a photographer meets who leaves a long batch alone, or comes back to it.

func TestSettingsChosenByHandAreThereTomorrow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := newWindowRig(t, Setup{Queue: path})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.panel.look.Nudge(-30, -30, 0)
	r.w.quit()

	again := newWindowRig(t, Setup{Queue: path})
	want := Look{Luma: 70, Color: 70, Depth: engine.Large}
	if len(again.items) != 2 || again.items[0].look != want || again.exports.paused || again.exporting() {
		t.Fatalf("after the next start %v, exporting %v", again.names(again.items), again.exporting())
	}
	if got := again.w.toast.Words(); !strings.Contains(got, "2 photos") {
		t.Errorf("the window says %q", got)
	}
	again.until("the first is shown", again.opened)
	again.w.onExport()
	again.until("it is exported", func() bool { return again.w.lastExport != nil })
	again.w.quit()
	if _, err := os.Stat(path); err == nil {
		t.Error("photos that are exported as they were set come back")
	}
}

// keepOne writes down one photo with settings of its own.
func keepOne(t *testing.T, path string) {
	s := store{path: path, log: t.Logf}
	s.save(keep([]*item{{found: found{path: "/x/a.jpg"}, look: defaultLook, touched: true}}), 1)
}

func TestListFromLastTimeIsClearedByItsButton(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	keepOne(t, path)
	r := newWindowRig(t, Setup{Queue: path})
	r.until("the photo is shown", r.opened)
	test.Tap(r.w.toast.Action)
	if len(r.items) != 0 || !r.w.empty.Visible() {
		t.Errorf("there are %v, selected %v, empty %v %v", r.names(r.items), r.selected, r.w.empty.Visible(), r.w.message.root.Visible())
	}
	r.quiet()
}

// Who looks through three hundred photos and takes off what is not worth it has worked for an hour.
func TestWhatWasLeftOfManyIsThereTomorrow(t *testing.T) {
	for _, c := range []struct{ off, want int }{{3, 0}, {6, 4}} {
		path := filepath.Join(t.TempDir(), "queue.json")
		r := newWindowRig(t, Setup{Queue: path})
		r.drop("/x/0.jpg", "/x/1.jpg", "/x/2.jpg", "/x/3.jpg", "/x/4.jpg", "/x/5.jpg", "/x/6.jpg", "/x/7.jpg", "/x/8.jpg", "/x/bad.jpg")
		r.until("all are looked at", func() bool { return len(r.items) == 10 && r.opened() && r.items[9].unread })
		r.w.takeOffUnread()
		for range c.off - 1 {
			r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		}
		r.w.quit()
		again := newWindowRig(t, Setup{Queue: path})
		if len(again.items) != c.want || again.exporting() {
			t.Errorf("%d taken off: %v are there", c.off, again.names(again.items))
		}
		if c.want == 0 {
			continue
		}
		again.until("one is open", again.opened)
		again.w.setFolder(t.TempDir())
		again.w.onExportAll()
		again.until("all are exported", func() bool { return again.w.lastExport != nil })
		again.w.quit()
		if _, err := os.Stat(path); err == nil {
			t.Error("what is exported comes back")
		}
	}
}

// Who was at the two hundredth of three hundred photos goes on there.
func TestPhotoThatWasInViewIsShownTomorrow(t *testing.T) {
	for _, exported := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "queue.json")
		r := newWindowRig(t, Setup{Queue: path})
		r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg", "/x/d.jpg")
		r.until("open", r.opened)
		r.w.onRune('[')
		r.w.bench.step(2)
		r.until("the third is open", r.opened)
		want := "c.jpg"
		if exported {
			r.items[1].state, r.items[2].state, want = waiting, done, "b.jpg"
		}
		r.w.quit()
		again := newWindowRig(t, Setup{Queue: path})
		if got := again.selected.name(); got != want {
			t.Errorf("it is exported: %v; shown is %s, not %s", exported, got, want)
		}
		again.until("it is open", again.opened)
		again.w.quit()
	}
}

func TestButtonToResumeGoesWithThePause(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	s := store{path: path, log: t.Logf}
	s.save(keep([]*item{{found: found{path: "/x/a.jpg"}, look: defaultLook, state: waiting, order: order{folder: t.TempDir()}}}), 1)
	r := newWindowRig(t, Setup{Queue: path})
	hold := make(chan struct{})
	r.setHold(hold)
	r.until("the photo is shown", r.opened)
	if !r.w.toast.Visible() {
		t.Error("nothing is offered")
	}
	if test.Tap(r.w.status.pause); r.w.toast.Visible() {
		t.Errorf("what goes on is offered to be resumed: %q", r.w.toast.Words())
	}
	close(hold)
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	r.w.quit()
}

// Who does not think of yesterday's list any more learns why nothing happens.
func TestExportIntoAPausedQueueSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	s := store{path: path, log: t.Logf}
	s.save(keep([]*item{{found: found{path: "/x/a.jpg"}, look: defaultLook, state: waiting, seq: 1}}), 1)
	r := newWindowRig(t, Setup{Queue: path})
	r.until("the photo is shown", r.opened)
	r.w.toast.Hide()
	r.w.onExport() // of the one that waits: it changes nothing
	if r.w.toast.Visible() {
		t.Errorf("the window says %q", r.w.toast.Words())
	}
	r.drop("/x/b.jpg")
	r.until("open", func() bool { return r.opened() && r.selected.name() == "b.jpg" })
	r.w.onExport()
	if got := r.w.toast.Words(); !r.w.toast.Visible() || got != "The export pauses: 2 photos in the queue." {
		t.Errorf("the window says %q", got)
	}
	test.Tap(r.w.toast.Action)
	r.until("both are exported", func() bool { return r.w.lastExport != nil && r.w.lastExport.done == 2 })
	r.quiet()
}

func TestListFromLastTimeWaitsForANetwork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	s := store{path: path, log: t.Logf}
	s.save(keep([]*item{{found: found{path: "/x/a.jpg"}, look: defaultLook, state: waiting, seq: 1}}), 1)
	r := newWindowRig(t, Setup{Queue: path, Err: engine.ErrModel})
	r.drop("/x/b.jpg")
	r.until("open", r.opened)
	r.w.quit()
	again := newWindowRig(t, Setup{Queue: path})
	if got := again.names(again.waiting()); !slices.Equal(got, []string{"a.jpg"}) {
		t.Errorf("after a start without a network %v wait", got)
	}
	again.until("the photo is shown", again.opened)
	again.quiet()
}

func TestKeyGoesFromFailureToFailure(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/1 bad.jpg", "/x/b.jpg", "/x/2 bad.jpg")
	r.until("two have failed", func() bool { return len(r.items) == 4 && r.items[1].unread && r.items[3].unread })
	var seen []string
	for range 3 {
		r.w.onRune('x')
		seen = append(seen, r.selected.name())
	}
	if !slices.Equal(seen, []string{"1 bad.jpg", "2 bad.jpg", "1 bad.jpg"}) {
		t.Errorf("X goes to %v", seen)
	}
	r.w.bench.remove(r.items[3], r.items[1])
	if r.w.onRune('x'); !r.w.toast.Visible() {
		t.Error("that nothing has failed is not said")
	}
	r.quiet()
}

func TestCancelledExportCanGoOn(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.w.setFolder(t.TempDir())
	r.w.bench.export(r.items[:2], r.w.set.order())
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	if got := r.w.win.Title(); !strings.Contains(got, " % – a.jpg – Afterrain") {
		t.Errorf("in the middle of it the title is %q", got)
	}
	r.w.bench.cancelExports()
	r.until("it ended", func() bool { return r.w.lastExport != nil && r.w.lastExport.cancelled == 2 })
	r.setHold(nil)
	r.w.lastExport = nil
	test.Tap(r.w.toast.Action)
	r.until("it went on", func() bool { return r.w.lastExport != nil })
	if s := r.w.lastExport; s.done != 2 || r.items[2].state != idle || r.w.win.Title() != "a.jpg – Afterrain" {
		t.Errorf("then %+v, the title is %q", s, r.w.win.Title())
	}
	r.quiet()
}

// What was cancelled before is not asked for again by going on.
func TestOnlyTheCancelledExportGoesOn(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.w.setFolder(t.TempDir())
	for _, items := range [][]*item{r.items[:1], r.items[1:]} {
		r.w.lastExport = nil
		r.w.bench.export(items, r.w.set.order())
		r.until("it runs", func() bool { return items[0].progress > 0 })
		r.w.bench.cancelExports()
		r.until("it ended", func() bool { return r.w.lastExport != nil })
	}
	r.setHold(nil)
	r.w.lastExport = nil
	test.Tap(r.w.toast.Action)
	r.until("it went on", func() bool { return r.w.lastExport != nil })
	if got := r.states(); !slices.Equal(got, []state{cancelled, done, done}) {
		t.Errorf("then the states are %v", got)
	}
	r.quiet()
}

func TestDesktopTellsTheEndToWhoIsAway(t *testing.T) {
	r := newWindowRig(t, Setup{})
	var told []string
	r.w.notify = func(words string) { told = append(told, words) }
	r.w.setFolder(t.TempDir())
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	life := r.w.app.Lifecycle().(interface {
		OnExitedForeground() func()
		OnEnteredForeground() func()
	})
	for _, away := range []bool{false, true, false} {
		if told = nil; away {
			life.OnExitedForeground()()
		} else {
			life.OnEnteredForeground()()
		}
		r.w.lastExport = nil
		r.w.onExport()
		r.until("it is exported", func() bool { return r.w.lastExport != nil })
		if (len(told) == 1) != away {
			t.Errorf("away %v: the desktop is told %q", away, told)
		}
		r.w.toast.Hide() // as after a while
		if life.OnEnteredForeground()(); r.w.toast.Visible() != away {
			t.Errorf("away %v: on return the window tells it: %v", away, !away)
		}
	}
	r.quiet()
}

func TestCrashOfLastTimeIsTold(t *testing.T) {
	r := newWindowRig(t, Setup{Crash: "/x/crash.txt"})
	if got := r.w.toast.Words(); !r.w.toast.Visible() || !strings.Contains(got, "ended unexpectedly") {
		t.Errorf("the window says %q", got)
	}
	path := filepath.Join(t.TempDir(), "queue.json")
	keepOne(t, path)
	r = newWindowRig(t, Setup{Crash: "/x/crash.txt", Queue: path})
	if got := r.w.toast.Words(); !strings.Contains(got, "ended unexpectedly") || !strings.Contains(got, "1 photo") {
		t.Errorf("with a list of last time it says %q", got)
	}
	r.until("the photo is shown", r.opened)
	r.quiet()
}
