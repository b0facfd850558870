package ui

import "testing"

func TestPaceIsRememberedFromAnExportBrokenOffByQuitting(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("one of two is exported", func() bool { return r.items[0].state == done })
	r.w.quit()
	if got := r.w.prefs.FloatList(keyPace); len(got) == 0 || got[0] <= 0 {
		t.Errorf("remembered are %v seconds a megapixel", got)
	}
}
