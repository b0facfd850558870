package ui

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"afterrain/engine"
	"afterrain/engine/photo"
)

func (r *rig) exported() bool { return len(r.sums) > 0 }

func TestExportAllSurvivesBadPhotos(t *testing.T) {
	r := newRig(t)
	r.fresh.Luma, r.fresh.Color = 50, 50
	r.add(files("a.jpg", "broken.jpg", "bad.jpg", "full.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.export(r.items, order{folder: t.TempDir()})
	r.until("the queue is empty", r.exported)
	if want := []string{"a-restored.jpg 0.50", "b-restored.jpg 0.50"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
	s := r.sums[0]
	if s.done != 2 || s.failed != 3 || s.cancelled != 0 {
		t.Errorf("counted %+v", s)
	}
	if !errors.Is(r.items[1].err, errBroken) || !errors.Is(r.items[3].err, errSaving) || !errors.Is(r.items[3].err, syscall.ENAMETOOLONG) {
		t.Errorf("reasons lost: %v; %v", r.items[1].err, r.items[3].err)
	}
	if r.phase() != exported {
		t.Errorf("the photo in view shows phase %v after its export", r.phase())
	}
}

func TestCancelLeavesNoFileAndKeepsWhatIsDone(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 1)
	r.export(r.items, order{folder: t.TempDir()})
	r.hold <- struct{}{} // lets one photo through
	r.until("the second runs", func() bool { return r.items[1].state == running && r.items[1].progress > 0 })
	r.cancelExports()
	r.until("the queue is empty", r.exported)
	var states []state
	for _, it := range r.items {
		states = append(states, it.state)
	}
	if !slices.Equal(states, []state{done, cancelled, cancelled}) || len(r.saved) != 1 {
		t.Errorf("states %v, saved %q", states, r.saved)
	}
	if s := r.sums[0]; s.done != 1 || s.cancelled != 2 || s.failed != 0 {
		t.Errorf("counted %+v", s)
	}
}

func TestOpeningAnotherPhotoDoesNotStopAnExport(t *testing.T) {
	r := newRig(t)
	r.tools.aside = nil // else the export gives way
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{})
	r.export(r.items[:1], order{folder: t.TempDir()})
	r.step(1)
	r.until("the other is open", r.opened)
	r.look(fullView())
	if r.quiet(); r.phase() != pausing || len(r.regions) != 0 {
		t.Errorf("phase %v, the preview ran %d times beside the export", r.phase(), len(r.regions))
	}
	close(r.hold)
	r.until("the export is done", r.exported)
	r.until("the preview follows", func() bool { return r.phase() == previewed })
	if len(r.saved) != 1 || r.bench.proof.large != nil {
		t.Errorf("saved %q; the other photo shows exported pixels: %v", r.saved, r.bench.proof.large != nil)
	}
}

func TestRemovedPhotoIsNotExported(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{}, 2)
	r.export(r.items, order{folder: t.TempDir()})
	r.remove(r.items[1])
	r.remove(r.items[0]) // is being exported: stays
	r.hold <- struct{}{}
	r.hold <- struct{}{}
	r.until("the queue is empty", r.exported)
	if want := []string{"a-restored.jpg 0.75", "c-restored.jpg 0.75"}; !slices.Equal(r.saved, want) || len(r.items) != 2 {
		t.Errorf("saved %q, %d items left", r.saved, len(r.items))
	}
}

func TestCloseCancelsAndWaits(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.hold = make(chan struct{})
	r.export(r.items, order{folder: t.TempDir()})
	r.close() // returns only because the export heard the cancel
	if len(r.saved) != 0 {
		t.Errorf("saved %q after closing", r.saved)
	}
}

