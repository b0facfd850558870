package ui

import (
	"path/filepath"
	"strings"
	"testing"
)

// haltedWindow has an export of two photos that pauses, as its folder is locked.
func haltedWindow(t *testing.T) *windowRig {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.setFolder("/x/locked")
	r.w.onExportAll()
	r.until("the export pauses", func() bool { return r.exports.paused && r.exports.now == nil })
	return r
}

// allGoInto waits until the export has ended, and asks where its files are.
func (r *windowRig) allGoInto(dir string) {
	r.t.Helper()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	for _, it := range r.items {
		if filepath.Dir(it.output) != dir {
			r.t.Errorf("%s went to %q: %v", it.name(), it.output, it.err)
		}
	}
}

func TestHaltedExportGoesOnIntoAnotherFolder(t *testing.T) {
	r := haltedWindow(t)
	dir := t.TempDir()
	r.w.onExportSettings()
	r.answered(dir)
	r.w.form.folder.SetSelected(chooseFolder())
	r.until("there is another folder", func() bool { return r.w.set.Folder == dir })
	r.w.closeDialog()
	r.retryItems(r.items[0])
	r.pause(false)
	r.allGoInto(dir)
	r.quiet()
}

func TestHaltedExportGoesOnBesideEachPhoto(t *testing.T) {
	r := haltedWindow(t)
	r.w.onExportSettings()
	r.w.form.folder.SetSelected(besideEach())
	r.w.closeDialog()
	r.pause(false)
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	if got := r.items[1].output; filepath.Dir(got) != "/x" {
		t.Errorf("the second photo went to %q", got)
	}
	r.quiet()
}

// Photos are dropped from a card that is locked, and exported beside themselves.
func TestLockedCardPausesTheExport(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/locked/a.jpg", "/x/locked/b.jpg", "/x/locked/c.jpg")
	r.until("open", r.opened)
	r.w.onExportAll()
	r.until("the export pauses", func() bool { return r.exports.paused && r.exports.now == nil })
	if n := len(r.waiting()); n != 2 || !strings.HasPrefix(r.w.toast.Words(), "a.jpg: Afterrain may not write into this folder.") {
		t.Errorf("%d wait, and the window says %q", n, r.w.toast.Words())
	}
	dir := t.TempDir()
	r.w.setFolder(dir)
	r.pause(false)
	r.allGoInto(dir)
	r.quiet()
}

func TestFolderOfAnExportThatTheUserPausedStays(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	dir := t.TempDir()
	r.w.setFolder(dir)
	r.setHold(make(chan struct{}))
	r.w.onExportAll()
	r.pause(true)
	r.w.setFolder("/elsewhere")
	if got := r.items[1].order.folder; got != dir {
		t.Errorf("the photo that waits now goes to %q", got)
	}
	r.cancelExports()
	r.quiet()
}

// A card that is read-only does not pause an export beside each photo. The window advises
// another folder, or another format, and to try again.
func TestPhotoThatCouldNotBeSavedIsTriedAgainAsIsChosenNow(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/locked/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.onExportAll()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	dir := t.TempDir()
	r.w.onExportSettings()
	r.w.form.format.SetSelected("PNG")
	r.answered(dir)
	r.w.form.folder.SetSelected(chooseFolder())
	r.until("there is another folder", func() bool { return r.w.set.Folder == dir })
	r.w.closeDialog()
	r.w.lastExport = nil
	r.retryItems(r.items...)
	r.until("it has ended again", func() bool { return r.w.lastExport != nil })
	if it := r.items[0]; it.output != filepath.Join(dir, "a-restored.png") || r.items[1].output != "/x/b-restored.jpg" {
		t.Errorf("it went to %q: %v; the other to %q", it.output, it.err, r.items[1].output)
	}
	r.quiet()
}

// The words on the photo go after a while, and the button that the dialog has for it goes on
// with all of them.
func TestHaltedExportSaysWhyAndGoesOnWithTheNextExport(t *testing.T) {
	for _, how := range []string{"export", "try again", "resume"} {
		r := haltedWindow(t)
		r.w.toast.Hide()
		if got, want := r.w.status.words.Text, "Folder is read-only · Paused · 1 more"; got != want {
			t.Errorf("the status bar says %q, want %q", got, want)
		}
		r.w.setFolder(t.TempDir())
		switch how {
		case "export":
			r.w.onExport()
		case "try again":
			r.retryItems(r.items[0])
		case "resume":
			r.pause(false)
		}
		r.until("the export has ended: "+how, func() bool { return r.w.lastExport != nil })
		if s := r.w.lastExport; s.done != 2 || s.failed != 0 || r.exports.halted {
			t.Errorf("%s: %+v", how, s)
		}
		r.quiet()
	}
}

func TestHaltIsToldAgainToWhoWasAway(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.notify = func(string) {}
	r.w.away = true
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.setFolder("/x/locked")
	r.w.onExportAll()
	r.until("the export pauses", func() bool { return r.exports.paused && r.exports.now == nil })
	r.w.toast.Hide()
	if r.w.onReturn(); !r.w.toast.Visible() || r.w.toast.Words() != haltWords(r.items[0]) {
		t.Errorf("the window says %q", r.w.toast.Words())
	}
	r.cancelExports()
	r.quiet()
}
