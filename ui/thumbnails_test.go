package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2/canvas"

	"afterrain/ui/render"
)

// The size of a photo whose thumbnail fails is known from a kept queue.
func TestFailedThumbnailForgetsNothing(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "bad.jpg"))
	r.items[1].size = image.Pt(30, 20)
	r.until("it failed", func() bool { return r.items[1].unread })
	if r.items[1].size != image.Pt(30, 20) {
		t.Errorf("its size is %v now", r.items[1].size)
	}
}

// A strip of hundreds of photos must not decode them all.
func TestThumbnailsOfTheCameraAreEnough(t *testing.T) {
	r := newRig(t)
	r.small = testPhoto(160, 107, 0.5)
	r.add(files("a.jpg", "b.jpg", "c.bad.jpg"))
	r.until("the others have thumbnails", func() bool { return r.items[1].thumb != nil && r.items[2].thumb != nil })
	if r.items[1].size != image.Pt(6000, 4000) || r.items[1].thumb.Rect.Dx() != 160 {
		t.Errorf("size %v, thumbnail %v", r.items[1].size, r.items[1].thumb.Rect)
	}
	if r.items[2].unread {
		t.Error("a photo was decoded for its thumbnail")
	}
}

func TestTheStripFillsWhileAPhotoOpens(t *testing.T) {
	r := newRig(t)
	r.small, r.slow = testPhoto(160, 107, 0.5), make(chan struct{})
	r.add(files("a.jpg", "b.jpg", "c.jpg"))
	r.until("the others have thumbnails", func() bool { return r.items[1].thumb != nil && r.items[2].thumb != nil })
	if !r.opening.Busy() || r.proof != nil {
		t.Error("the photo was opened before")
	}
	close(r.slow)
	r.until("it is open", func() bool { return r.proof != nil })
}

// A photo without one waits its turn, and has it.
func TestThumbnailsThatTakeThePhotoWait(t *testing.T) {
	r := newRig(t)
	r.slow = make(chan struct{})
	r.add(files("a.jpg", "b.jpg"))
	r.until("a look was taken", func() bool { return r.items[1].glanced })
	if r.quiet(); r.most() != 1 {
		t.Errorf("%d photos were opened at once", r.most())
	}
	close(r.slow)
	r.until("it has a thumbnail", func() bool { return r.items[1].thumb != nil })
}

// A folder of large photos without the camera's thumbnails is not opened photo by photo.
func TestThumbnailsNeedNoWholePhoto(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "bad.large.jpg"))
	r.until("it has a thumbnail", func() bool { return r.items[1].thumb != nil })
	if it := r.items[1]; it.unread || it.size != image.Pt(6000, 4000) || it.thumb.Rect.Dx() != 200 {
		t.Errorf("size %v, thumbnail %v, unread %v", it.size, it.thumb.Rect, it.unread)
	}
}

// The thumbnail of the photo in view is made of what is there for the screen: of the samples it takes an eighth of the time
// that 24 megapixels take to open.
func TestThumbnailOfThePhotoInView(t *testing.T) {
	p := testPhoto(1501, 999, 0)
	for i := range p.Pix {
		p.Pix[i] = float32(i%1501) / 1501
	}
	whole, err := render.NewPyramid(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	got, want := whole.Within(thumbSize), render.Thumbnail(p, thumbSize)
	if got.Rect != want.Rect {
		t.Fatalf("%v, of the samples %v", got.Rect, want.Rect)
	}
	for i := range got.Pix {
		if d := int(got.Pix[i]) - int(want.Pix[i]); d < -2 || d > 2 {
			t.Fatalf("%d levels from that of the samples at byte %d", d, i)
		}
	}
}

// A raw file takes ten seconds to develop: meanwhile the window shows the camera's picture, and not its thumbnail enlarged.
func TestPictureOfTheCameraStandsInForARawFile(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.small = testPhoto(1500, 1000, 0.5)
	r.w.bench.add(files("a.jpg", "b.dng"))
	r.until("both have thumbnails", func() bool { return r.items[0].thumb != nil && r.items[1].thumb != nil && r.opened() })
	r.w.bench.step(1)
	shown := func() int {
		if o := r.w.message.behind.Objects; len(o) > 0 && r.w.message.root.Visible() {
			return o[0].(*canvas.Image).Image.Bounds().Dx()
		}
		return 0
	}
	r.until("the camera's picture is there", func() bool { return shown() == 1500 })
	if r.items[1].thumb.Rect.Dx() > thumbSize.X {
		t.Error("the strip got it, too")
	}
	r.w.bench.step(-1)
	r.until("another photo is in view", r.opened)
	if r.w.bench.stand != nil {
		t.Error("the picture is kept")
	}
	r.quiet()
}

// A raw file that is developed for its thumbnail, or in view, and never comes to an end holds nothing up.
func TestDevelopmentIsLeft(t *testing.T) {
	r := newRig(t)
	r.add(files("a.jpg", "b.dng", "c.jpg"))
	r.until("a thumbnail is made of the raw file", func() bool { return r.proof != nil && r.thumbs.Busy() && r.thumbed == r.items[1] })
	r.remove(r.items[1])
	r.until("the next one has its thumbnail", func() bool { return r.items[1].thumb != nil })
	r.add(files("d.dng"))
	r.show(r.items[0])
	r.until("the photo chosen after it is in view", func() bool { return r.proof != nil && r.proof.item == r.items[0] })
	r.remove(r.items[2])
	r.quiet()
}
