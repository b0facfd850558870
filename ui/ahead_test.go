package ui

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// onDisk makes files for a rig's photos: what is opened ahead is asked for its file's time.
func onDisk(t *testing.T, names ...string) (paths []string) {
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// aheadRig shows the first of some photos, and looks ahead at the next one.
func aheadRig(t *testing.T, names ...string) (*rig, []string) {
	r, paths := newRig(t), onDisk(t, names...)
	r.on.proof = func() {
		if r.bench.proof != nil {
			r.look(fullView()) // as the window does
		}
	}
	for _, path := range paths {
		r.items = append(r.items, &item{found: found{path: path}, look: defaultLook, tried: true})
	}
	r.show(r.items[0])
	return r, paths
}

// looked tells whether the bench has looked ahead at a photo.
func (r *rig) looked(path string) func() bool {
	return func() bool { return r.phase() == previewed && !r.coming.Busy() && r.coming.Ready(path, "") }
}

// Paging through the strip shows the next photo restored at once: it was opened and previewed while nothing else was to be done.
func TestNextPhotoIsReadyBeforeItIsShown(t *testing.T) {
	r, paths := aheadRig(t, "a.jpg", "b.jpg", "c.jpg")
	r.until("the next one is ready", r.looked(paths[1]))
	before := len(r.asked())
	r.tools.whole = func(context.Context, string) (*photo.Photo, error) { return nil, errors.New("opened only now") }
	r.step(1)
	r.until("b is open", r.opened)
	if got := len(r.asked()); got != before || r.phase() != previewed {
		t.Errorf("b is %v as it is shown, and the network was asked %d times more", r.phase(), got-before)
	}
	r.quiet()
}

// Who walks back is shown the one before.
func TestWalkBackLooksBack(t *testing.T) {
	r, paths := aheadRig(t, "a.jpg", "b.jpg", "c.jpg", "d.jpg")
	r.until("the next one is ready", r.looked(paths[1]))
	r.show(r.items[2])
	r.until("after a jump the next one is ready", r.looked(paths[3]))
	r.step(-1)
	r.until("after a step back the one before is ready", r.looked(paths[0]))
	r.quiet()
}

// A photo that another program has written meanwhile is opened as it is now, and one that was protected meanwhile shown so.
func TestWhatHasChangedIsNotShownFromAhead(t *testing.T) {
	for what, change := range map[string]func(r *rig, path string){
		"its file": func(r *rig, path string) {
			r.turned.Store(true)
			os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour))
		},
		"its item": func(r *rig, path string) {
			r.remove(r.items[1])
			r.turned.Store(true)
			r.items = append(r.items, &item{found: found{path: path}, look: defaultLook})
		},
		"what stays": func(r *rig, path string) {
			r.turned.Store(true)
			r.items[1].stays = &protection{}
		},
	} {
		r, paths := aheadRig(t, "a.jpg", "b.jpg")
		r.until("the next one is ready", r.looked(paths[1]))
		change(r, paths[1])
		r.step(1)
		r.until("b is open", r.opened)
		if got := r.proof.size(); got != image.Pt(400, 600) {
			t.Errorf("%s has changed: the photo of before is shown, %v", what, got)
		}
		r.quiet()
	}
}

// What fails ahead is not said to have failed before somebody wants to see it.
func TestBrokenNeighbourIsNotSpokenOf(t *testing.T) {
	r, _ := aheadRig(t, "a.jpg", "bad.jpg")
	it := r.items[1]
	r.until("a is previewed", func() bool { return r.phase() == previewed })
	r.quiet()
	r.until("b was looked at", func() bool { return !r.coming.Busy() })
	if it.state != idle || it.err != nil {
		t.Errorf("%v: %v", it.state, it.err)
	}
	r.step(1)
	r.until("it is said", func() bool { return it.unread })
	r.quiet()
}

// A preview in view goes before one that nobody sees yet.
func TestPreviewAheadGivesWay(t *testing.T) {
	r, _ := aheadRig(t, "a.jpg", "b.jpg")
	one := make(chan struct{}, 1)
	one <- struct{}{} // the first preview goes through, the one ahead never ends by itself
	r.setHold(one)
	r.until("b is being previewed", func() bool { return r.coming.Busy() && len(r.asked()) == 2 })
	r.look(closeView())
	r.until("that is broken off", func() bool { return r.stopped.Load() == 1 })
	one <- struct{}{}
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.quiet()
}

// While a GPU restores a photo the processor opens the next one of the export; where both are one they would be in each other's way.
func TestExportOpensAheadOnAGPU(t *testing.T) {
	for _, device := range []string{"cuda", "cpu"} {
		r, paths := newRig(t), onDisk(t, "a.jpg", "b.jpg", "c.jpg")
		r.tools.device = func() engine.Device { return engine.Device{Name: device, OK: true} }
		var opened []string
		hold := make(chan struct{})
		r.setHold(hold)
		r.tools.open = func(ctx context.Context, path string) (*photo.Photo, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			opened = append(opened, filepath.Base(path))
			return testPhoto(60, 40, 0.25), nil
		}
		opens := func() int { r.mu.Lock(); defer r.mu.Unlock(); return len(opened) }
		for _, path := range paths {
			r.items = append(r.items, &item{found: found{path: path}, look: defaultLook, tried: true})
		}
		r.export(r.items, order{})
		r.until("a is being restored", func() bool { return r.items[0].progress > 0 })
		for wait := time.Now(); device != "cpu" && opens() < 2 && time.Since(wait) < 5*time.Second; {
			time.Sleep(time.Millisecond)
		}
		r.quiet()
		if want := map[string]int{"cuda": 2, "cpu": 1}[device]; opens() != want {
			t.Errorf("%s: while a is being restored %v are open", device, opened)
		}
		close(hold)
		r.until("all are exported", func() bool { return len(r.sums) == 1 })
		if len(r.saved) != 3 || len(opened) != 3 {
			t.Errorf("%s: saved %v, opened %v", device, r.saved, opened)
		}
	}
}