func TestTargetIsNeverTheSource(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		o        order
		in, want string
		is       photo.Format
	}{
		{order{}, "x/IMG_1.JPG", "x/IMG_1-restored.JPG", photo.JPEG},
		{order{}, "x/IMG_1.JPG", "x/IMG_1-restored.JPG", ""},
		{order{}, "x/a.JPEG", "x/a-restored.JPEG", photo.JPEG},
		{order{}, "x/a.jpg", "x/a-restored.png", photo.PNG}, // JPEG could not hold its transparency
		{order{}, "x/a", "x/a-restored.tif", photo.TIFF},
		{order{folder: "out"}, "x/a.b.png", "out/a.b-restored.png", photo.PNG},
		{order{save: photo.SaveOptions{Format: photo.TIFF}}, "x/a.jpg", "x/a-restored.tif", photo.JPEG},
		{order{save: photo.SaveOptions{Format: photo.JPEG}}, "x/a.png", "x/a-restored.jpg", photo.PNG},
		{order{path: "out/name.png"}, "x/a.png", "out/name.png", photo.PNG},
		{order{save: photo.SaveOptions{Format: photo.DNG}}, "x/a.NEF", "x/a-restored.dng", photo.RAW},
		{order{save: photo.SaveOptions{Format: photo.DNG}}, "x/a.dng", "x/a-restored.dng", photo.RAW},
		{order{save: photo.SaveOptions{Format: photo.DNG}}, "x/a.JPEG", "x/a-restored.JPEG", photo.JPEG},
	} {
		c.o.folder = rooted(dir, c.o.folder)
		c.o.path = rooted(dir, c.o.path)
		if got := c.o.target(subject{found: found{path: filepath.Join(dir, c.in)}, format: c.is}); got != filepath.Join(dir, c.want) {
			t.Errorf("%s by %+v goes to %s, want %s", c.in, c.o, got, c.want)
		}
	}
}

func TestPhotosAddedToAnExportAreNumberedOn(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("open", r.opened)
	hold := make(chan struct{})
	r.setHold(hold)
	o := order{folder: t.TempDir(), naming: "{seq}"}
	r.export(r.items[:2], o)
	r.export(r.items[2:], o)
	close(hold)
	r.until("all is exported", r.exported)
	if want := []string{"0001.jpg 0.75", "0002.jpg 0.75", "0003.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
	r.export(r.items[:1], order{folder: t.TempDir(), naming: "{seq}", again: true})
	r.until("the next is exported", func() bool { return len(r.sums) == 2 })
	if len(r.saved) != 4 || r.saved[3] != "0001.jpg 0.75" {
		t.Errorf("then saved %q: the next export does not begin anew", r.saved)
	}
}

func rooted(dir, path string) string {
	if path == "" {
		return ""
	}
	return filepath.Join(dir, path)
}

func TestLockedFolderIsToldBeforeTheLongWork(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.export(r.items, order{folder: filepath.Join(t.TempDir(), "locked")})
	r.until("the queue is empty", r.exported)
	if err := r.items[0].err; !errors.Is(err, errSaving) || !errors.Is(err, fs.ErrPermission) || r.restores != 0 {
		t.Errorf("error %v after %d runs of the network, want a refusal before the first", err, r.restores)
	}
}

// A model may lack the depth that the look asks for, on this device.
func TestTheDepthThatRunsIsNamed(t *testing.T) {
	r := newRig(t)
	r.bench.tools.depths = func() []engine.Variant { return []engine.Variant{engine.Small, engine.Large} }
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	it := r.items[0]
	it.look.Depth = engine.Middle
	r.setHold(make(chan struct{}))
	r.export(r.items, order{folder: t.TempDir()})
	r.until("it runs", func() bool { return it.progress > 0 })
	runs := depthName(r.asked()[0].Variant)
	if words := exportWords(it, 0, outlook{}, false); runs == "M" || !strings.Contains(words, "DyNet-"+runs) {
		t.Errorf("DyNet-%s runs, said is %q", runs, words)
	}
	close(r.hold)
	r.until("it ends", r.exported)
}
