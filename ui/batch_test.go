package ui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"afterrain/engine/photo"
)

func (r *rig) states() (list []state) {
	for _, it := range r.items {
		list = append(list, it.state)
	}
	return list
}

func (r *rig) names(items []*item) (list []string) {
	for _, it := range items {
		list = append(list, it.name())
	}
	return list
}

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
		r.step(1)
		r.until("the other is open", r.opened)
		r.look(fullView())
		if r.quiet(); r.phase() != pausing || r.asides != 0 {
			t.Errorf("before the pause: phase %v, the preview ran %d times", r.phase(), r.asides)
		}
		r.pause(true)
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
		r.look(closeView().panned(image.Pt(-50, 0)))
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

func TestExportAllSkipsWhatIsDoneAndUnchanged(t *testing.T) {
	r := newRig(t)
	dir := t.TempDir()
	var paths []string
	for _, n := range []string{"a.jpg", "b.jpg", "c.jpg", "d.jpg"} {
		paths = append(paths, filepath.Join(dir, n))
		os.WriteFile(filepath.Join(dir, n), []byte(n), 0o644)
	}
	r.add(files(paths...))
	r.until("open", r.opened)
	o := order{folder: t.TempDir()}
	run := func(o order) summary {
		t.Helper()
		r.sums = nil
		r.export(r.items, o)
		r.until("all is done", r.exported)
		return r.sums[0]
	}
	if s := run(o); s.done != 4 || s.skipped != 0 {
		t.Fatalf("at first %+v", s)
	}
	r.items[1].look.Luma = 40                                          // other settings
	os.WriteFile(paths[2], []byte("edited in another program"), 0o644) // another photo
	r.deleted = []string{r.items[3].output}                            // the output is gone
	restores := r.restores
	s := run(o)
	if s.done != 3 || s.skipped != 1 || r.restores-restores != 3 {
		t.Errorf("then %+v with %d runs of the network, want one skipped", s, r.restores-restores)
	}
	if r.items[0].state != skipped || r.items[0].output == "" {
		t.Errorf("the unchanged photo is in state %v", r.items[0].state)
	}
	o.save.Format = photo.TIFF
	if s := run(o); s.done != 4 {
		t.Errorf("another format: %+v", s)
	}
	o.again = true
	if s := run(o); s.done != 4 {
		t.Errorf("asked for again: %+v", s)
	}
}

// Another program has written the photo in view anew: that is exported and shown.
func TestPhotoEditedElsewhereIsExportedAsItIsNow(t *testing.T) {
	for _, how := range []string{"exported", "dropped again"} {
		r := newRig(t)
		path := filepath.Join(t.TempDir(), "a.jpg")
		os.WriteFile(path, []byte("before"), 0o644)
		r.add(files(path))
		r.until("open", r.opened)
		os.WriteFile(path, []byte("after the edit"), 0o644)
		r.turned.Store(true)
		o := order{folder: t.TempDir()}
		if how == "exported" {
			r.export(r.items, o)
			r.until("it is exported", r.exported)
		} else {
			r.add(files(path))
		}
		r.until("it is shown as it is now", func() bool { return r.bench.proof != nil && r.bench.proof.size().X == 400 })
		if r.sums = nil; how != "exported" {
			continue
		}
		if it := r.items[0]; it.size.X != 400 || r.bench.proof.large != nil {
			t.Errorf("exported with %v pixels", it.size)
		}
		r.export(r.items, o)
		r.until("it is exported again", r.exported)
		if r.sums[0].skipped != 1 {
			t.Errorf("then %+v, want it skipped as unchanged", r.sums[0])
		}
	}
}

