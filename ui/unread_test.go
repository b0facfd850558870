package ui

import "testing"

func TestPhotoThatCannotBeReadHasNoZoom(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/bad.jpg")
	r.until("open", r.opened)
	r.w.onRune('1')
	r.step(1)
	r.until("the next one has failed", func() bool { return r.items[1].unread && !r.opening.Busy() })
	if got := r.w.tools.zoom.Text; got != "–" || r.w.tools.one.On() || r.w.tools.fit.On() {
		t.Errorf("the toolbar shows a zoom of %q, Fit %v, 1:1 %v", got, r.w.tools.fit.On(), r.w.tools.one.On())
	}
	r.step(-1)
	r.until("the first one is open again", r.opened)
	if got := r.w.tools.zoom.Text; got == "–" {
		t.Error("the first photo has no zoom either")
	}
	r.quiet()
}
