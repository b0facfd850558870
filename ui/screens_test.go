package ui

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/widgets"
)

// speak has the window speak a language until the test ends.
func speak(t *testing.T, l string) {
	t.Helper()
	use := func(words map[string]string) {
		data, _ := json.Marshal(words)
		if err := lang.AddTranslationsForLocale(data, "en"); err != nil {
			t.Fatal(err)
		}
	}
	if l == "en" {
		return
	}
	words, english := readTranslation(t, l), map[string]string{}
	for k := range words {
		english[k] = k
	}
	t.Cleanup(func() { use(english) })
	use(words)
}

// fits is a check that the window can be as small as room.
func (r *windowRig) fits(t *testing.T, room fyne.Size) (check func(when string)) {
	return func(when string) {
		t.Helper()
		if got := r.w.win.Content().MinSize(); got.Width > room.Width || got.Height > room.Height {
			t.Errorf("%s the window takes at least %v of %v", when, got, room)
		}
	}
}

// inEveryLanguage runs a test in English and all translations.
func inEveryLanguage(t *testing.T, test func(t *testing.T)) {
	for _, l := range append([]string{"en"}, languages...) {
		t.Run(l, func(t *testing.T) {
			speak(t, l)
			test(t)
		})
	}
}

func TestWindowFitsOnASmallScreen(t *testing.T) {
	screen := fyne.NewSize(1024, 768-64) // less a title bar and the menu
	inEveryLanguage(t, func(t *testing.T) {
		r := newWindowRig(t, Setup{})
		r.rig.told = true
		check := r.fits(t, screen)
		check("at the first start")
		r.drop("/x/a.jpg", "/x/bad.jpg")
		r.until("previewed", func() bool { return r.phase() == previewed && r.items[1].unread })
		check("with a photo")
		r.w.win.Resize(screen)
		r.w.bench.step(1)
		check("with what is wrong with a photo")
		for name, show := range map[string]func(){
			"export settings": r.w.onExportSettings, "keys": r.w.onHelp, "how it works": r.w.onWelcome, "about": r.w.onAbout,
			"preset": r.w.onKeepPreset, "details": r.w.onDetails,
		} {
			show()
			top := r.w.win.Canvas().Overlays().Top()
			if top == nil {
				t.Fatalf("%s: nothing is shown", name)
			}
			if got := top.MinSize(); got.Width > screen.Width || got.Height > screen.Height {
				t.Errorf("%s takes %v of %v", name, got, screen)
			}
			top.Hide()
		}
		r.quiet()
	})
}

// On the smallest screen all of the look is in sight, and of a longer list the end
// can be reached.
func TestPanelShowsAllOfItselfOnASmallScreen(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		r := previewedWindow(t, true)
		p := r.w.panel
		r.w.win.Resize(fyne.NewSize(1024, 768-64))
		p.ShowPhoto("a.jpg", "6000 × 4000", "Canon EOS R5 · RF 50mm", "1/250 s · f/2.8 · ISO 6400")
		p.look.sense.Show(&engine.Seen{Noise: 0.9})
		if got, room := p.scroll.Content.MinSize().Height, p.scroll.Size().Height; got > room {
			t.Errorf("the look takes %v of %v", got, room)
		}
		r.w.win.Resize(fyne.NewSize(1024, 500))
		p.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -1000)})
		if end := p.scroll.Content.MinSize().Height - p.scroll.Size().Height; end <= 0 || p.scroll.Offset.Y != end {
			t.Errorf("in a low window the wheel goes to %v of %v", p.scroll.Offset.Y, end)
		}
		r.quiet()
	})
}

// A laptop's screen, less its bars, at every size of text.
func TestLargestTextFitsOnALaptop(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		r := newWindowRig(t, Setup{})
		r.rig.told = true
		most := float32(scales[len(scales)-1]) / 100
		room := fyne.NewSize(1366/most, (768-30)/most-36) // less the title bar and the menu
		check := r.fits(t, room)
		check("at the first start")
		r.drop("/x/a.jpg", "/x/bad.jpg")
		r.until("previewed", func() bool { return r.phase() == previewed && r.items[1].unread })
		check("with a photo")
		r.w.onHalted(r.items[1])
		r.w.bench.step(1)
		check("with what is wrong with a photo")
		r.quiet()
	})
}

