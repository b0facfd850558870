package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"afterrain/ui/widgets"
)

// The controls that ask or lead somewhere else: dialogs, menus of the other mouse
// button, folders.

// answered lets the desktop's dialogs answer with a path.
func (r *windowRig) answered(path string) {
	r.w.chooser.Run = func(func() (string, error)) (string, error) { return path, nil }
}

// press taps the button of the topmost dialog that says so.
func (r *windowRig) press(label string) {
	r.t.Helper()
	for _, o := range test.LaidOutObjects(r.w.win.Canvas().Overlays().Top()) {
		switch b := o.(type) {
		case *widgets.Button:
			if b.Label.Text == label {
				test.Tap(b)
				return
			}
		case *widgets.TabButton:
			if b.Label.Text == label {
				test.Tap(b)
				return
			}
		case *widget.Button:
			if b.Text == label {
				test.Tap(b)
				return
			}
		}
	}
	r.t.Fatalf("no button says %q", label)
}

func TestFolderFromTheDialogIsOpened(t *testing.T) {
	r := newWindowRig(t, Setup{})
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.jpg"), nil, 0o644)
	os.WriteFile(filepath.Join(dir, "letter.txt"), nil, 0o644)
	r.answered(dir)
	r.w.onOpenFolder()
	r.until("it is open", r.opened)
	if got := r.names(r.items); !slices.Equal(got, []string{"a.jpg"}) {
		t.Errorf("the folder gives %v", got)
	}
	r.quiet()
}

func TestExportAsSavesUnderTheNameOfTheDialog(t *testing.T) {
	r := previewedWindow(t, true)
	for name, want := range map[string]string{"for print": "for print.jpg", "Nr. 5": "Nr. 5.jpg", "a.heic": "a.heic.jpg", "a.webp": "a.webp.jpg", "a.TIF": "a.TIF"} {
		r.w.lastExport = nil
		r.answered("/x/out/" + name)
		r.w.onExportAs()
		r.until("it is exported", func() bool { return r.w.lastExport != nil })
		if got := r.items[0].output; got != filepath.FromSlash("/x/out/"+want) {
			t.Errorf("%q is exported to %q", name, got)
		}
	}
	r.quiet()
}

// The dialog leaves the window's keys alone.
func TestNameChosenTooLateIsNotPassedOverInSilence(t *testing.T) {
	r := previewedWindow(t, true)
	answer := make(chan string, 1) // the dialog may open later than the export begins
	r.w.chooser.Run = func(func() (string, error)) (string, error) { return <-answer, nil }
	r.setHold(make(chan struct{}))
	r.w.onExportAs()
	r.w.onExportAll()
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	answer <- "/x/out/mine.jpg"
	r.until("the window says so", func() bool { return strings.HasPrefix(r.w.toast.Words(), r.items[0].name()) })
	r.w.bench.cancelExports()
	r.quiet()
}

func TestExportAsSaysThatAPhotoIsInTheQueue(t *testing.T) {
	r := previewedWindow(t, true)
	r.setHold(make(chan struct{}))
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.w.onExportAs()
	if got := r.w.toast.Words(); !strings.HasPrefix(got, r.items[0].name()) {
		t.Errorf("the window says %q", got)
	}
	r.setHold(nil)
	r.w.bench.cancelExports()
	r.quiet()
}

func TestMenuOfAPhotoOnTheStrip(t *testing.T) {
	const toFront, takeOff = 3, 5 // after Export, Try again, Details
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	choose := func(name string, n int) {
		t.Helper()
		c := r.cellOf(r.items[slices.Index(r.names(r.items), name)])
		c.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(200, 700)})
		var lines []fyne.Tappable
		for _, o := range test.LaidOutObjects(r.w.win.Canvas().Overlays().Top()) {
			if fmt.Sprintf("%T", o) == "*widget.menuItem" {
				lines = append(lines, o.(fyne.Tappable))
			}
		}
		lines[n].Tapped(nil)
	}
	choose("c.jpg", toFront)
	choose("a.jpg", takeOff)
	if got := r.names(r.items); !slices.Equal(got, []string{"c.jpg", "b.jpg"}) {
		t.Errorf("the menu leaves %v", got)
	}
	r.quiet()
}

