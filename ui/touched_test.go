package ui

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLookChosenWhileThePhotoIsExportedIsNotLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := newWindowRig(t, Setup{Queue: path})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	hold := make(chan struct{})
	r.setHold(hold)
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	r.w.onRune('[')
	close(hold)
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	r.w.quit()
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the look chosen meanwhile does not come back: %v", err)
	}
}

// Photos that have the settings already are as they were exported.
func TestCopiedSettingsTouchOnlyPhotosThatChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := newWindowRig(t, Setup{Queue: path})
	r.exported("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.items[2].look.Luma = 50
	r.w.onCopyLook()
	if b, c := r.items[1], r.items[2]; b.touched || !c.touched || c.look != b.look {
		t.Errorf("the same settings touch a photo: %v; others: %v, %+v", b.touched, c.touched, c.look)
	}
	if r.w.onUndo(); r.items[1].touched || r.items[2].look.Luma != 50 {
		t.Errorf("undo touches a photo that had not changed: %v, or leaves %+v", r.items[1].touched, r.items[2].look)
	}
	r.items[2].look, r.items[2].touched = r.items[1].look, false
	if r.w.onCopyLook(); r.w.toast.Action.Visible() || r.w.toast.Words() != "The other photos have these settings already." {
		t.Errorf("with nothing to copy the window says %q", r.w.toast.Words())
	}
	r.w.quit()
	if _, err := os.Stat(path); err == nil {
		t.Error("exported photos come back at the next start, as if they had been changed")
	}
}

func TestStatusBarCountsPhotosThatAreChangedByACopy(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.exported("/x/a.jpg", "/x/b.jpg")
	r.w.onRune('[')
	r.w.onCopyLook()
	if got, want := r.w.status.words.Text, "2 photos · 2 exported · 2 changed since"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	r.quiet()
}
