package ui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/render"
)

func TestDropShowsThePhotoAndItsPreview(t *testing.T) {
	r := newRig(t)
	if n := r.add(files("a.jpg", "b.jpg", "a.jpg")); n != 2 {
		t.Errorf("added %d photos of two, one of them twice", n)
	}
	r.until("the first photo is open", r.opened)
	r.look(fullView())
	r.until("it is previewed", func() bool { return r.phase() == previewed })
	f := r.bench.proof
	if r.selected.path != "a.jpg" || f.item.thumb == nil {
		t.Errorf("in view %q, thumbnail %v", r.selected.path, f.item.thumb != nil)
	}
	if want := image.Rect(0, 0, 300, 200); !slices.Equal(r.regions, []image.Rectangle{want}) {
		t.Errorf("a photo seen at 50 %% was restored at %v, want the half-size copy %v", r.regions, want)
	}
	if got := f.layers(1, engine.Settings{})[0].Image.RGBAAt(150, 100); got.R != 191 {
		t.Errorf("the restored pixels are not there: %v", got)
	}
	r.until("the second photo has a thumbnail", func() bool { return r.items[1].thumb != nil })
}

func TestPanningBackRunsNothingAgain(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	look := func(v render.Viewport) {
		r.look(v)
		r.quiet()
		r.until("previewed", func() bool { return r.phase() == previewed })
	}
	look(closeView())
	look(closeView().Panned(image.Pt(-100, 0)))
	look(closeView())
	look(fullView())
	look(closeView().Panned(image.Pt(-50, 0)))
	want := []image.Rectangle{
		image.Rect(0, 0, 300, 200), image.Rect(300, 0, 400, 200), // two views at 1:1, the new part only
		image.Rect(0, 0, 300, 200), // the whole photo at half size
	}
	if !slices.Equal(r.regions, want) {
		t.Errorf("restored %v, want %v", r.regions, want)
	}
}

func TestComingBackToAPhotoKeepsItsPreview(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.step(1)
	r.until("the second is open", r.opened)
	r.step(-1)
	r.until("the first is back", r.opened)
	r.look(fullView())
	if r.phase() != previewed || len(r.regions) != 1 {
		t.Errorf("phase %v after coming back, %d runs of the network, want 1", r.phase(), len(r.regions))
	}
}

func TestZoomCancelsStaleWorkAndDropsIt(t *testing.T) {
	r := newRig(t)
	r.setHold(make(chan struct{}))
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.look(closeView())
	r.until("it works", func() bool { return r.phase() == previewing })
	r.setHold(nil)
	r.look(fullView())
	r.until("the other level is previewed", func() bool { return r.phase() == previewed })
	r.quiet()
	if left := r.bench.proof.missing(0, image.Rect(0, 0, 300, 200)); len(left) == 0 {
		t.Error("a cancelled part counts as finished")
	}
}

func TestOnlyAViewThatMayMoveOnIsWaitedFor(t *testing.T) {
	r := newRig(t)
	r.preview.settle = time.Hour
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("the whole photo is previewed", func() bool { return r.phase() == previewed })
	one := closeView()
	r.look(one)
	r.until("a jump to 1:1 is previewed", func() bool { return r.phase() == previewed })
	r.quiet()
	for name, v := range map[string]render.Viewport{
		"a notch of the wheel": one.ZoomedBy(1.2, one.Middle()), "a step": one.Stepped(1), "a pan": one.Panned(image.Pt(-60, 0)),
	} {
		r.regions = nil
		r.look(v.Panned(image.Pt(-200, 0)))
		if r.quiet(); len(r.regions) != 0 {
			t.Errorf("%s is not waited for", name)
		}
		r.look(one)
	}
}

func TestAnotherPhotoOutdatesTheOneBeingOpened(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.show(r.items[1])
	r.until("one is open", r.opened)
	r.quiet()
	if r.bench.proof.item != r.items[1] || r.selected != r.items[1] {
		t.Errorf("in view %q, selected %q, want b.jpg", r.bench.proof.item.path, r.selected.path)
	}
}

