package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// cellOf is the cell that shows an item.
func (r *windowRig) cellOf(it *item) *cell {
	for _, c := range r.w.strip.cells {
		if c.item == it && c.Visible() {
			return c
		}
	}
	r.t.Fatalf("no cell shows %s", it.name())
	return nil
}

func (r *windowRig) click(it *item, mod fyne.KeyModifier) {
	c := r.cellOf(it)
	c.MouseDown(&desktop.MouseEvent{Modifier: mod})
	test.Tap(c)
}

func TestStripIsPickedWithTheMouse(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg", "/x/d.jpg")
	r.until("open", r.opened)
	r.click(r.items[1], 0)
	r.until("it is in view", func() bool { return r.opened() && r.selected == r.items[1] })
	r.click(r.items[3], fyne.KeyModifierShift)
	r.click(r.items[2], fyne.KeyModifierShortcutDefault)
	if got := r.names(r.chosen()); !slices.Equal(got, []string{"b.jpg", "d.jpg"}) {
		t.Errorf("chosen are %v", got)
	}
	if got := r.w.panel.export.text.Text; got != "Export 2" {
		t.Errorf("the button says %q", got)
	}
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if got := r.names(r.items); !slices.Equal(got, []string{"a.jpg", "c.jpg"}) {
		t.Errorf("Delete leaves %v", got)
	}
	r.quiet()
}

func TestCellsAreDraggedAlongTheStrip(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	c := r.cellOf(r.items[0])
	c.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(2*cellWidth+20, 30)}})
	if !r.w.strip.marker.Visible() {
		t.Error("nothing shows where the photo goes")
	}
	c.DragEnd()
	if got := r.names(r.items); !slices.Equal(got, []string{"b.jpg", "a.jpg", "c.jpg"}) || r.w.strip.marker.Visible() {
		t.Errorf("after the drag %v", got)
	}
	r.w.moveChosen(1)
	r.w.moveChosen(1)
	if got := r.names(r.items); !slices.Equal(got, []string{"b.jpg", "c.jpg", "a.jpg"}) {
		t.Errorf("after two steps later %v", got)
	}
	if r.w.moveChosen(-1); r.items[1].name() != "a.jpg" {
		t.Errorf("after a step earlier %v", r.names(r.items))
	}
	r.quiet()
}

