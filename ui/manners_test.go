package ui

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"afterrain/engine"
	"afterrain/ui/compare"
	"afterrain/ui/saved"
)

func TestPauseButtonHoldsAndResumes(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	if !r.w.status.pause.Hidden {
		t.Error("nothing runs, and it can be paused")
	}
	hold := make(chan struct{}, 2)
	r.setHold(hold)
	r.w.setFolder(t.TempDir())
	test.Tap(r.w.panel.exportAll)
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	test.Tap(r.w.status.pause)
	if !r.exports.paused || r.w.status.pause.Label.Text != "Resume" || !strings.HasPrefix(r.w.status.words.Text, "Paused") {
		t.Errorf("paused %v, the button says %q, the bar %q", r.exports.paused, r.w.status.pause.Label.Text, r.w.status.words.Text)
	}
	if got := r.cellOf(r.items[0]).note.Text; !strings.HasPrefix(got, "Paused") {
		t.Errorf("the cell says %q", got)
	}
	r.w.onRune('p')
	if r.exports.paused {
		t.Error("P does not resume")
	}
	hold <- struct{}{}
	hold <- struct{}{}
	r.until("all is done", func() bool { return r.w.lastExport != nil })
}

func TestRecentFilesAreRemembered(t *testing.T) {
	r := newWindowRig(t, Setup{})
	var paths []string
	for i := range 14 {
		paths = append(paths, fmt.Sprintf("/x/%d.jpg", i))
	}
	r.drop(paths[:2]...)
	r.until("open", r.opened)
	for _, p := range append(paths[2:], paths[0]) {
		r.w.noteOpened([]string{p})
	}
	m := r.w.recentMenu().ChildMenu.Items
	if len(m) != mostRecent+2 || m[0].Label != "/x/0.jpg" || m[1].Label != "/x/13.jpg" || r.w.set.Last != "/x" {
		t.Errorf("%d entries, first %q and %q, last folder %q", len(m), m[0].Label, m[1].Label, r.w.set.Last)
	}
	r.w.openRecent("/x/not there.jpg")
	r.until("it says that it is gone", func() bool { return strings.Contains(r.w.toast.Words(), "not there any more") })
	m[len(m)-1].Action()
	if !r.w.recentMenu().Disabled {
		t.Error("a cleared list is not empty")
	}
}

func TestUndoBringsTheStrengthBack(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.w.panel.look.luma.SetValue(40)
	r.w.onUndo()
	if got := r.w.panel.look.luma.Value; got != 100 || r.items[0].look != defaultLook {
		t.Errorf("undone to %v, look %+v", got, r.items[0].look)
	}
	r.w.onRedo()
	if got := r.w.panel.look.luma.Value; got != 40 {
		t.Errorf("redone to %v", got)
	}
	r.w.onUndo()
	if r.w.onUndo(); !strings.Contains(r.w.toast.Words(), "Nothing to undo") {
		t.Errorf("undoing nothing says %q", r.w.toast.Words())
	}
	r.quiet()
}

func TestDetailsCarryTheVersions(t *testing.T) {
	r := newWindowRig(t, Setup{Version: "9.9", Runtime: "1.30.0", Model: "afterrain 0.1", Card: []string{"trained on snow"}})
	got := r.w.report(errors.New("tile 3: broken"))
	for _, want := range []string{"tile 3: broken", "Afterrain 9.9", "ONNX Runtime 1.30.0"} {
		if !strings.Contains(got, want) {
			t.Errorf("details %q lack %q", got, want)
		}
	}
	for _, show := range []func(){r.w.onAbout, r.w.onHelp, r.w.onWelcome, r.w.onReport, r.w.onLog} {
		show()
		if o := r.w.win.Canvas().Overlays().Top(); o != nil {
			o.Hide()
		}
	}
	if len(keysText()) < 10 || len(steps()) != 4 {
		t.Error("help is empty")
	}
}

