package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"afterrain/engine/photo"
	"afterrain/ui/widgets"
)

func TestExportFormShowsTheNameItWillGive(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.w.onExportSettings()
	f := r.w.form
	example := func() string { return filepath.ToSlash(f.example.Text) }
	if got := example(); got != "/x/a-restored.jpg" {
		t.Errorf("at first %q", got)
	}
	f.format.SetSelected("TIFF")
	f.bits.SetSelected("16 bit")
	f.naming.SetText("{seq}_{name}")
	if got := example(); got != "/x/0001_a.tif" {
		t.Errorf("then %q", got)
	}
	r.w.setFolder("/out")
	f.Show(r.w.set)
	if got := example(); got != "/out/0001_a.tif" {
		t.Errorf("into a folder %q", got)
	}
	f.naming.SetText("{name}{nonsense}")
	if !f.problemRow.Visible() || !strings.Contains(f.problem.Text, "{nonsense}") || r.w.set.Naming != "{seq}_{name}" {
		t.Errorf("a wrong field: %q, the template is %q", f.problem.Text, r.w.set.Naming)
	}
	want := photo.SaveOptions{Format: photo.TIFF, Quality: 95, Bits: 16}
	if o := r.w.set.order(); o.save != want || o.folder != "/out" {
		t.Errorf("ordered is %+v", o)
	}
	if f.qualityRow.Visible() || !f.bitsRow.Visible() {
		t.Error("a TIFF has a JPEG quality, or no bit depth")
	}
	if f.format.SetSelected("JPEG"); !f.qualityRow.Visible() || f.bitsRow.Visible() {
		t.Error("a JPEG has no quality, or a bit depth")
	}
	f.quality.SetValue(80)
	f.folder.SetSelected(besideEach())
	if r.w.set.Quality != 80 || r.w.set.Folder != "" {
		t.Errorf("set are %+v", r.w.set)
	}
	r.w.win.Canvas().Overlays().Top().Hide()
	r.quiet()
}

// Another program may hand over a photo while the settings lie over the window.
func TestExportFormExportsThePhotosThatItWasOpenedFor(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.w.onExportSettings()
	r.drop("/x/b.jpg")
	r.until("the other is shown", func() bool { return r.opened() && r.selected.name() == "b.jpg" })
	r.press("Export")
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	if want := []string{"a-restored.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("exported %q, want %q", r.saved, want)
	}
	r.quiet()
}

// DNG is for camera raw files only, and the form says so; a JPEG in view keeps its own name and quality.
func TestExportFormOfDNG(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.w.onExportSettings()
	f := r.w.form
	if f.negativeRow.Visible() {
		t.Error("DNG is spoken of before it is chosen")
	}
	f.format.SetSelected("DNG (camera raw)")
	if got := filepath.ToSlash(f.example.Text); got != "/x/a-restored.jpg" || !f.negativeRow.Visible() || !f.qualityRow.Visible() || r.w.set.Format != photo.DNG {
		t.Errorf("a JPEG would be %q, as %q", got, r.w.set.Format)
	}
	f.own, f.sample.format, f.sample.path = photo.RAW, photo.RAW, "/x/a.NEF"
	f.tell()
	if got := filepath.ToSlash(f.example.Text); got != "/x/a-restored.dng" || f.qualityRow.Visible() || f.bitsRow.Visible() || !strings.Contains(f.metadata.Text, "white balance") {
		t.Errorf("a raw file would be %q", got)
	}
	r.w.win.Canvas().Overlays().Top().Hide()
	for own, want := range map[photo.Format]string{photo.RAW: "DNG", photo.JPEG: "JPEG 90", "": "DNG"} {
		if got := howWords(Settings{Format: photo.DNG, Quality: 90, Bits: 16}, own); !strings.HasPrefix(got, want+" ·") {
			t.Errorf("of %q it says %q", own, got)
		}
	}
	r.quiet()
}

func TestReportListsWhatFailedAndTriesAgain(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/full.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("it ended", func() bool { return r.w.lastExport != nil })
	if got := r.w.toast.Action.Label.Text; got != "Report" {
		t.Errorf("the toast offers %q", got)
	}
	r.w.onReport()
	r.press("Copy details")
	copied := r.w.app.Clipboard().Content()
	for _, want := range []string{"1 failed", failureWords(r.items[1]), r.items[1].err.Error(), "Afterrain"} {
		if !strings.Contains(copied, want) {
			t.Errorf("copied is %q, without %q", copied, want)
		}
	}
	r.w.win.Canvas().Overlays().Top().Hide()
	r.w.onExported(summary{failed: 1, bad: r.items[1:2]})
	if got := r.w.toast.Action.Label.Text; got != "Details" {
		t.Errorf("of one photo that failed the toast offers %q", got)
	}
	r.items[1].path = "/x/empty.jpg"
	r.w.lastExport = nil
	r.retryItems(r.items...)
	r.until("it is tried again", func() bool { return r.w.lastExport != nil })
}

func TestReportOffersNothingForPhotosThatWereTakenOff(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.exported("/x/full.jpg", "/x/full2.jpg", "/x/c.jpg")
	offered := func() bool {
		r.w.onReport()
		top := r.w.win.Canvas().Overlays().Top()
		defer top.Hide()
		return slices.ContainsFunc(test.LaidOutObjects(top), func(o fyne.CanvasObject) bool {
			b, ok := o.(*widgets.TabButton)
			return ok && b.Label.Text == "Try again"
		})
	}
	r.remove(r.items[0])
	if !offered() {
		t.Error("the one that is left cannot be tried again")
	}
	r.remove(r.items[0])
	if offered() {
		t.Error("photos that are not on the strip can be tried again")
	}
	r.quiet()
}

func TestSettingsOfAnExportAreKeptWithTheWindow(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.set.Naming, r.w.set.Bits = "{date}", 16
	r.w.win.Resize(fyne.NewSize(1100, 700))
	r.w.quit()
	s := loadSettings(r.w.prefs)
	if s.Naming != "{date}" || s.Bits != 16 || s.Width != 1100 {
		t.Errorf("remembered are %+v", s)
	}
	r.w.prefs.SetString(keyNaming, "{nonsense}")
	if got := loadSettings(r.w.prefs).Naming; got != defaultNaming {
		t.Errorf("a template that makes no sense comes back as %q", got)
	}
}
