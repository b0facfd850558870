package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
)

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
	r.away(r.items[3].output)                                          // the output is gone
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
// The photo is dropped anew while the old one is exported.
func TestExportOfTheOldFileIsNotShownOverTheNewOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jpg")
	os.WriteFile(path, []byte("old"), 0o600)
	r := newRig(t)
	r.add(files(path))
	r.until("open", r.opened)
	hold := make(chan struct{})
	r.setHold(hold)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	was := r.bench.proof
	os.WriteFile(path, []byte("a newer one"), 0o600)
	r.add(files(path))
	r.until("it is opened anew", func() bool { return r.opened() && r.bench.proof != was })
	close(hold)
	r.until("it is exported", r.exported)
	if r.bench.proof.large != nil {
		t.Error("the restored pixels of the old file are shown")
	}
	r.quiet()
}

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
	r.retryItems(r.items[0])
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
	r.retryItems(r.items[0])
	r.until("it is there", r.exported)
	if want := []string{"empty-ok.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
}

var errNoRoom = fmt.Errorf("%w: 3 MB are free, about 70 are needed", disk.ErrSpace)

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
		{saving(os.ErrPermission), order{}, false},                                      // beside each photo: other folders may do
		{saving(os.ErrPermission), order{folder: "/out", path: "/locked/a.jpg"}, false}, // one under a name of its own: the others go elsewhere
		{saving(errors.New("encoder says no")), order{folder: "/out"}, false},
	} {
		if got := hopeless(c.err, c.o); got != c.want {
			t.Errorf("%v into %q: %v", c.err, c.o.folder, got)
		}
	}
}

// The photo under way takes a moment to end after a cancel, and the others are exported anew
// meanwhile: nobody cancelled those.
func TestPhotosExportedRightAfterACancelAreCountedOnce(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	o := order{folder: t.TempDir()}
	r.export(r.items, o)
	r.until("the first runs", func() bool { return r.items[0].progress > 0 })
	r.cancelExports()
	r.setHold(nil)
	r.export(r.items[1:], o)
	r.until("all is done", r.exported)
	if s := r.sums[0]; s.done != 2 || s.cancelled != 1 {
		t.Errorf("counted %+v", s)
	}
}

// Of a wedding exported before, one photo is to come out otherwise: that takes its own time and
// not the wedding's.
func TestTimeLeftIsWithoutWhatWillBeSkipped(t *testing.T) {
	r := newRig(t)
	dir := t.TempDir()
	var paths []string
	for _, n := range []string{"a.jpg", "b.jpg", "c.jpg"} {
		paths = append(paths, filepath.Join(dir, n))
		os.WriteFile(paths[len(paths)-1], []byte(n), 0o644)
	}
	r.add(files(paths...))
	r.until("open", r.opened)
	o := order{folder: t.TempDir()}
	r.export(r.items, o)
	r.until("all is done", r.exported)
	for _, c := range []struct {
		what   string
		change func()
		want   float64 // photos that the time left is for
	}{
		{"the first is changed", func() { r.items[0].look.Luma = 40 }, 1},
		{"the third is changed while it waits", func() { r.items[0].look.Luma = 50; r.items[2].look.Luma = 50 }, 2},
		{"all are exported again", func() { r.items[0].look.Luma = 60; o.again = true }, 3},
	} {
		hold := make(chan struct{})
		r.setHold(hold)
		last := r.items[2].look
		c.change()
		changed := r.items[2].look
		r.items[2].look = last
		r.export(r.items, o)
		r.items[2].look = changed
		r.until("the first runs", func() bool { return r.items[0].progress > 0 })
		r.exports.pace, r.items[0].progress = pace{100, 100, 100}, 0
		mp := r.items[0].megapixels()
		if got := r.exports.outlook().left.Seconds() / (100 * mp); got < c.want-0.01 || got > c.want+0.01 {
			t.Errorf("%s: the time left is for %.2f photos, want %.0f", c.what, got, c.want)
		}
		r.sums = nil
		close(hold)
		r.until("all is done", r.exported)
	}
}

// With hundreds exported the number on the button was theirs, though these are left as they are.
func TestExportAllCountsWhatIsLeftToDo(t *testing.T) {
	r := newWindowRig(t, Setup{})
	says := func(when, want string) {
		t.Helper()
		if b := r.w.panel.exportAll; b.Label.Text != want || b.Disabled() {
			t.Errorf("%s the button says %q, want %q; it can be pressed: %v", when, b.Label.Text, want, !b.Disabled())
		}
	}
	r.exported("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	says("when all are exported", "Export all")
	r.drop("/x/d.jpg", "/x/e.jpg")
	r.until("they are on the strip", func() bool { return len(r.items) == 5 })
	says("with two more photos", "Export all 2")
	r.w.bench.show(r.items[0])
	r.until("open", r.opened)
	r.w.onRune('[')
	says("with one changed", "Export all 3")
	r.quiet()
}
