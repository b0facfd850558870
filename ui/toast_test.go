package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestButtonOfAToastIsPressedOnce(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.onRune('[')
	r.w.onCopyLook()
	for range 2 {
		if r.w.toast.Visible() && r.w.toast.Action.Visible() {
			test.Tap(r.w.toast.Action)
		}
	}
	if a, b := r.items[0].look.Luma, r.items[1].look.Luma; a != 95 || b != 100 {
		t.Errorf("undoing the copy leaves strengths of %d and %d, want 95 and 100", a, b)
	}
	if got := r.w.toast.Words(); got != "Settings brought back: b.jpg." {
		t.Errorf("then the window says %q", got)
	}
	r.quiet()
}
