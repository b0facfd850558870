package ui

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/compare"
	"afterrain/ui/saved"
	"afterrain/ui/style"
)

// windowRig is a window over the test network of a rig.
type windowRig struct {
	*rig
	w *Window
}

func newWindowRig(t testing.TB, s Setup) *windowRig {
	r := newRig(t)
	tools := r.bench.tools
	if s.Err != nil {
		tools = newTools(s)
		tools.open, tools.whole, tools.log = r.open, r.whole, t.Logf
	}
	w := newWindow(test.NewTempApp(t), s, saved.ReadPreferences(s.Settings, s.Before), tools, func(f func()) { r.main <- f })
	r.bench = w.bench
	w.bench.preview.settle = 0
	w.win.Resize(fyne.NewSize(1360, 860))
	return &windowRig{r, w}
}

// drop is a drop by the user.
func (r *windowRig) drop(paths ...string) {
	var uris []fyne.URI
	for _, p := range paths {
		uris = append(uris, storage.NewFileURI(p))
	}
	r.w.onDropped(fyne.NewPos(300, 300), uris)
}

// exported drops photos and exports them all into a folder of the test's.
func (r *windowRig) exported(paths ...string) {
	r.drop(paths...)
	r.until("open", r.opened)
	r.w.setFolder(r.t.TempDir())
	r.w.onExportAll()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
}

func TestDropInTheWindowShowsPhotoPreviewAndStrip(t *testing.T) {
	r := newWindowRig(t, Setup{})
	if !r.w.empty.Visible() || r.w.shelf.Visible() {
		t.Error("a window without photos does not invite a drop")
	}
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("the photo is previewed", func() bool { return r.phase() == previewed })
	if r.w.empty.Visible() || !r.w.shelf.Visible() || r.w.message.root.Visible() {
		t.Error("something covers the photo")
	}
	if got := r.w.win.Title(); got != "a.jpg – Afterrain" {
		t.Errorf("title %q", got)
	}
	if got := r.w.view.Badge(); !strings.HasPrefix(got, "S preview · CPU · 1:1") {
		t.Errorf("badge %q", got)
	}
}

// afterAt draws the restored side and returns the red of its middle.
func (r *windowRig) afterAt() uint8 {
	v := r.w.view.View()
	dst := image.NewRGBA(image.Rectangle{Max: v.Pane})
	r.w.view.After(dst, v)
	return dst.RGBAAt(v.Pane.X/2, v.Pane.Y/2).R
}

func TestStrengthAnswersWithoutRunningTheNetwork(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("the photo is previewed", func() bool { return r.phase() == previewed })
	runs := len(r.regions)
	for _, c := range []struct {
		percent float64
		want    uint8
	}{{0, 64}, {50, 127}, {130, 229}, {100, 191}} {
		r.w.panel.look.luma.SetValue(c.percent)
		if got := r.afterAt(); got < c.want-1 || got > c.want+1 {
			t.Errorf("strength %v: %d, want %d", c.percent, got, c.want)
		}
	}
	if r.quiet(); len(r.regions) != runs {
		t.Errorf("the slider ran the network %d times", len(r.regions)-runs)
	}
	if r.w.onRune('['); r.selected.look.Luma != 95 || r.selected.look.Color != 95 {
		t.Errorf("the key [ sets %+v, want 95", r.selected.look)
	}
}

func TestUnreadableFileShowsWordsInPlaceOfThePhoto(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/bad.jpg")
	r.until("it failed", func() bool { return r.selected != nil && r.selected.unread })
	if got := r.w.message.title.Text; got != explain(photo.ErrFormat).what || !r.w.message.root.Visible() || r.w.message.buttons.Hidden {
		t.Errorf("the window says %q", got)
	}
	if !r.w.panel.export.Disabled() {
		t.Error("a file that is no photo can be exported")
	}
}

func TestWindowWithoutNetworkShowsPhotosAndSaysWhy(t *testing.T) {
	for _, err := range []error{engine.ErrModel, engine.ErrRuntime} {
		r := newWindowRig(t, Setup{Err: fmt.Errorf("%w: gone", err)})
		r.drop("/x/a.jpg")
		r.until("the photo is open and its preview refused", func() bool { return r.phase() == broken })
		if got := r.w.notice.words.Text; !strings.Contains(got, explain(err).what) || !r.w.notice.root.Visible() {
			t.Errorf("%v: the notice says %q", err, got)
		}
		if !r.w.panel.export.Disabled() || r.w.view.Badge() != "No preview" {
			t.Errorf("%v: export can be pressed, or the badge lies: %q", err, r.w.view.Badge())
		}
	}
}

func TestExportFromTheButtonSaysWhatItDid(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/bad.jpg")
	r.until("all are tried", func() bool {
		return len(r.items) == 3 && r.items[1].thumb != nil && r.items[2].unread && r.opened()
	})
	r.w.setFolder(t.TempDir())
	test.Tap(r.w.panel.exportAll)
	r.until("the queue is empty", func() bool { return r.w.toast.Visible() })
	if got := r.w.toast.Words(); got != "2 photos exported." || len(r.saved) != 2 {
		t.Errorf("toast %q, saved %q", got, r.saved)
	}
	if got := r.w.view.Badge(); got != "L export · CPU · 1:1" {
		t.Errorf("badge %q", got)
	}
}

