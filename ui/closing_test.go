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