// What has another name is not what Export all would make.
func TestExportAsDoesNotCountForExportAll(t *testing.T) {
	r := newRig(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jpg")
	os.WriteFile(path, nil, 0o644)
	r.add(files(path))
	r.until("open", r.opened)
	for _, o := range []order{{path: filepath.Join(dir, "print.jpg"), again: true}, {}} {
		r.sums = nil
		r.export(r.items, o)
		r.until("it is exported", r.exported)
	}
	if want := []string{"print.jpg 0.75", "a-restored.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
}

func TestQueueFollowsTheOrderOfTheStrip(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg", "d.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 9)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("the first runs", func() bool { return r.items[0].progress > 0 })
	r.move([]*item{r.items[3]}, 1) // before b
	r.move([]*item{r.items[2]}, 4) // b to the end
	for range 4 {
		r.hold <- struct{}{}
	}
	r.until("all is done", r.exported)
	want := []string{"a-restored.jpg 0.75", "d-restored.jpg 0.75", "c-restored.jpg 0.75", "b-restored.jpg 0.75"}
	if !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
}

func TestSeveralArePickedMovedAndRemoved(t *testing.T) {
	r := newRig(t)
	r.add(files("a", "b", "c", "d", "e"))
	r.until("open", r.opened)
	for _, c := range []struct {
		click int
		how   pickHow
		want  []string
		view  string
	}{
		{1, pickOne, []string{"b"}, "b"},
		{3, pickToggle, []string{"b", "d"}, "b"},
		{3, pickToggle, []string{"b"}, "b"},
		{3, pickRange, []string{"b", "c", "d"}, "b"},
		{0, pickRange, []string{"a", "b"}, "b"},
		{1, pickToggle, []string{"a"}, "a"}, // the one in view goes, another takes its place
		{0, pickToggle, []string{"a"}, "a"}, // the last stays
		{4, pickOne, []string{"e"}, "e"},
	} {
		r.pick(r.items[c.click], c.how)
		if got := r.names(r.chosen()); !slices.Equal(got, c.want) || r.selected.name() != c.view {
			t.Errorf("after click %d (%v): %v, in view %s; want %v and %s", c.click, c.how, got, r.selected.name(), c.want, c.view)
		}
	}
	if r.pickAll(); len(r.chosen()) != 5 {
		t.Errorf("all are %d", len(r.chosen()))
	}
	r.pick(r.items[1], pickOne)
	r.pick(r.items[3], pickToggle)
	r.move(r.chosen(), 0)
	if got := r.names(r.items); !slices.Equal(got, []string{"b", "d", "a", "c", "e"}) {
		t.Errorf("moved to the front: %v", got)
	}
	r.remove(r.chosen()...)
	if got := r.names(r.items); !slices.Equal(got, []string{"a", "c", "e"}) || r.selected.name() != "a" {
		t.Errorf("left are %v, in view %s", got, r.selected.name())
	}
	r.quiet()
}

func TestFullDiskPausesTheQueueInsteadOfFailingAll(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	r.spaceless = true
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it is told", func() bool { return len(r.halts) == 1 })
	if got := r.states(); !slices.Equal(got, []state{failed, waiting, waiting}) || !r.exports.paused || r.restores != 0 {
		t.Fatalf("states %v, paused %v, the network ran %d times", got, r.exports.paused, r.restores)
	}
	r.spaceless = false // the user makes room
	r.retryItem(r.items[0])
	r.pause(false)
	r.until("all is done", r.exported)
	if s := r.sums[0]; s.done != 3 || s.failed != 0 {
		t.Errorf("after that %+v", s)
	}
}

func TestRetryExportsWhatFailedAsItWasAsked(t *testing.T) {
	r := newRig(t)
	r.add(files("x/full.jpg", "x/b.jpg"))
	r.until("open", r.opened)
	dir := t.TempDir()
	r.export(r.items[:1], order{folder: dir, naming: "{name}-full"})
	r.until("it failed", r.exported)
	r.items[0].path = "x/empty.jpg" // its name is no longer in the way
	r.items[0].order.naming = "{name}-ok"
	r.sums = nil
	r.retryItem(r.items[0])
	r.until("it is there", r.exported)
	if want := []string{"empty-ok.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
}

func TestDroppedWhileExportingJoinsTheStripOnly(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 2)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	if n := r.add(files("a.jpg", "bad.jpg", "c.jpg")); n != 2 {
		t.Errorf("%d photos count as new", n)
	}
	r.until("the new one is shown", func() bool { return r.items[2].thumb != nil && r.items[1].unread })
	r.hold <- struct{}{}
	r.until("the export is done", r.exported)
	if got := r.states(); !slices.Equal(got, []state{done, failed, idle}) || len(r.saved) != 1 {
		t.Errorf("states %v, saved %q", got, r.saved)
	}
}

func TestTreeOfADroppedFolderIsKept(t *testing.T) {
	r := newRig(t)
	in, out := filepath.Join(t.TempDir(), "Hochzeit 婚礼"), t.TempDir()
	for _, p := range []string{"a.jpg", "church/b.jpg"} {
		os.MkdirAll(filepath.Dir(filepath.Join(in, p)), 0o755)
		os.WriteFile(filepath.Join(in, p), nil, 0o644)
	}
	r.add(gather([]string{in}))
	r.until("open", r.opened)
	r.export(r.items, order{folder: out})
	r.until("all is done", r.exported)
	var got []string
	for _, p := range r.sums[0].outputs {
		rel, _ := filepath.Rel(out, p)
		got = append(got, filepath.ToSlash(rel))
		if _, err := os.Stat(filepath.Dir(p)); err != nil {
			t.Errorf("the folder was not made: %v", err)
		}
	}
	if want := []string{"Hochzeit 婚礼/a-restored.jpg", "Hochzeit 婚礼/church/b-restored.jpg"}; !slices.Equal(got, want) {
		t.Errorf("exported to %q, want %q", got, want)
	}
}

func TestOutlookWeighsPhotosByTheirSize(t *testing.T) {
	big, small, unknown := &item{size: image.Pt(6000, 4000)}, &item{size: image.Pt(2000, 1000)}, &item{}
	q := queue{batch: []*item{big, small, unknown}, pace: pace{perMP: 2}}
	for _, it := range q.batch {
		it.state = waiting
	}
	const mean = (24 + 2) / 2.0
	if o := q.outlook(); o.share != 0 || o.left != time.Duration((24+2+mean)*2)*time.Second {
		t.Errorf("at the start %+v", o)
	}
	big.state, small.state, small.progress = done, running, 0.05
	if o := q.outlook(); o.share < 0.61 || o.share > 0.63 || o.left < 29*time.Second || o.left > 30*time.Second {
		t.Errorf("after the big one %+v", o)
	}
	if (&queue{}).outlook() != (outlook{}) {
		t.Error("an empty queue has an outlook")
	}
	p := pace{}
	p.learn(0, time.Second)
	p.learn(10, 20*time.Second)
	p.learn(10, 40*time.Second)
	if p.perMP < 2.7 || p.perMP > 2.9 {
		t.Errorf("learnt %v s/MP from 2 and 4", p.perMP)
	}
}

func TestGateHoldsUntilOpenOrCancelled(t *testing.T) {
	var g gate
	g.pass(context.Background()) // open at first
	g.set(true)
	g.set(true)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g.pass(ctx)
	through := make(chan bool)
	go func() { g.pass(context.Background()); close(through) }()
	select {
	case <-through:
		t.Error("a shut gate lets a job through")
	case <-time.After(20 * time.Millisecond):
	}
	g.set(false)
	<-through
}

func TestSummaryCountsOutputsThatAreGone(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	dir := t.TempDir()
	r.deleted = []string{filepath.Join(dir, "a-restored.jpg")}
	r.export(r.items, order{folder: dir})
	r.until("all is done", r.exported)
	if s := r.sums[0]; s.done != 2 || s.missing != 1 {
		t.Errorf("counted %+v", s)
	}
}

func TestThumbnailsInSightComeFirst(t *testing.T) {
	r := newRig(t)
	var many []string
	for i := range 50 {
		many = append(many, fmt.Sprintf("%02d.jpg", i))
	}
	r.add(files(many...))
	r.inSight = r.items[30:33]
	r.until("those in sight have one", func() bool { return r.items[32].thumb != nil })
	if r.items[20].thumb != nil {
		t.Error("photos out of sight were first")
	}
	r.quiet()
}

var errNoRoom = fmt.Errorf("%w: 3 MB are free, about 70 are needed", photo.ErrSpace)

func TestHopelessIsWhatWouldFailForAll(t *testing.T) {
	saving := func(err error) error { return fmt.Errorf("%w: %w", errSaving, err) }
	for _, c := range []struct {
		err  error
		o    order
		want bool
	}{
		{saving(errNoRoom), order{}, true},
		{errNoRoom, order{}, false},
		{saving(os.ErrPermission), order{folder: "/out"}, true},
		{saving(os.ErrPermission), order{}, false}, // beside each photo: other folders may do
		{saving(errors.New("encoder says no")), order{folder: "/out"}, false},
	} {
		if got := hopeless(c.err, c.o); got != c.want {
			t.Errorf("%v into %q: %v", c.err, c.o.folder, got)
		}
	}
}