// The view is 500 units wide there, of a frame of 528, and nobody scrolls to the side in an invitation.
func TestInvitationIsReadWithTheLargestText(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		test.NewTempApp(t)
		var look func(o fyne.CanvasObject)
		look = func(o fyne.CanvasObject) {
			switch o := o.(type) {
			case *canvas.Text:
				if w := o.MinSize().Width; w > 420 {
					t.Errorf("%v units: %q", w, o.Text)
				}
			case *container.Scroll:
				look(o.Content)
			case *fyne.Container:
				for _, part := range o.Objects {
					look(part)
				}
			}
		}
		look(newEmpty(nil, nil, true))
	})
}

func rightOf(o fyne.CanvasObject) float32 {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X + o.Size().Width
}

// How far an export is and what is left of it are what the status bar is looked at for.
func TestStatusBarTellsAllOfAnExportAtTheLargestText(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		r := newWindowRig(t, Setup{})
		most := float32(scales[len(scales)-1]) / 100
		s, room := r.w.status, float32(1366)/most
		r.w.win.Resize(fyne.NewSize(room, 400))
		s.ShowDevice(deviceWords(engine.Device{Name: "cpu"}))
		it := &item{found: found{path: "/x/20260501_Kirche_0123.jpg"}, depth: engine.Large, state: running, progress: 0.42}
		words := exportWords(it, 299, outlook{left: 14 * time.Minute}, false)
		s.Show(words, 0.1, jobRuns)
		if got, want := s.words.Size().Width, widgets.NaturalWidth(s.words); got < want {
			t.Errorf("%v of %v units show of %q", got, want, words)
		}
		if right := rightOf(s.cancel); right > room {
			t.Errorf("the buttons end at %v of %v", right, room)
		}
		if d := s.device; !d.Hidden && d.Size().Width < leastDevice {
			t.Errorf("%v units of the device are left", d.Size().Width)
		}
		s.Show(words, 0.1, noJob)
		if s.device.Hidden || s.device.Size().Width < widgets.NaturalWidth(s.device) {
			t.Error("the device does not come back")
		}
		r.quiet()
	})
}

// Its form changes while it is shown, and its buttons stay in sight.
func TestExportSettingsFitOnALaptopAtTheLargestText(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		r := newWindowRig(t, Setup{})
		most := float32(scales[len(scales)-1]) / 100
		r.w.win.Resize(fyne.NewSize(1366/most, (768-30)/most-36))
		room := r.w.win.Canvas().Size()
		r.w.onExportSettings()
		top := r.w.win.Canvas().Overlays().Top()
		low := top.MinSize().Height
		for _, o := range test.LaidOutObjects(top) {
			if s, ok := o.(*container.Scroll); ok && s.Direction == container.ScrollVerticalOnly && rightOf(r.w.form.qualityText) > rightOf(s)-theme.Size(theme.SizeNameScrollBar) {
				t.Error("the bar covers the quality")
			}
		}
		r.w.form.format.SetSelected("PNG")
		r.w.form.naming.SetText("{nmae}")
		if got := top.MinSize(); got.Width > room.Width || got.Height > room.Height {
			t.Errorf("they take %v of %v", got, room)
		}
		r.w.win.Resize(fyne.NewSize(1360, 860))
		if got := top.MinSize().Height; got <= low {
			t.Errorf("with room for all of them they take %v", got)
		}
		r.quiet()
	})
}

