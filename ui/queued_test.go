package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"afterrain/engine/photo"
)

// Who sees in the middle of a long export that the format is wrong changes that, and believes that the rest goes so.
func TestQueueThatKeepsTheSettingsOfBeforeSaysSo(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	hold := make(chan struct{})
	r.setHold(hold)
	r.w.onExportAll()
	r.w.onExportSettings()
	if r.w.closeDialog(); r.w.toast.Visible() {
		t.Errorf("nothing was changed, and the window says %q", r.w.toast.Words())
	}
	r.w.onExportSettings()
	r.w.form.format.SetSelected("PNG")
	r.w.closeDialog()
	if got, want := r.w.toast.Words(), "In the queue with the export settings of before: 2 photos."; !r.w.toast.Visible() || got != want {
		t.Errorf("the window says %q, want %q", got, want)
	}
	test.Tap(r.w.toast.Action)
	close(hold)
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	if got, want := r.saved, []string{"a-restored.jpg 0.75", "b-restored.png 0.75", "c-restored.png 0.75"}; !slices.Equal(got, want) {
		t.Errorf("exported %q, want %q", got, want)
	}
	r.quiet()
}

// What was asked for under a name of its own keeps its format.
func TestQueueIsChangedButForNamesOfTheirOwn(t *testing.T) {
	r := newRig(t)
	r.add(files("/x/a.jpg", "/x/b.jpg", "/x/c.jpg"))
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.export(r.items[:2], order{})
	r.export(r.items[2:], order{path: "/y/own.jpg"})
	r.reorder(order{folder: "/z", save: photo.SaveOptions{Format: photo.TIFF}})
	if b, c := r.items[1].order, r.items[2].order; b.folder != "/z" || b.save.Format != photo.TIFF || c.folder != "" || c.save.Format != "" {
		t.Errorf("ordered %+v and %+v", b, c)
	}
	r.cancelExports()
	r.quiet()
}

// The offer is gone after some seconds; who has missed it opens the export settings again.
func TestQueueIsOfferedAgain(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.w.onExportAll()
	r.w.onExportSettings()
	r.w.form.format.SetSelected("PNG")
	r.w.closeDialog()
	r.w.toast.Hide()
	r.w.onExportSettings()
	if r.w.closeDialog(); !r.w.toast.Visible() || r.w.toast.Action.Label.Text != "Change them too" {
		t.Error("it is not")
	}
	r.w.bench.cancelExports()
	r.quiet()
}