func TestFirstStartExplainsOnOneScreen(t *testing.T) {
	least := func(first bool) fyne.Size {
		scroll := newEmpty(func() {}, func() {}, first).(*fyne.Container).Objects[1]
		return scroll.(*container.Scroll).Content.MinSize()
	}
	if got := least(true); got.Height > 620 || got.Height <= least(false).Height {
		t.Errorf("the first screen is %v, later ones %v", got, least(false))
	}
}

// The program may end without being asked to: by a crash, or with the desktop.
func TestSettingsAreKeptBeforeTheEnd(t *testing.T) {
	r := newWindowRig(t, Setup{})
	kept := func() Settings { return loadSettings(r.w.prefs) }
	look := r.w.set.Look
	look.Luma = 35
	r.w.setLook(look)
	r.until("the look is kept", func() bool { return kept().Look.Luma == 35 })
	r.w.onExportSettings()
	r.w.form.quality.SetValue(71)
	r.until("the export form is kept", func() bool { return kept().Quality == 71 })
	r.w.win.Resize(fyne.NewSize(1111, 707))
	r.until("the window's size is kept", func() bool { s := kept(); return s.Width == 1111 && s.Height == 707 })
	r.w.set.Quality = 72
	r.w.end()
	if got := kept().Quality; got != 72 {
		t.Errorf("at the end %d is kept", got)
	}
}

// Why the network does not run where it was asked to is said in every language.
func TestDeviceSentenceInEveryLanguage(t *testing.T) {
	said := map[string]string{}
	inEveryLanguage(t, func(t *testing.T) {
		for _, c := range []engine.Cause{engine.Unusable, engine.Smaller, engine.Rescued} {
			d := engine.Device{Name: "cpu", OK: true, Note: "English", Why: engine.Reason{Cause: c, Device: "cuda", Detail: "no such library"}}
			words := deviceWords(d)
			if before, twice := said[words]; twice || strings.Contains(words, "English") {
				t.Errorf("%q, as in %s", words, before)
			}
			said[words] = t.Name()
			if c == engine.Unusable && !(strings.Contains(words, "CUDA") && strings.Contains(words, "no such library")) {
				t.Errorf("%q hides the reason", words)
			}
		}
	})
}

func TestToastFollowsTheWidthOfTheWindow(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.win.Resize(fyne.NewSize(640, 480))
	if !r.w.toast.Root.Visible() || r.w.toast.Visible() {
		t.Error("of what was never seen Fyne does not know in which window to draw it anew")
	}
	r.w.toast.Show(strings.Repeat("bride and groom ", 12), "Report", nil)
	for _, wide := range []float32{640, 1360} {
		r.w.win.Resize(fyne.NewSize(wide, 700))
		button := r.w.toast.Action
		end := r.w.app.Driver().AbsolutePositionForObject(button).X + button.Size().Width
		if room := wide - panelWidth; end > room {
			t.Errorf("%v units wide, a button that ends at %v of %v", wide, end, room)
		}
	}
}

// What the window is looking for is said no longer than it takes.
func TestToastIsWithdrawn(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.toast.Show("Looking for photos…", "", nil)
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	if r.w.toast.Visible() {
		t.Error("the photo is there, and the window says that it looks for photos")
	}
	r.quiet()
}

// The disk is busy while an export is written.
func TestSettingsAreWrittenWithoutTheWindowWaiting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	r := newWindowRig(t, Setup{Settings: path})
	writing, disk := false, make(chan struct{})
	var once sync.Once
	r.w.prefs.Replace = func(path string, content any) error {
		once.Do(func() { r.main <- func() { writing = true } })
		<-disk
		return saved.WriteWhole(path, content)
	}
	time.AfterFunc(keepAfter*5/2, func() { close(disk) })
	start := time.Now()
	r.w.onMode(compare.Single)
	r.until("they are written", func() bool { return writing })
	if spent := time.Since(start); spent > 2*keepAfter {
		t.Errorf("the window waited %v", spent-keepAfter)
	}
	<-disk
	r.w.quit()
	if got := loadSettings(saved.ReadPreferences(path, "")).Mode; got != compare.Single {
		t.Errorf("kept is the mode %v", got)
	}
}
