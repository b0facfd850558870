package ui

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"afterrain/engine"
	"afterrain/engine/photo"
)

func TestLookComesBackFromItsText(t *testing.T) {
	for _, l := range []Look{defaultLook, {Luma: 130, Color: 0, Grain: 100, Emphasis: Dehaze, Depth: engine.Small}} {
		if got := readLook(l.String()); got != l {
			t.Errorf("%+v comes back as %+v", l, got)
		}
	}
	for text, want := range map[string]Look{
		"":                            defaultLook,
		"[1]":                         defaultLook,
		`{"luma":40}`:                 {Luma: 40, Color: 100, Depth: engine.Large},
		`{"luma":131,"grain":-1}`:     defaultLook,
		`{"depth":"xl"}`:              defaultLook,
		`{"emphasis":"derain","x":1}`: {Luma: 100, Color: 100, Emphasis: Derain, Depth: engine.Large},
	} {
		if got := readLook(text); got != want {
			t.Errorf("%s is read as %+v", text, got)
		}
	}
}

// The screen shows what the export will be: Photo.MixInto in 8 bits.
func TestScreenMixesAsTheExportDoes(t *testing.T) {
	const w, h = 61, 47
	random := rand.New(rand.NewPCG(1, 1))
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h)}
	q := p.WithPix(make([]float32, 3*w*h))
	for i := range p.Pix {
		x, y := i%w, i/w%h
		q.Pix[i] = 0.5 + 0.4*float32(math.Sin(float64(x+y)/9))
		p.Pix[i] = min(max(0.7*q.Pix[i]+0.2+0.05*float32(random.NormFloat64()), 0), 1)
	}
	was, now := toRGBA(t.Context(), w, h, p.Pix), toRGBA(t.Context(), w, h, q.Pix)
	fine := finePicture(was, now, was.Rect, was.Rect, photo.BroadRadius)
	v := viewport{photo: image.Pt(w, h), pane: image.Pt(w, h), zoom: 1, cx: w / 2.0, cy: h / 2.0}
	for _, l := range []Look{
		defaultLook, {Luma: 40, Color: 40}, {Luma: 130, Color: 130}, {Luma: 0, Color: 100}, {Luma: 100, Color: 30, Grain: 60},
		{Luma: 100, Color: 100, Emphasis: Dehaze}, {Luma: 120, Color: 90, Grain: 20, Emphasis: Denoise},
	} {
		dst := image.NewRGBA(image.Rect(0, 0, w, h))
		m := l.mix(false)
		draw(dst, v, pyramid{was}, []layer{{0, now}}, blend{m.Weights(), &layer{0, fine}})
		mixed, err := p.MixInto(t.Context(), q.WithPix(slices.Clone(q.Pix)), m)
		if err != nil {
			t.Fatal(err)
		}
		want := toRGBA(t.Context(), w, h, mixed.Pix)
		worst := 0
		for i := range dst.Pix {
			d := int(dst.Pix[i]) - int(want.Pix[i])
			worst = max(worst, d, -d)
		}
		if worst > 3 { // three 8-bit roundings
			t.Errorf("%+v: the screen is %d levels off the export", l, worst)
		}
	}
}

func TestFinePartsOfAPieceFitIntoTheWhole(t *testing.T) {
	was, now := ramp(150, 140), plain(150, 140, red)
	whole := finePicture(was, now, was.Rect, was.Rect, 4)
	part := image.Rect(30, 20, 90, 70)
	piece := finePicture(was, copyOf(now, part.Inset(-9)), part.Inset(-1), part, 4)
	for y := 19; y < 71; y++ {
		for x := 29; x < 91; x++ {
			got, want := piece.RGBAAt(x, y), whole.RGBAAt(x, y)
			if !image.Pt(x, y).In(part) {
				want.R, want.G, want.B, want.A = 0, 0, 0, 0
			}
			if got != want {
				t.Fatalf("pixel %d,%d is %v, in the whole %v", x, y, got, want)
			}
		}
	}
}

