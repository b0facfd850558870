package ui

import (
	"strings"
	"testing"
)

// Who goes on with a photo after its export sees on the strip which ones are to be exported again, on the next day too.
func TestPhotoChangedAfterItsExportSaysSo(t *testing.T) {
	r := previewedWindow(t, true)
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	it := r.items[0]
	says := func(when, want string) {
		t.Helper()
		if got := r.cellOf(it).note.Text; got != want {
			t.Errorf("%s the strip says %q, want %q", when, got, want)
		}
	}
	says("then", "Exported")
	r.paint(0)
	says("painted on", "Changed since")
	if got := countWords(r.items, 0); !strings.HasSuffix(got, "1 exported · 1 changed since") {
		t.Errorf("the status bar says %q", got)
	}
	r.w.onUndo()
	says("undone", "Exported")
	if unfinished(keep(r.items).items()) {
		t.Error("it is kept for the next start as if it had changed")
	}
	r.w.onRune('g')
	says("with grain", "Changed since")
	if words, _ := stateWords(keep(r.items).items()[0], false); words != "Changed since" {
		t.Errorf("after the next start the strip says %q", words)
	}
	r.w.lastExport = nil
	r.w.onExportAll()
	r.until("it is exported again", func() bool { return r.w.lastExport != nil })
	says("at last", "Exported")
}
