package ui

import "testing"

func TestPhotoTakenOffIsNotTriedAgain(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/broken.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	gone := r.items[0]
	r.remove(gone)
	hold := make(chan struct{})
	r.setHold(hold)
	r.w.exportItems(r.items[:1])
	r.w.retryAll(r.w.lastExport.bad)
	r.until("another export runs", func() bool { return r.items[0].progress == 0.5 && r.items[0].state == running })
	if share := r.exports.outlook().share; share != 0.5 {
		t.Errorf("half of one photo is %v of the export, which has %d", share, len(r.exports.batch))
	}
	close(hold)
	r.quiet()
}
