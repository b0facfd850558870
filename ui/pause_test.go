package ui

import (
	"context"
	"image"
	"slices"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
)

func TestPauseHoldsThePhotoUnderWayAndResumeGoesOn(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 9)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("the first runs", func() bool { return r.items[0].progress > 0 })
	r.pause(true)
	r.hold <- struct{}{} // its next tile is done: it must now wait at the gate
	r.quiet()
	if len(r.saved) != 0 || r.items[0].state != running || !r.exports.paused {
		t.Fatalf("paused, the queue has saved %q, states %v", r.saved, r.states())
	}
	spent := r.exports.clock.elapsed()
	time.Sleep(20 * time.Millisecond)
	if r.exports.clock.elapsed() != spent {
		t.Error("the clock goes on while the queue pauses: estimates would be wrong")
	}
	r.pause(false)
	r.hold <- struct{}{}
	r.until("all is done", r.exported)
	if len(r.saved) != 2 || r.sums[0].done != 2 {
		t.Errorf("after the pause %q were saved", r.saved)
	}
}

// The photo under way holds the first engine, wherever it pauses.
func TestPreviewRunsWhileAnExportPauses(t *testing.T) {
	for _, end := range []string{"resumed", "cancelled"} {
		r := newRig(t)
		r.add(files("a.jpg", "b.jpg"))
		r.until("open", r.opened)
		hold := make(chan struct{})
		r.setHold(hold)
		r.export(r.items[:1], order{folder: t.TempDir()})
		r.until("it runs", func() bool { return r.items[0].progress > 0 })
		r.pause(true)
		r.step(1)
		r.until("the other is open", r.opened)
		r.look(fullView())
		r.until("it is previewed", func() bool { return r.phase() == previewed })
		r.look(closeView())
		r.until("the closer view is previewed too", func() bool { return r.phase() == previewed })
		if r.asides != 2 || len(r.regions) != 0 || r.items[0].state != running {
			t.Errorf("%d runs on the other engine, %d on the first; the export is in state %v", r.asides, len(r.regions), r.items[0].state)
		}
		saved := 0
		if end == "resumed" {
			saved = 1
			r.pause(false)
		} else {
			r.cancelExports()
		}
		r.tools.aside = nil
		r.look(closeView().Panned(image.Pt(-50, 0)))
		if r.quiet(); r.asides != 2 || r.left != 1 {
			t.Errorf("%s: %d runs on the other engine, put away %d times", end, r.asides, r.left)
		}
		close(hold)
		r.until("the export ends", r.exported)
		r.until("the preview follows on the first engine", func() bool { return r.phase() == previewed })
		if len(r.saved) != saved || len(r.regions) != 1 {
			t.Errorf("%s: saved %q, %d runs on the first engine", end, r.saved, len(r.regions))
		}
	}
}

// Who looks through the photos while hundreds are exported sees them restored: the export waits for that, and then goes on.
func TestExportGivesWayToTheView(t *testing.T) {
	for _, end := range []string{"goes on", "fails", "left"} {
		r := newRig(t)
		r.add(files("a.jpg", "b.jpg", "c.jpg"))
		r.until("open", r.opened)
		hold := make(chan struct{})
		r.setHold(hold)
		r.export(r.items[:2], order{folder: t.TempDir()})
		r.until("the first runs", func() bool { return r.items[0].progress > 0 })
		viewing, look := make(chan struct{}), make(chan struct{})
		aside := r.tools.aside
		r.tools.aside = func(ctx context.Context, p *photo.Photo, part image.Rectangle, set engine.Settings, deliver func(engine.Patch)) error {
			close(viewing)
			select {
			case <-look:
			case <-ctx.Done():
				return ctx.Err()
			}
			if end == "fails" {
				return errBroken
			}
			return aside(ctx, p, part, set, deliver)
		}
		r.show(r.items[2])
		r.until("c is open", r.opened)
		r.look(fullView())
		r.until("it is being restored", func() bool { return isClosed(viewing) })
		close(hold) // the first one's next tile is done
		r.quiet()
		spent := r.exports.clock.elapsed()
		time.Sleep(20 * time.Millisecond)
		if len(r.saved) != 0 || r.exports.clock.elapsed() != spent || len(r.regions) != 0 {
			t.Errorf("%s: meanwhile %q were saved, the clock went on for %v, and the first engine had %v", end, r.saved, r.exports.clock.elapsed()-spent, r.regions)
		}
		if end == "left" {
			r.show(r.items[0])
		}
		close(look)
		r.until("all are exported", r.exported)
		r.until("the view is restored", func() bool { return end == "left" || r.phase() == previewed || r.phase() == broken })
		if len(r.saved) != 2 || r.left != 1 || r.exports.givesWay {
			t.Errorf("%s: saved %q, and the other engine was put away %d times", end, r.saved, r.left)
		}
		r.quiet()
	}
}

// Its turn may come in hours, and it was half restored when the export began.
func TestPhotoInViewIsRestoredThoughAnExportOfOthersBegins(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.show(r.items[2])
	r.until("open", r.opened)
	hold := make(chan struct{})
	r.setHold(hold)
	r.look(fullView())
	r.until("the preview runs", func() bool { return r.phase() == previewing })
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it is previewed and the export goes on", func() bool { return r.phase() == previewed && !r.exports.givesWay })
	if r.asides != 1 || len(r.saved) > 0 {
		t.Errorf("%d previews on the other engine, meanwhile %q were saved", r.asides, r.saved)
	}
	close(hold)
	r.until("all are exported", r.exported)
	r.quiet()
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestCancelReachesAPausedQueue(t *testing.T) {
	for _, running := range []bool{true, false} {
		r := newRig(t)
		r.add(files("a.jpg", "b.jpg"))
		r.until("open", r.opened)
		if !running {
			r.exports.paused = true
		}
		r.hold = make(chan struct{})
		r.export(r.items, order{folder: t.TempDir()})
		if running {
			r.until("the first runs", func() bool { return r.items[0].progress > 0 })
			r.pause(true)
		}
		r.cancelExports()
		r.until("it is told", r.exported)
		if s := r.sums[0]; s.cancelled != 2 || r.exporting() || r.exports.paused {
			t.Errorf("running %v: %+v, paused still: %v", running, s, r.exports.paused)
		}
	}
}

func TestQueuePausedWhileItsLastPhotoIsSavedStillEnds(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.export(r.items[:1], order{folder: t.TempDir()})
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	r.exports.paused = true // the gate is behind it
	close(r.hold)
	r.until("it is told", r.exported)
	if r.exporting() || r.exports.paused || r.left != 1 {
		t.Errorf("the queue still exports: %v, is paused: %v, the other engine was put away %d times", r.exporting(), r.exports.paused, r.left)
	}
}

func TestPausedQueueThatWasTakenOffTheStripHoldsNoOther(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	for _, it := range r.items[:2] {
		it.state = waiting
	}
	r.recall(r.items)
	r.remove(r.items[0])
	if !r.exports.paused {
		t.Error("the photo that is left does not wait")
	}
	r.remove(r.items[0])
	r.export(r.items, order{folder: t.TempDir()})
	r.until("the next export ends", r.exported)
	if want := []string{"c-restored.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
}