// previewedWindow is a window with one photo, 0.25 before and 0.75 after.
func previewedWindow(t *testing.T, told bool) *windowRig {
	r := newWindowRig(t, Setup{})
	r.rig.told = told
	r.drop("/x/a.jpg")
	r.until("the photo is previewed", func() bool { return r.phase() == previewed })
	return r
}

func TestEmphasisIsApproximatedWithoutRunningTheNetwork(t *testing.T) {
	r := previewedWindow(t, false)
	p := r.w.panel.look
	runs := len(r.regions)
	for _, c := range []struct {
		button int
		want   uint8 // an even change is broad
		caveat bool
	}{{1, 64, true}, {2, 191, true}, {0, 191, false}} {
		test.Tap(p.emphasis.buttons[c.button])
		r.until("the parts are told apart", func() bool { return !r.w.bench.parts.busy() })
		if got := r.afterAt(); got < c.want-1 || got > c.want+1 {
			t.Errorf("%q shows %d, want %d", p.emphasis.buttons[c.button].text.Text, got, c.want)
		}
		if p.approximate.Visible() != c.caveat {
			t.Errorf("%q says that it is an approximation: %v", p.emphasis.buttons[c.button].text.Text, !c.caveat)
		}
	}
	if r.quiet(); len(r.regions) != runs || len(p.emphasis.buttons) != 3 {
		t.Errorf("%d runs of the network, %d buttons", len(r.regions)-runs, len(p.emphasis.buttons))
	}
}

func TestEmphasisIsToldToAModelThatObeysAndComesBackAtOnce(t *testing.T) {
	r := previewedWindow(t, true)
	p := r.w.panel.look
	rain := engine.Settings{Variant: engine.Small, Emphasis: engine.Emphasis{Rain: 1}}
	test.Tap(p.emphasis.buttons[2])
	if r.phase() == previewed {
		t.Error("what was made without the emphasis counts as made with it")
	}
	r.until("it is previewed anew", func() bool { return r.phase() == previewed })
	if got := r.sets[len(r.sets)-1]; got != rain || p.approximate.Visible() {
		t.Errorf("the network was asked for %+v, called an approximation: %v", got, p.approximate.Visible())
	}
	runs := len(r.regions)
	for _, i := range []int{0, 2} {
		test.Tap(p.emphasis.buttons[i])
		if r.quiet(); r.phase() != previewed || len(r.regions) != runs {
			t.Errorf("going back to %q: phase %v, %d more runs", p.emphasis.buttons[i].text.Text, r.phase(), len(r.regions)-runs)
		}
	}
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", r.w.toast.root.Visible)
	rain.Variant = engine.Large
	if got := r.sets[len(r.sets)-1]; got != rain {
		t.Errorf("the export asked for %+v", got)
	}
	if r.phase() != exported {
		t.Errorf("phase %v after the export", r.phase())
	}
	if test.Tap(p.emphasis.buttons[0]); r.phase() == exported {
		t.Error("the pixels of the export count for another emphasis")
	}
}

func TestAnotherEmphasisCancelsTilesThatAreStale(t *testing.T) {
	r := previewedWindow(t, true)
	r.setHold(make(chan struct{})) // tiles come, and no part is ever finished
	buttons := r.w.panel.look.emphasis.buttons
	for _, i := range []int{1, 2, 3} {
		runs := len(r.asked())
		test.Tap(buttons[i])
		r.until("it is previewed anew", func() bool { return len(r.asked()) == runs+1 && r.phase() == previewing })
		r.until("what was made for another emphasis is cancelled", func() bool { return int(r.stopped.Load()) == i-1 })
	}
	for _, e := range []engine.Emphasis{{Noise: 1}, {Rain: 1}} {
		work := r.w.bench.proof.works[engine.Settings{Variant: engine.Small, Emphasis: e}]
		if work[0] == nil || len(work[0].done) != 0 {
			t.Errorf("what was cancelled for %+v counts as finished", e)
		}
	}
	r.setHold(nil)
	test.Tap(buttons[1])
	r.until("coming back finishes it", func() bool { return r.phase() == previewed })
	if sets := r.asked(); sets[len(sets)-1].Emphasis != (engine.Emphasis{Noise: 1}) {
		t.Errorf("the network was asked for %+v", sets)
	}
}

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
	test.Tap(p.depth.buttons[1])
	if got := r.selected.look; got != (Look{Luma: 70, Color: 70, Grain: 40, Depth: engine.Middle}) {
		t.Errorf("grain and depth: %+v", got)
	}
	if test.Tap(p.reset); r.selected.look != defaultLook || p.luma.Value != 100 || !p.reset.disabled {
		t.Errorf("reset: %+v", r.selected.look)
	}
}