func TestHaltedExportSaysWhyAndLeadsToTheFolder(t *testing.T) {
	r := previewedWindow(t, true)
	r.items[0].fail(errors.Join(errSaving, syscall.ENOSPC))
	r.w.onHalted(r.items[0])
	if got := r.w.toast.Words(); !strings.Contains(got, "no room") || !strings.Contains(got, "pauses") {
		t.Errorf("the window says %q", got)
	}
	test.Tap(r.w.toast.Action)
	dir := t.TempDir()
	r.answered(dir)
	r.w.form.folder.SetSelected(chooseFolder())
	r.until("there is another folder", func() bool { return r.w.set.Folder == dir })
	r.w.form.folder.SetSelected(besideEach())
	if r.w.set.Folder != "" {
		t.Errorf("beside each photo is the folder %q", r.w.set.Folder)
	}
	r.quiet()
}

func TestFieldsOfANameAreButtons(t *testing.T) {
	r := previewedWindow(t, true)
	r.w.onExportSettings()
	r.press("{seq}")
	if got := r.w.set.Naming; got != defaultNaming+"{seq}" {
		t.Errorf("the template is %q", got)
	}
	if r.press("Default"); r.w.set.Naming != defaultNaming {
		t.Errorf("then %q", r.w.set.Naming)
	}
	r.quiet()
}

func TestPresetIsNamedAndForgotten(t *testing.T) {
	r := previewedWindow(t, true)
	r.w.panel.look.Nudge(-20, -20, 0)
	r.w.onKeepPreset()
	name := r.w.win.Canvas().Focused().(*widgets.Entry)
	name.SetText(" high ISO ")
	name.OnSubmitted(name.Text)
	if got := presetNames(r.w.presets); !slices.Equal(got, []string{"high ISO"}) || r.w.presets[0].Look.Luma != 80 {
		t.Fatalf("kept are %v", r.w.presets)
	}
	r.w.onForgetPreset()
	if r.press("Forget"); len(r.w.presets) != 0 {
		t.Errorf("left are %v", r.w.presets)
	}
	r.quiet()
}

func TestQuittingInTheMiddleOfAnExportAsks(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it runs", func() bool { return r.items[0].progress > 0 })
	for _, answer := range []string{"Go on exporting", "Quit"} {
		if r.w.onClose(); r.w.closed() {
			t.Fatal("the window closes without asking")
		}
		if r.press(answer); r.w.closed() != (answer == "Quit") {
			t.Errorf("after %q the window is closed: %v", answer, r.w.closed())
		}
	}
}

// Ctrl+Q and Enter end the program; the question goes with the export that it is about.
func TestQuestionBeforeQuittingIsAnsweredByEnterAndGoesWithTheExport(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	ask := func() chan struct{} {
		t.Helper()
		hold := make(chan struct{})
		r.setHold(hold)
		r.items[0].progress = 0
		r.w.onExport()
		r.until("it runs", func() bool { return r.items[0].progress > 0 })
		r.w.onClose()
		return hold
	}
	close(ask())
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	if r.w.closed() || r.w.covered() {
		t.Errorf("after the export the window is closed: %v, asks: %v", r.w.closed(), r.w.covered())
	}
	r.w.onAbout()
	if r.w.onEnter(); r.w.closed() {
		t.Error("Enter in another dialog quits")
	}
	r.w.closeDialog()
	defer close(ask())
	if r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyReturn}); !r.w.closed() {
		t.Error("Enter does not quit")
	}
}

func TestLogFileIsNamedAndCopied(t *testing.T) {
	r := newWindowRig(t, Setup{LogFile: "/x/log.txt"})
	r.w.onLog()
	if got := r.w.toast.Words(); !strings.HasPrefix(got, "/x/log.txt\n") || !strings.Contains(got, "names the photos") {
		t.Errorf("the window says %q", got)
	}
	test.Tap(r.w.toast.Action)
	if got := r.w.app.Clipboard().Content(); got != "/x/log.txt" {
		t.Errorf("copied is %q", got)
	}
}
