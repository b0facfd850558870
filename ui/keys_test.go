package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"afterrain/engine"
	"afterrain/ui/compare"
)

// Who comes to the presets by Tab and goes on with an arrow has no settings changed that were not read before.
func TestArrowsUnfoldThePresets(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	r.w.setPresets([]preset{{"weak", Look{Luma: 50, Color: 50, Depth: engine.Large}}})
	c := r.w.win.Canvas()
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyLeft} {
		c.Focus(r.w.panel.look.preset)
		c.Focused().TypedKey(&fyne.KeyEvent{Name: k})
		list := c.Overlays().Top()
		if _, asks := list.(*widget.PopUp); list == nil || asks || r.items[0].look != defaultLook {
			t.Errorf("%s: the list %T is there, the photo has %+v", k, list, r.items[0].look)
		}
		if list != nil {
			list.Hide()
		}
	}
	r.quiet()
}

func TestKeysReachTheView(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	for _, c := range []struct {
		key  rune
		good func() bool
	}{
		{'d', func() bool { return r.w.view.Mode() == compare.SideBySide && r.w.set.Mode == compare.SideBySide }},
		{'a', func() bool { return r.w.view.Mode() == compare.Single }},
		{'s', func() bool { return r.w.view.Mode() == compare.Split }},
		{'1', func() bool { return r.w.view.View().Zoom == 1 }},
		{'+', func() bool { return r.w.view.View().Zoom == 1.5 }},
		{'-', func() bool { return r.w.view.View().Zoom == 1 }},
		{'f', func() bool { return r.w.view.View().Fitted }},
	} {
		if r.w.onRune(c.key); !c.good() {
			t.Errorf("key %q: mode %v, view %+v", c.key, r.w.view.Mode(), r.w.view.View())
		}
	}
	r.w.onHold(&fyne.KeyEvent{Name: fyne.KeySpace}, true)
	if !r.w.view.Holding() {
		t.Error("Space does not show the photo as it was")
	}
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.until("the next photo is open", r.opened)
	if r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete}); len(r.items) != 1 || r.selected.path != "/x/a.jpg" {
		t.Errorf("Delete leaves %d photos", len(r.items))
	}
	r.quiet()
}

func TestKeysDoNothingBehindADialog(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.setHold(make(chan struct{}))
	r.w.onExportAll()
	r.until("the export runs", func() bool { return r.items[0].progress > 0 })
	overlays := r.w.win.Canvas().Overlays()
	r.w.onClose()
	r.w.onClose()
	if n := len(overlays.List()); n != 1 {
		t.Errorf("closing twice asks %d times", n)
	}
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyDelete, fyne.KeyEscape} {
		r.w.onKey(&fyne.KeyEvent{Name: k})
	}
	r.w.onRune('a')
	r.quiet()
	if r.selected != r.items[0] || len(r.items) != 2 || r.items[0].state != running || r.items[1].state != waiting {
		t.Errorf("selected %v of %d, states %v and %v", r.selected.name(), len(r.items), r.items[0].state, r.items[1].state)
	}
	if overlays.Top() != nil {
		t.Error("Esc does not close the dialog")
	}
	if r.w.onClose(); overlays.Top() == nil {
		t.Error("a dialog closed by Esc is not shown again")
	}
	overlays.Top().Hide()
	if r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyEscape}); len(r.waiting()) != 0 {
		t.Error("Esc does not cancel the export")
	}
	r.until("it is cancelled", r.w.toast.Visible)
}

func TestArrowsMoveASliderThatHasTheKeyboard(t *testing.T) {
	r := newWindowRig(t, Setup{})
	c := r.w.win.Canvas()
	c.Focus(r.w.panel.look.luma)
	for range 3 {
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
		}
	}
	if r.w.set.Look.Luma != 97 {
		t.Errorf("three arrows set a strength of %d, want 97", r.w.set.Look.Luma)
	}
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
	if c.Focused() != nil {
		t.Error("Esc does not give the keyboard back to the photo")
	}
}

// The pointer has the panel, the keyboard the photo: → is the next one, not the next preset.
func TestPointerLeavesTheKeyboardToThePhoto(t *testing.T) {
	r := newWindowRig(t, Setup{})
	c, p := r.w.win.Canvas(), r.w.panel.look
	for what, point := range map[string]func(){
		"a click on the slider's end":   func() { p.luma.Tapped(&fyne.PointEvent{Position: fyne.NewPos(p.luma.Size().Width, 5)}) },
		"another one on the same place": func() { p.luma.Tapped(&fyne.PointEvent{Position: fyne.NewPos(p.luma.Size().Width, 5)}) },
		"a list of presets closed again": func() {
			p.preset.Tapped(&fyne.PointEvent{})
			c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		},
	} {
		if point(); c.Focused() != nil || c.Overlays().Top() != nil {
			t.Errorf("%s leaves the keyboard in %T", what, c.Focused())
		}
	}
}

