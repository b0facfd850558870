package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"afterrain/ui/widgets"
)

// Whoever has no mouse goes on from the fields to the buttons.
func TestTabReachesTheButtonsOfTheExportSettings(t *testing.T) {
	r := previewedWindow(t, true)
	c := r.w.win.Canvas()
	for label, want := range map[string]int{"Close": 0, "Export all": 1, "Export": 1} {
		r.saved = nil
		r.items[0].print = "" // it would be skipped
		r.w.onExportSettings()
		var on *widgets.TabButton
		for range 12 {
			test.FocusNext(c)
			if b, ok := c.Focused().(*widgets.TabButton); ok && b.Label.Text == label {
				on = b
				break
			}
		}
		if on == nil {
			t.Fatalf("Tab does not reach %q", label)
		}
		on.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		r.until("the export has ended", func() bool { return !r.exporting() })
		if c.Overlays().Top() != nil || len(r.saved) != want {
			t.Errorf("Enter on %q exports %d photos, a dialog is left: %v", label, len(r.saved), c.Overlays().Top() != nil)
		}
	}
	r.quiet()
}

// Reports, and the question before quitting, are answered by keyboard too.
func TestTabReachesTheButtonsOfOtherDialogs(t *testing.T) {
	r := previewedWindow(t, true)
	c := r.w.win.Canvas()
	r.w.lastExport = &summary{failed: 1, bad: []*item{{state: failed}}, folders: []string{"/x"}}
	for what, d := range map[string]struct {
		show    func()
		buttons int
	}{"details": {func() { r.w.details(errBroken) }, 2}, "the report": {r.w.onReport, 3}, "quitting": {func() {
		r.setHold(make(chan struct{}))
		r.w.onExport()
		r.w.onClose()
	}, 2}} {
		d.show()
		seen := map[fyne.Focusable]bool{}
		for range 6 {
			test.FocusNext(c)
			seen[c.Focused()] = true
		}
		if len(seen) != d.buttons {
			t.Errorf("in %s Tab reaches %d buttons of %d", what, len(seen), d.buttons)
		}
		if c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}); c.Overlays().Top() != nil {
			t.Errorf("Esc on a button does not close %s", what)
			c.Overlays().Top().Hide()
		}
	}
	r.cancelExports()
	r.quiet()
}

func TestEnterExportsFromTheExportSettings(t *testing.T) {
	r := previewedWindow(t, true)
	c := r.w.win.Canvas()
	enter := func() {
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnter})
		} else {
			r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}
	}
	for what, field := range map[string]func(f *exportForm) fyne.Focusable{
		"nothing": nil, "the folder": func(f *exportForm) fyne.Focusable { return f.folder },
		"the quality": func(f *exportForm) fyne.Focusable { return f.quality }, "the name": func(f *exportForm) fyne.Focusable { return f.naming },
	} {
		r.saved = nil
		if r.w.onExportSettings(); field != nil {
			c.Focus(field(r.w.form))
		}
		enter()
		r.until("the export has ended", func() bool { return !r.exporting() })
		if c.Overlays().Top() != nil || len(r.saved) != 1 {
			t.Errorf("with the keyboard on %s Enter exports %d photos, a dialog is left: %v", what, len(r.saved), c.Overlays().Top() != nil)
		}
	}
	r.w.onExportSettings()
	c.Focus(r.w.form.quality)
	if c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}); c.Overlays().Top() != nil {
		t.Error("Esc in the quality does not close the dialog")
	}
	r.w.onExportSettings()
	r.w.form.naming.SetText("{nonsense}")
	if enter(); c.Overlays().Top() == nil || len(r.saved) != 1 {
		t.Error("Enter exports under a name that makes no sense")
	}
	r.w.closeDialog()
	r.w.onAbout()
	if enter(); c.Overlays().Top() == nil || len(r.saved) != 1 {
		t.Error("Enter exports from another dialog")
	}
	r.w.closeDialog()
	r.quiet()
}