func TestSettingsComeBack(t *testing.T) {
	p := saved.ReadPreferences("", "")
	want := Settings{Width: 1200, Height: 700, Look: Look{Luma: 65, Color: 130, Grain: 20, Emphasis: Derain, Depth: engine.Middle}, Mode: compare.SideBySide, Folder: "/out", Format: photo.TIFF, Quality: 88,
		Bits: 16, Naming: "{date} {name}", Last: "/in", Appearance: style.Light, Scale: 130, Welcomed: true, Pace: pace{2.5, 0, 1.25}}
	want.save(p)
	if got := loadSettings(p); got != want {
		t.Errorf("saved %+v, loaded %+v", want, got)
	}
	p.SetString(keyLook, `{"luma":900,"color":20,"emphasis":"snow","depth":"9,9,9,9"}`)
	p.SetInt(keyMode, 17)
	p.SetString(keyFormat, "webp")
	p.SetFloat(keyWidth, -4)
	got := loadSettings(p)
	if got.Look != (Look{Luma: 100, Color: 20, Depth: engine.Large}) || got.Mode != compare.Split || got.Format != "" || got.Width != 1360 {
		t.Errorf("nonsense is taken for settings: %+v", got)
	}
}

func TestLongNamesDoNotWidenTheWindow(t *testing.T) {
	r := newWindowRig(t, Setup{})
	least := func() float32 { return r.w.win.Content().MinSize().Width }
	want := least()
	name := strings.Repeat("bride and groom in front of the church ", 8)
	check := func(when string) {
		t.Helper()
		if got := least(); got > want {
			t.Errorf("%s the window cannot be narrower than %v, before that %v", when, got, want)
		}
	}
	r.drop("/x/"+name+"a.jpg", "/x/"+name+"bad.jpg")
	r.until("they are on the strip", func() bool { return len(r.items) == 2 })
	check("opening a photo")
	r.until("it is previewed", func() bool { return r.phase() == previewed && r.items[1].unread })
	check("showing a photo")
	r.w.strip.OnHover(r.items[1])
	check("with the pointer on the strip")
	r.w.bench.step(1)
	r.until("the second is tried", func() bool { return !r.opening.Busy() })
	check("showing what is wrong with a photo")
	r.w.onExported(summary{failed: 1, bad: r.items[1:2]})
	check("after a failed export")
}

// Photos of a series are compared at one place.
func TestZoomStaysUntilTheStripIsEmpty(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/bad.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	r.w.onRune('2')
	r.w.view.Pan(0.1, 0)
	want := r.w.view.View()
	for range 2 {
		r.step(1)
		r.until("tried", func() bool { return !r.opening.Busy() })
	}
	if got := r.w.view.View(); got != want {
		t.Errorf("the next photo is seen at %+v, want %+v", got, want)
	}
	r.remove(r.items...)
	r.drop("/x/d.jpg")
	r.until("another one is open", r.opened)
	if !r.w.view.View().Fitted {
		t.Error("the zoom outlives the photos that it was chosen for")
	}
	r.quiet()
}

// A large photo is shown before what only a smaller copy of it tells is there: haze above all.
func TestPreviewThatIsNotFinalSaysSo(t *testing.T) {
	r := newWindowRig(t, Setup{})
	hold := make(chan struct{})
	r.setHold(hold)
	r.drop("/x/a.jpg")
	r.until("all of it is in view", func() bool { _, share, _ := r.previewState(); return share == 1 })
	if got := r.w.view.Badge(); got != "S preview · CPU · 1:1 · being refined" || !strings.HasPrefix(r.w.status.words.Text, "Haze") {
		t.Errorf("badge %q, status %q", got, r.w.status.words.Text)
	}
	close(hold)
	r.until("it is final", func() bool { return r.phase() == previewed })
	r.quiet()
}

// A large photo takes seconds to open: until then its thumbnail stands in its place.
func TestThumbnailStandsInForAPhotoThatOpens(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.small, r.slow = testPhoto(160, 107, 0.5), make(chan struct{})
	r.w.onMode(compare.SideBySide)
	r.drop("/x/a.jpg")
	r.until("the thumbnail is there", func() bool { return len(r.items) == 1 && r.items[0].thumb != nil })
	m := r.w.message
	if len(m.behind.Objects) != 2 || m.behind.Objects[0].(*canvas.Image).Image != r.items[0].thumb || m.column.Visible() || m.tag.Text != "Opening a.jpg…" {
		t.Error("while the photo opens its thumbnail is not in view")
	}
	close(r.slow)
	r.until("it is open", r.opened)
	if m.root.Visible() {
		t.Error("the thumbnail covers the photo")
	}
	r.quiet()
}

// shown is a window that notes its title as it is shown.
type shown struct {
	fyne.Window
	as string
}

func (s *shown) Show() {
	s.as = s.Title()
	s.Window.Show()
}

// With a photo's name in it the desktop takes it for a window of no program, with no icon.
func TestWindowIsMadeUnderTheNameOfTheProgram(t *testing.T) {
	r := newWindowRig(t, Setup{})
	win := &shown{Window: r.w.win}
	r.w.win = win
	r.w.Open([]string{"/x/a.jpg"})
	r.until("open", r.opened)
	if r.w.show(); win.as != "Afterrain" || win.Title() != "a.jpg – Afterrain" {
		t.Errorf("it is made as %q and called %q then", win.as, win.Title())
	}
	r.quiet()
}