// Large text leaves few units to a window.
func TestWordsOfTheToolbarGiveWayToIcons(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		r := newWindowRig(t, Setup{})
		for _, wide := range []float32{1360, 1024, 700, 600} {
			r.w.win.Resize(fyne.NewSize(wide, 520))
			end := float32(0)
			for _, b := range append(r.w.tools.modes[:], r.w.tools.hold, r.w.tools.loupe, r.w.tools.brush, r.w.tools.fit, r.w.tools.two) {
				at := r.w.app.Driver().AbsolutePositionForObject(b).X
				if at < end || b.Size().Width < b.MinSize().Width {
					t.Errorf("%v units wide, %q begins at %v, the one before ends at %v", wide, b.Label.Text, at, end)
				}
				end = at + b.Size().Width
			}
			if end > wide {
				t.Errorf("%v units wide, the toolbar ends at %v", wide, end)
			}
			if words := r.w.tools.loupe.Label.Visible(); words != (wide >= 1024) {
				t.Errorf("%v units wide, the words are there: %v", wide, words)
			}
		}
		r.w.onHelp()
		if got := r.w.win.Canvas().Overlays().Top().MinSize().Height; got > 520 {
			t.Errorf("the list of keys takes %v of 520", got)
		}
	})
}

// A card may be taken out while its photos are on the strip.
func TestPhotoDeletedWhileOpenIsExportedAndTheNextSaysThatItIsGone(t *testing.T) {
	r := newWindowRig(t, Setup{})
	tools, disk := &r.w.bench.tools, newTools(Setup{})
	tools.open, tools.whole, tools.canSave, tools.save, tools.exists = disk.open, disk.open, disk.canSave, disk.save, disk.exists
	dir, out := t.TempDir(), t.TempDir()
	paths := []string{filepath.Join(dir, "婚礼 🌧️👰🏽.png"), filepath.Join(dir, "☔.png")}
	for _, p := range paths {
		if err := testPhoto(64, 48, 0.25).Save(p, photo.SaveOptions{Format: photo.PNG}); err != nil {
			t.Fatal(err)
		}
	}
	r.drop(paths...)
	r.until("previewed", func() bool { return r.phase() == previewed && r.items[1].thumb != nil })
	r.w.win.Canvas().Capture() // draws both names
	for _, p := range paths {
		os.Remove(p)
	}
	r.w.setFolder(out)
	r.w.onExport()
	r.until("it ended", func() bool { return r.w.lastExport != nil })
	if p, err := photo.Open(filepath.Join(out, "婚礼 🌧️👰🏽-restored.png")); err != nil || p.Width != 64 {
		t.Errorf("the photo that was open is not exported: %v; %q", err, r.w.toast.Words())
	}
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.until("the other is tried", func() bool { return r.items[1].unread })
	if got := r.w.message.title.Text; got != explain(fs.ErrNotExist).what || !r.w.message.root.Visible() || r.w.message.buttons.Hidden {
		t.Errorf("of the other the window says %q", got)
	}
	r.quiet()
}

// With a model that obeys, each emphasis has a button of its own, and no language
// is too long for the panel.
func TestEmphasisOfAModelThatObeysInEveryLanguage(t *testing.T) {
	inEveryLanguage(t, func(t *testing.T) {
		r := previewedWindow(t, true)
		p := r.w.panel
		want := []string{lang.L("Auto"), lang.L("Denoise"), lang.L("Derain"), lang.L("Dehaze")}
		for i, b := range p.look.emphasis.Buttons {
			if got, room := b.Label.MinSize().Width, b.Size().Width; b.Label.Text != want[i] || got > room {
				t.Errorf("button %d says %q and takes %v of %v", i, b.Label.Text, got, room)
			}
		}
		if len(p.look.emphasis.Buttons) != len(want) || p.look.approximate.Visible() {
			t.Errorf("%d buttons, called an approximation: %v", len(p.look.emphasis.Buttons), p.look.approximate.Visible())
		}
		p.ShowExport(500, 500, 500)
		if got := p.root.MinSize().Width; got > panelWidth {
			t.Errorf("with 500 photos the panel is %v wide, not %v", got, panelWidth)
		}
		r.quiet()
	})
}