func TestUnreadablePhotoSaysWhyAndTheRestGoesOn(t *testing.T) {
	r := newRig(t)
	r.add(files("bad1.jpg", "a.jpg", "bad2.jpg"))
	r.until("all have been tried", func() bool {
		return r.items[0].state == failed && r.items[1].thumb != nil && r.items[2].state == failed
	})
	if !errors.Is(r.items[2].err, photo.ErrFormat) || r.bench.proof != nil {
		t.Errorf("error %v, a photo in view: %v", r.items[2].err, r.bench.proof != nil)
	}
}

func TestMissingNetworkIsToldOnceAndPhotosStillShow(t *testing.T) {
	r := newRig(t)
	calls := 0
	r.tools.region = func(context.Context, *photo.Photo, image.Rectangle, engine.Settings, func(engine.Patch)) error {
		calls++
		return engine.ErrModel
	}
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("it is told", func() bool { return r.phase() == broken })
	r.look(closeView())
	r.quiet()
	if calls != 1 || !errors.Is(r.preview.err, engine.ErrModel) {
		t.Errorf("asked %d times, error %v", calls, r.preview.err)
	}
}

func TestPagingThroughTheStripOpensOnePhotoAtATime(t *testing.T) {
	r := newRig(t)
	r.slow = make(chan struct{})
	var paths []string
	for i := range 40 {
		paths = append(paths, fmt.Sprintf("%d.jpg", i))
	}
	r.add(files(paths...))
	for range 39 {
		r.step(1)
	}
	close(r.slow)
	r.until("the last is open", r.opened)
	if r.bench.proof.item != r.items[39] {
		t.Errorf("in view %q, want the last", r.bench.proof.item.path)
	}
	if r.quiet(); r.most() > 2 { // and a thumbnail
		t.Errorf("%d photos were decoded at once", r.most())
	}
}

func TestPhotoTurnedByAnotherProgramLosesItsOldPreview(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.step(1)
	r.until("the second is open", r.opened)
	r.turned.Store(true)
	r.step(-1)
	r.until("the first is back", r.opened)
	r.look(fitted(400, 600, 200, 300))
	if r.phase() != starting {
		t.Errorf("phase %v: the preview of the photo as it was stands in for the new one", r.phase())
	}
	r.until("previewed anew", func() bool { return r.phase() == previewed })
}

func TestDroppingAMissingPhotoAgainTriesItAgain(t *testing.T) {
	r := newRig(t)
	r.gone = true
	r.add(files("a.jpg", "b.jpg"))
	r.until("both are missing", func() bool { return r.items[0].unread && r.items[1].unread })
	r.setGone(false) // the card is back
	if n := r.add(files("a.jpg", "b.jpg")); n != 0 {
		t.Errorf("%d photos count as new", n)
	}
	r.until("the first is open", r.opened)
	r.until("the second has a thumbnail", func() bool { return r.items[1].thumb != nil })
	for _, it := range r.items {
		if it.unread || it.state != idle || it.err != nil {
			t.Errorf("%s: unread %v, state %v, error %v", it.path, it.unread, it.state, it.err)
		}
	}
}

func TestDroppingAPhotoOfTheStripShowsIt(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.add(files("b.jpg"))
	r.until("it is open", func() bool { return r.opened() && r.selected == r.items[1] })
	if r.add(nil); r.selected != r.items[1] {
		t.Error("dropping nothing takes the photo away")
	}
}

// Who drops all that a phone or a camera has in a folder drops its videos and notes with the photos.
func TestPhotoIsShownBeforeAVideoThatWasDroppedWithIt(t *testing.T) {
	r := newRig(t)
	r.add(files("/m/IMG_0001.AAE", "/m/IMG_0001.HEIC", "/m/IMG_0002.HEIC"))
	if got := r.selected.name(); got != "IMG_0001.HEIC" {
		t.Errorf("%s is shown first", got)
	}
	r.add(files("/m/a.mov", "/m/b.pdf"))
	if got := r.selected.name(); got != "a.mov" {
		t.Errorf("without a photo %s is shown first", got)
	}
}

func TestRemovedPhotoKeepsNoPreview(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.jpg"))
	r.until("open", r.opened)
	r.look(fullView())
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.remove(r.items[0])
	if len(r.kept.kept) != 0 {
		t.Error("the preview of a photo that is off the strip takes memory")
	}
	r.quiet()
}
