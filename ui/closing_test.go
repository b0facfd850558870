package ui

import "testing"

// A desktop that shuts down takes the window away before the program ends.
func TestWindowThatIsGoneIsNotDrawnWhenAnExportIsBrokenOff(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("the export runs", func() bool { return r.items[0].progress > 0 })
	drawn := 0
	draw := func() { drawn++ }
	r.on = events{list: draw, proof: draw, pixels: draw, status: draw,
		item: func(*item) { draw() }, exported: func(summary) { draw() }, halted: func(*item) { draw() }}
	r.w.end()
	r.quiet()
	if drawn > 0 {
		t.Errorf("it is drawn %d times", drawn)
	}
	if len(r.saved) > 0 {
		t.Errorf("saved is %v", r.saved)
	}
}

// A window that waits for the last file of an export is on its way out: what another program hands over
// then would be gone with it.
func TestWindowThatIsClosingTakesNoPhotos(t *testing.T) {
	r := newWindowRig(t, Setup{})
	closing, taken := make(chan struct{}), make(chan bool, 1)
	r.exports.release = func() { close(closing) }
	r.exports.writing.Add(1)
	go func() {
		<-closing
		taken <- r.w.Receive([]string{"/x/a.jpg"})
		r.exports.writing.Done()
	}()
	r.w.quit()
	if <-taken {
		t.Error("the window takes photos, and is gone with them")
	}
	r.quiet()
}

func TestPhotosThatAreHandedOverCome(t *testing.T) {
	r := newWindowRig(t, Setup{})
	taken := make(chan bool, 1)
	go func() { taken <- r.w.Receive([]string{"/x/a.jpg"}) }()
	r.until("the photo is shown", r.opened)
	if !<-taken || len(r.items) != 1 {
		t.Errorf("there are %d photos", len(r.items))
	}
}