// Neither Tab nor a click finds something there that would swallow Esc.
func TestEscClosesADialogThatTells(t *testing.T) {
	r := newWindowRig(t, Setup{})
	c := r.w.win.Canvas()
	r.w.lastExport = &summary{}
	for what, show := range map[string]func(){
		"details": func() { r.w.details(errBroken) }, "about": r.w.onAbout, "keys": r.w.onHelp, "how it works": r.w.onWelcome, "the report": r.w.onReport,
	} {
		show()
		for _, o := range test.LaidOutObjects(c.Overlays().Top()) {
			if f, ok := o.(fyne.Focusable); ok {
				c.Focus(f)
			}
		}
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		} else {
			r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		if c.Overlays().Top() != nil {
			t.Errorf("Esc does not close %s", what)
			c.Overlays().Top().Hide()
		}
	}
}

// Fyne offers keys to the menu first.
func TestKeysOfTheMenuReachTheFieldOfADialog(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.onExportSettings()
	name := r.w.form.naming
	r.w.win.Canvas().Focus(name)
	for _, m := range r.w.win.MainMenu().Items {
		for _, i := range m.Items {
			if i.Label == "Choose all photos" {
				i.Action()
			}
		}
	}
	if got := name.SelectedText(); got != defaultNaming {
		t.Errorf("Ctrl+A in a file name chooses %q of %q", got, defaultNaming)
	}
}

func TestLeavingTheWindowLetsTheKeyGo(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.onHold(&fyne.KeyEvent{Name: fyne.KeySpace}, true)
	r.w.app.Lifecycle().(interface{ OnExitedForeground() func() }).OnExitedForeground()()
	if r.w.view.Holding() {
		t.Error("the photo as it was stays after the key went up elsewhere")
	}
}

func TestKeysOfTheMenuDoNothingBehindADialog(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.setPresets([]preset{{"weak", Look{Luma: 50, Color: 50, Depth: engine.Large}}})
	r.w.onExportSettings()
	keyed := 0
	var press func(*fyne.Menu)
	press = func(m *fyne.Menu) {
		for _, i := range m.Items {
			if i.ChildMenu != nil {
				press(i.ChildMenu)
			}
			if i.Shortcut != nil && !i.IsQuit {
				keyed++
				i.Action()
			}
		}
	}
	for _, m := range r.w.win.MainMenu().Items {
		press(m)
	}
	r.quiet()
	if n := len(r.w.win.Canvas().Overlays().List()); n != 1 || keyed < 12 {
		t.Errorf("%d keys of the menu leave %d dialogs", keyed, n)
	}
	if len(r.picked) > 0 || r.items[0].look != defaultLook || r.exporting() || len(r.saved) > 0 {
		t.Errorf("chosen %d, look %v, exporting %v, saved %v", len(r.picked), r.items[0].look, r.exporting(), r.saved)
	}
}

func TestEscGetsOutOfAField(t *testing.T) {
	r := newWindowRig(t, Setup{})
	c := r.w.win.Canvas()
	r.w.setPresets([]preset{{"weak", defaultLook}})
	for what, begin := range map[string]func(){
		"the folder":    func() { r.w.onExportSettings(); c.Focus(r.w.form.folder) },
		"the format":    func() { r.w.onExportSettings(); c.Focus(r.w.form.format) },
		"the file name": func() { r.w.onExportSettings(); c.Focus(r.w.form.naming) },
		"a new preset":  r.w.onKeepPreset,
		"the presets":   func() { c.Focus(r.w.panel.look.preset) },
	} {
		begin()
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if c.Focused() != nil || c.Overlays().Top() != nil {
			t.Fatalf("Esc in %s leaves a dialog %v, the keyboard in a field %v", what, c.Overlays().Top() != nil, c.Focused() != nil)
		}
	}
}

// The first photo takes a moment to open, and a photo that cannot be opened leaves none in view.
func TestZoomKeysWithoutAPhotoAreForTheNext(t *testing.T) {
	for _, c := range []struct {
		key   rune
		first string
		zoom  float64 // 0 = whatever shows the whole photo
	}{{'1', "/x/a.jpg", 1}, {'2', "/x/bad.jpg", 2}, {'f', "/x/bad.jpg", 0}} {
		r := newWindowRig(t, Setup{})
		r.drop(c.first, "/x/b.jpg")
		r.until("it opens", func() bool { return r.selected != nil })
		r.w.onRune('1')
		r.w.onRune(c.key)
		r.until("it is there, or cannot be opened", func() bool { return !r.opening.Busy() })
		r.bench.step(1)
		r.until("the photo is open", r.opened)
		v := r.w.view.View()
		if v.Fitted != (c.zoom == 0) || c.zoom > 0 && v.Zoom != c.zoom || v.CX != 300 || v.CY != 200 {
			t.Errorf("%c: the photo is seen at %+v", c.key, v)
		}
		r.quiet()
	}
}
