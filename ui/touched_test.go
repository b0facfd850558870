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
