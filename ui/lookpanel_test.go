package ui

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

func TestStrengthsMoveTogetherUntilUnlinked(t *testing.T) {
	r := previewedWindow(t, false)
	p := r.w.panel.look
	p.luma.SetValue(70)
	if got := r.selected.look; got.Luma != 70 || got.Color != 70 {
		t.Errorf("linked: %+v", got)
	}
	test.Tap(p.linked)
	p.color.SetValue(20)
	if got := r.selected.look; got.Luma != 70 || got.Color != 20 || p.colorText.Text != "20 %" {
		t.Errorf("unlinked: %+v, says %s", got, p.colorText.Text)
	}
	test.Tap(p.linked)
	if got := r.selected.look; got.Luma != 70 || got.Color != 70 {
		t.Errorf("linked again: %+v", got)
	}
	p.grain.SetValue(40)
	test.Tap(p.depth.Buttons[1])
	if got := r.selected.look; got != (Look{Luma: 70, Color: 70, Grain: 40, Depth: engine.Middle}) {
		t.Errorf("grain and depth: %+v", got)
	}
	if test.Tap(p.reset); r.selected.look != defaultLook || p.luma.Value != 100 || !p.reset.Disabled() {
		t.Errorf("reset: %+v", r.selected.look)
	}
}

func TestDepthOfTheExport(t *testing.T) {
	r := previewedWindow(t, false)
	test.Tap(r.w.panel.look.depth.Buttons[1])
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", r.w.toast.Visible)
	if got := r.sets[len(r.sets)-1].Variant; got != engine.Middle {
		t.Errorf("exported with %q, want m", got)
	}
	if got := r.w.view.Badge(); got != "M export · CPU · 1:1" {
		t.Errorf("badge %q", got)
	}
}

// A graphics card has no middle depth; asking for it would move the engine to the CPU.
func TestDepthThatIsNotThereIsNotAskedFor(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.bench.tools.depths = func() []engine.Variant { return []engine.Variant{engine.Small, engine.Large} }
	r.w.bench.fresh.Depth = engine.Middle // from another day
	r.drop("/x/a.jpg")
	r.until("the photo is previewed", func() bool { return r.phase() == previewed })
	if b := r.w.panel.look.depth.Buttons; len(b) != 2 || !b[1].On() {
		t.Errorf("%d depths are offered, the last is marked: %v", len(b), b[len(b)-1].On())
	}
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", r.w.toast.Visible)
	if got := r.sets[len(r.sets)-1].Variant; got != engine.Large {
		t.Errorf("exported with %q", got)
	}
}

func TestEachPhotoKeepsItsLook(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	p := r.w.panel.look
	p.luma.SetValue(50)
	r.w.bench.step(1)
	r.until("the second is open", r.opened)
	if p.luma.Value != 100 || r.items[1].look != defaultLook {
		t.Errorf("the second photo shows %v %%", p.luma.Value)
	}
	p.grain.SetValue(30)
	test.Tap(p.copyTo)
	want := Look{Luma: 100, Color: 100, Grain: 30, Depth: engine.Large}
	if r.items[0].look != want || r.items[2].look != want || !r.w.toast.Visible() {
		t.Errorf("copied to %+v and %+v", r.items[0].look, r.items[2].look)
	}
	r.w.setFolder(t.TempDir())
	p.luma.SetValue(0)
	p.grain.SetValue(0)
	r.w.toast.Hide()
	r.w.onExportAll()
	r.until("all are exported", r.w.toast.Visible)
	slices.Sort(r.saved) // c's grain was kept: its change is even, so all of it is taken
	if want := []string{"a-restored.jpg 0.75", "b-restored.jpg 0.25", "c-restored.jpg 0.75"}; !slices.Equal(r.saved, want) {
		t.Errorf("saved %q, want %q", r.saved, want)
	}
}