func TestDepthOfTheExport(t *testing.T) {
	r := previewedWindow(t, false)
	test.Tap(r.w.panel.look.depth.buttons[1])
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", r.w.toast.root.Visible)
	if got := r.sets[len(r.sets)-1].Variant; got != engine.Middle {
		t.Errorf("exported with %q, want m", got)
	}
	if got := r.w.view.badge.text.Text; got != "M export · CPU · 100 %" {
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
	if b := r.w.panel.look.depth.buttons; len(b) != 2 || !b[1].on {
		t.Errorf("%d depths are offered, the last is marked: %v", len(b), b[len(b)-1].on)
	}
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", r.w.toast.root.Visible)
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
	if r.items[0].look != want || r.items[2].look != want || !r.w.toast.root.Visible() {
		t.Errorf("copied to %+v and %+v", r.items[0].look, r.items[2].look)
	}
	r.w.setFolder(t.TempDir())
	p.luma.SetValue(0)
	p.grain.SetValue(0)
	r.w.toast.root.Hide()
	r.w.onExportAll()
	r.until("all are exported", r.w.toast.root.Visible)
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
	if got := loadPresets(r.w.app.Preferences()); !slices.Equal(presetNames(got), []string{"Film", "soft"}) || got[1].Look != soft {
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
	r.w.app.Preferences().SetStringList(keyPresets, []string{"nonsense", `{"name":" "}`, `{"name":"x","look":{"luma":999}}`})
	if got := loadPresets(r.w.app.Preferences()); len(got) != 1 || got[0].Look != defaultLook {
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
		s := newSegments(labels, func(int) {})
		s.root.Resize(fyne.NewSize(panelWidth-2*panelPad, segmentHeight))
		for _, b := range s.buttons {
			if got, room := b.text.MinSize().Width, b.Size().Width; got > room {
				t.Errorf("%q takes %v of %v", b.text.Text, got, room)
			}
		}
	}
	var rows []dial
	for _, name := range []string{"Farbe", "Filmkorn behalten"} {
		rows = append(rows, dial{name, newSlider(0, 100, func() {}), text("100 %", 12, colorText, false)})
	}
	lines := dialRows(rows...)
	for i, r := range lines {
		r.Resize(fyne.NewSize(panelWidth-2*panelPad, 24))
		name := r.(*fyne.Container).Objects[0]
		if x := rows[i].slider.Position().X; x < name.MinSize().Width || x != rows[0].slider.Position().X {
			t.Errorf("%q ends at %v, its slider begins at %v", rows[i].name, name.MinSize().Width, x)
		}
	}
}

// Parts are told apart of what is in view now, and of all pixels that are there.
func TestPartsFollowTheViewAndThePixels(t *testing.T) {
	r := newRig(t)
	r.bench.fresh = Look{Luma: 100, Color: 100, Grain: 50, Depth: engine.Large}
	r.add(files("a.jpg"))
	r.until("open", r.opened)
	f := r.bench.proof
	fresh := func() bool {
		part := f.fine[inView]
		return r.phase() == previewed && !r.parts.busy() && part.version == f.version && part.sight == r.preview.want[inView]
	}
	for _, v := range []viewport{fullView(), closeView(), closeView().panned(image.Pt(-60, -20)), fullView()} {
		r.look(v)
		r.quiet()
		r.until("the parts are told apart", fresh)
		if got := f.fine[inView].img.Rect; !r.preview.want[inView].rect.In(got) {
			t.Errorf("the parts of %v are told apart, in view is %v", got, r.preview.want[inView].rect)
		}
	}
	if r.items[0].look.Grain = 0; r.bench.blendFor(inView, 1).weights.Splits() {
		t.Error("without grain parts are told apart")
	}
}
