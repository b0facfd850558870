package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

// Whoever has left the drive at home finds all that waits still waiting when it is there.
func TestExportPausesWhileTheDriveIsAway(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/one/a.jpg", "/x/one/b.jpg", "/x/two/c.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	r.away("/x", "/x/one", "/x/two")
	r.w.onExportAll()
	paused := func() bool { return r.exports.paused && r.exports.now == nil }
	r.until("the export pauses", paused)
	if got := r.w.toast.Words(); !strings.HasPrefix(got, "b.jpg: The folder of this photo is not there.") || r.w.toast.Action.Label.Text != "Resume" {
		t.Errorf("the window says %q and offers %q", got, r.w.toast.Action.Label.Text)
	}
	var kept []state
	for _, it := range keep(r.items).items() {
		kept = append(kept, it.state)
	}
	if !slices.Equal(kept, []state{done, waiting, waiting}) {
		t.Errorf("after the next start the states would be %v", kept)
	}
	r.quiet()
	test.Tap(r.w.toast.Action)
	r.until("it pauses again", func() bool { return paused() && r.w.toast.Visible() })
	for _, it := range r.items[1:] { // as after a start without the drive
		it.thumb, it.tried, it.unread = nil, true, true
	}
	r.away()
	test.Tap(r.w.toast.Action)
	r.until("the rest is exported", func() bool { return r.w.lastExport != nil })
	if got := r.states(); !slices.Equal(got, []state{done, done, done}) || r.w.lastExport.failed > 0 {
		t.Errorf("at last the states are %v, of the export %v", got, r.w.lastExport.counts())
	}
	r.until("all are seen on the strip", func() bool { return r.items[1].thumb != nil && r.items[2].thumb != nil })
	r.quiet()
}

// The photo that is restored when the drive goes goes on with the others.
func TestPhotoThatCannotBeSavedOnItsDriveIsTriedAgain(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.away("/x")
	r.w.onExportAll()
	r.until("the export pauses", func() bool { return r.exports.paused && r.exports.now == nil })
	if got := r.w.toast.Words(); !strings.HasPrefix(got, "a.jpg: The folder of this photo is not there.") {
		t.Errorf("the window says %q", got)
	}
	r.away()
	test.Tap(r.w.toast.Action)
	r.until("all is exported", func() bool { return r.w.lastExport != nil })
	if got := r.states(); !slices.Equal(got, []state{done, done}) {
		t.Errorf("the states are %v", got)
	}
	r.quiet()
}

// Photos of another drive are exported, and those that are away wait for the next start.
func TestPhotosOfAnotherDriveAreExported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := newWindowRig(t, Setup{Queue: path})
	r.drop("/z/0.jpg", "/x/a.jpg", "/x/b.jpg", "/y/c.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	r.away("/x")
	r.w.onExportAll()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	if got := r.states(); !slices.Equal(got, []state{done, failed, failed, done}) {
		t.Errorf("the states are %v", got)
	}
	r.w.quit()
	again := newWindowRig(t, Setup{Queue: path})
	if got := again.states(); !slices.Equal(got, []state{done, waiting, waiting, done}) {
		t.Errorf("after the next start they are %v", got)
	}
	again.until("open", again.opened)
	again.quiet()
}