func TestPresetsAreKeptByName(t *testing.T) {
	r := previewedWindow(t, false)
	p := r.w.panel.look
	p.luma.SetValue(60)
	soft := r.selected.look
	r.w.setPresets(kept(r.w.presets, preset{"soft", soft}))
	r.w.setPresets(kept(r.w.presets, preset{"Film", Look{Luma: 90, Color: 90, Grain: 50, Depth: engine.Large}}))
	if got := loadPresets(r.w.prefs); !slices.Equal(presetNames(got), []string{"Film", "soft"}) || got[1].Look != soft {
		t.Errorf("loaded %+v", got)
	}
	test.Tap(p.reset)
	p.preset.SetSelected("soft")
	if r.selected.look != soft || p.preset.Selected != "" {
		t.Errorf("the preset gives %+v", r.selected.look)
	}
	test.Tap(p.reset)
	settings := r.w.win.MainMenu().Items[4].Items
	second := settings[len(settings)-1].ChildMenu.Items[1]
	if second.Action(); r.selected.look != soft || second.Shortcut.(*desktop.CustomShortcut).KeyName != fyne.Key2 {
		t.Errorf("%q of the menu gives %+v by %v", second.Label, r.selected.look, second.Shortcut)
	}
	r.w.setPresets(kept(r.w.presets, preset{"SOFT", defaultLook}))
	if got := presetNames(r.w.presets); !slices.Equal(got, []string{"Film", "SOFT"}) {
		t.Errorf("a name was kept twice: %q", got)
	}
	r.w.prefs.SetStringList(keyPresets, []string{"nonsense", `{"name":" "}`, `{"name":"x","look":{"luma":999}}`})
	if got := loadPresets(r.w.prefs); len(got) != 1 || got[0].Look != defaultLook {
		t.Errorf("nonsense is taken for presets: %+v", got)
	}
	for _, choice := range []string{"Keep as a preset…", "Forget a preset…"} {
		p.preset.SetSelected(choice)
		top := r.w.win.Canvas().Overlays().Top()
		if top == nil {
			t.Fatalf("%q asks nothing", choice)
		}
		top.Hide()
	}
}

func TestWhatTheNetworkSawIsTold(t *testing.T) {
	r := newWindowRig(t, Setup{})
	v := r.w.panel.look.sense
	asked := 0
	r.w.bench.tools.saw = func(context.Context, *photo.Photo) (engine.Seen, error) {
		asked++
		if asked == 2 {
			return engine.Seen{}, engine.ErrNoSense
		}
		return engine.Seen{Noise: 0.91, Rain: 0.02, Haze: 0.04, Clean: 0.03}, nil
	}
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("it is told", v.root.Visible)
	if got := v.words.Text; got != "noise 91 % · rain 2 % · haze 4 %" {
		t.Errorf("it says %q", got)
	}
	r.w.view.OneToOne()
	r.w.bench.step(1)
	r.until("the second is asked about", func() bool { return r.opened() && r.w.bench.proof.sensed })
	if v.root.Visible() || asked != 2 {
		t.Errorf("asked %d times; what was seen in another photo is still told: %v", asked, v.root.Visible())
	}
}

// Some languages have long words; none may run into its neighbour.
func TestLongWordsFitIntoThePanel(t *testing.T) {
	test.NewTempApp(t)
	for _, labels := range [][]string{{"Auto", "Denoise", "Derain", "Dehaze"}, {"Automatisch", "Entrauschen", "Entregnen", "Dunst entfernen"}} {
		s := widgets.NewSegments(labels, panelWidth-2*panelPad, func(int) {})
		s.Root.Resize(fyne.NewSize(panelWidth-2*panelPad, s.Root.MinSize().Height))
		for _, b := range s.Buttons {
			if got, room := b.Label.MinSize().Width, b.Size().Width; got > room {
				t.Errorf("%q takes %v of %v", b.Label.Text, got, room)
			}
		}
	}
	var rows []widgets.Dial
	for _, name := range []string{"Farbe", "Filmkorn behalten"} {
		rows = append(rows, widgets.Dial{Name: name, Slider: widgets.NewSlider(0, 100, func() {}), Value: widgets.NewText("100 %", 12, style.Text, false)})
	}
	lines := widgets.DialRows(rows...)
	for i, r := range lines {
		r.Resize(fyne.NewSize(panelWidth-2*panelPad, 24))
		name := r.(*fyne.Container).Objects[0]
		if x := rows[i].Slider.Position().X; x < name.MinSize().Width || x != rows[0].Slider.Position().X {
			t.Errorf("%q ends at %v, its slider begins at %v", rows[i].Name, name.MinSize().Width, x)
		}
	}
}