func TestFailedCellOffersToTryAgain(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.gone = true
	r.drop("/x/a.jpg")
	r.until("it failed", func() bool { return len(r.items) == 1 && r.items[0].unread })
	c := r.cellOf(r.items[0])
	if c.retry.Hidden {
		t.Fatal("a failed photo offers nothing")
	}
	r.gone = false
	test.Tap(c.retry)
	r.until("it is open", r.opened)
	if !c.retry.Hidden {
		t.Error("a photo that is well offers to try again")
	}
}

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
	if !r.exports.paused || r.w.status.pause.text.Text != "Resume" || !strings.HasPrefix(r.w.status.words.Text, "Paused") {
		t.Errorf("paused %v, the button says %q, the bar %q", r.exports.paused, r.w.status.pause.text.Text, r.w.status.words.Text)
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

func TestLightWindowIsBuiltAnewAroundThePhoto(t *testing.T) {
	defer setLit(false)
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.w.onRune('1')
	r.w.onRune('l')
	view := r.w.view.view
	r.w.setAppearance(light)
	if r.w.view.view != view || r.w.empty.Visible() {
		t.Errorf("the view is %+v, was %+v", r.w.view.view, view)
	}
	if !r.w.view.loupe.on || !r.w.tools.loupe.on || r.w.view.loupe.told.empty() {
		t.Error("the loupe is put away")
	}
	if c := colorPanel; c.R < 0xd0 {
		t.Errorf("the light panel is %v", c)
	}
	if r.w.setAppearance(dark); colorPanel.R > 0x30 {
		t.Errorf("the dark panel is %v", colorPanel)
	}
	r.quiet()
}

// Fyne reads the size of text when it takes a theme in, and lets the window grow
// with it; here a listener stands in for that.
func TestTextGrowsAtOnceAndTheWindowStaysAsItIs(t *testing.T) {
	t.Setenv(scaleKey, "")
	r := newWindowRig(t, Setup{})
	c := r.w.win.Canvas()
	r.w.app.Settings().AddListener(func(fyne.Settings) {
		scale, _ := strconv.ParseFloat(os.Getenv(scaleKey), 32)
		c.(interface{ SetScale(float32) }).SetScale(float32(scale))
	})
	r.drop("/x/a.jpg")
	r.until("previewed", func() bool { return r.phase() == previewed })
	for _, k := range []struct {
		percent int
		want    float32
	}{{150, 1.5}, {90, 0.9}, {100, 1}} {
		r.w.setScale(k.percent)
		if got := c.Scale(); got != k.want {
			t.Errorf("at %d %% a unit has %v pixels, want %v", k.percent, got, k.want)
		}
		if wide, high := c.Size().Width*c.Scale(), c.Size().Height*c.Scale(); round(wide) != 1360 || round(high) != 860 {
			t.Errorf("at %d %% the window has %v x %v pixels", k.percent, wide, high)
		}
		if pane, size := r.w.view.view.pane, r.w.view.Size(); pane.X != round(size.Width*k.want) {
			t.Errorf("at %d %% a photo of %v units is drawn with %v pixels", k.percent, size, pane)
		}
		if marks := r.w.sizeMenu().Items; marks[slices.Index(scales, k.percent)].Checked == false || loadSettings(r.w.app.Preferences()).Scale != k.percent {
			t.Errorf("%d %% is not remembered", k.percent)
		}
	}
	r.quiet()
}

// daylight is a desktop that is light.
type daylight struct{ fyne.App }
type daylightSettings struct{ fyne.Settings }

func (d daylight) Settings() fyne.Settings               { return daylightSettings{d.App.Settings()} }
func (daylightSettings) ThemeVariant() fyne.ThemeVariant { return theme.VariantLight }

func TestWindowFollowsTheDesktop(t *testing.T) {
	defer setLit(false)
	r := newWindowRig(t, Setup{})
	r.w.app = daylight{r.w.app}
	for _, c := range []struct {
		a    appearance
		want bool
	}{{dark, false}, {asDesktop, true}} {
		r.w.set.Appearance = c.a
		if r.w.followDesktop(r.w.app.Settings()); lit != c.want {
			t.Errorf("appearance %v on a light desktop: light %v", c.a, lit)
		}
	}
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
	r.until("it says that it is gone", func() bool { return strings.Contains(r.w.toast.words.Text, "not there any more") })
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
	if r.w.onUndo(); !strings.Contains(r.w.toast.words.Text, "Nothing to undo") {
		t.Errorf("undoing nothing says %q", r.w.toast.words.Text)
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

func TestReportListsWhatFailedAndTriesAgain(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/full.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("it ended", func() bool { return r.w.lastExport != nil })
	if got := r.w.toast.action.text.Text; got != "Report" {
		t.Errorf("the toast offers %q", got)
	}
	r.w.onReport()
	r.w.win.Canvas().Overlays().Top().Hide()
	r.items[1].path = "/x/empty.jpg"
	r.w.lastExport = nil
	r.w.retryAll(r.items)
	r.until("it is tried again", func() bool { return r.w.lastExport != nil })
}

func TestSettingsOfAnExportAreKeptWithTheWindow(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.set.Naming, r.w.set.Bits = "{date}", 16
	r.w.win.Resize(fyne.NewSize(1100, 700))
	r.w.quit()
	s := loadSettings(r.w.app.Preferences())
	if s.Naming != "{date}" || s.Bits != 16 || s.Width != 1100 {
		t.Errorf("remembered are %+v", s)
	}
	r.w.app.Preferences().SetString(keyNaming, "{nonsense}")
	if got := loadSettings(r.w.app.Preferences()).Naming; got != defaultNaming {
		t.Errorf("a template that makes no sense comes back as %q", got)
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
	kept := func() Settings { return loadSettings(r.w.app.Preferences()) }
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

// A strip of hundreds of photos is gone along by the screenful, and by the wheel a
// cell a notch.
func TestFarAlongTheStrip(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	var more []found
	for i := range 60 {
		more = append(more, found{path: fmt.Sprintf("/x/%02d.jpg", i)})
	}
	r.add(more)
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyHome, 0}, {fyne.KeyPageDown, r.w.strip.fit()}, {fyne.KeyEnd, 61}, {fyne.KeyRight, 61}, {fyne.KeyPageUp, 61 - r.w.strip.fit()}, {fyne.KeyHome, 0}} {
		if r.w.onKey(&fyne.KeyEvent{Name: c.key}); r.index() != c.want {
			t.Errorf("%s goes to photo %d, want %d", c.key, r.index(), c.want)
		}
	}
	r.w.strip.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -25}})
	if got := r.w.strip.sight[0]; got != 0 && got != 1 || r.w.strip.scroll.Offset.X < 0.8*cellWidth {
		t.Errorf("a notch of the wheel goes on to photo %d, by %.0f", got, r.w.strip.scroll.Offset.X)
	}
	r.quiet()
}

func TestPhotoUnderAPointerThatRestsIsToldWhileTheStripScrolls(t *testing.T) {
	r := newWindowRig(t, Setup{})
	var all []found
	for i := range 60 {
		all = append(all, found{path: fmt.Sprintf("/x/%02d.jpg", i)})
	}
	r.add(all)
	r.until("open", r.opened)
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 20)}}
	r.cellOf(r.items[2]).MouseIn(at)
	r.w.strip.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -500}})
	want := r.items[int((r.w.strip.scroll.Offset.X+2*cellWidth+24)/cellWidth)]
	if r.w.hovered != want || want == r.items[2] || !strings.HasPrefix(r.w.status.words.Text, want.path) {
		t.Errorf("the pointer rests over %s, told is %q", want.path, r.w.status.words.Text)
	}
	for _, c := range r.w.strip.cells {
		if c.hovered != (c.item == want) {
			t.Errorf("%s is marked: %v", c.item.path, c.hovered)
		}
	}
	r.cellOf(want).MouseOut()
	if r.w.hovered != nil {
		t.Errorf("with the pointer elsewhere %s is told", r.w.hovered.path)
	}
	r.quiet()
}

func TestToastFollowsTheWidthOfTheWindow(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.win.Resize(fyne.NewSize(640, 480))
	r.w.toast.Show(strings.Repeat("bride and groom ", 12), "Report", nil)
	for _, wide := range []float32{640, 1360} {
		r.w.win.Resize(fyne.NewSize(wide, 700))
		words, button := r.w.toast.words, r.w.toast.action
		end := r.w.app.Driver().AbsolutePositionForObject(button).X + button.Size().Width
		if room := wide - panelWidth; end > room || (wide > 1000) != (words.Size().Width > toastWidth-1) {
			t.Errorf("%v units wide, words of %v units and a button that ends at %v of %v", wide, words.Size().Width, end, room)
		}
	}
}

// What the window is looking for is said no longer than it takes.
func TestToastIsWithdrawn(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.toast.Show("Looking for photos…", "", nil)
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	if r.w.toast.root.Visible() {
		t.Error("the photo is there, and the window says that it looks for photos")
	}
	r.quiet()
}
