package ui

import (
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"afterrain/engine"
	"afterrain/engine/photo"
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
		tools.open, tools.log = r.open, t.Logf
	}
	w := newWindow(test.NewTempApp(t), s, tools, func(f func()) { r.main <- f })
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
	if got := r.w.view.badge.text.Text; !strings.HasPrefix(got, "S preview · CPU · 100 %") {
		t.Errorf("badge %q", got)
	}
}

// afterAt draws the restored side and returns the red of its middle.
func (r *windowRig) afterAt() uint8 {
	v := r.w.view.view
	dst := image.NewRGBA(image.Rectangle{Max: v.pane})
	r.w.view.After(dst, v)
	return dst.RGBAAt(v.pane.X/2, v.pane.Y/2).R
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
	if !r.w.panel.export.disabled {
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
		if !r.w.panel.export.disabled || r.w.view.badge.text.Text != "No preview" {
			t.Errorf("%v: export can be pressed, or the badge lies: %q", err, r.w.view.badge.text.Text)
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
	r.until("the queue is empty", func() bool { return r.w.toast.root.Visible() })
	if got := r.w.toast.words.Text; got != "2 photos exported." || len(r.saved) != 2 {
		t.Errorf("toast %q, saved %q", got, r.saved)
	}
	if got := r.w.view.badge.text.Text; got != "L export · CPU · 100 %" {
		t.Errorf("badge %q", got)
	}
}

func TestKeysReachTheView(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	for _, c := range []struct {
		key  rune
		good func() bool
	}{
		{'d', func() bool { return r.w.view.mode == sideBySide && r.w.set.Mode == sideBySide }},
		{'a', func() bool { return r.w.view.mode == single }},
		{'s', func() bool { return r.w.view.mode == split }},
		{'1', func() bool { return r.w.view.view.zoom == 1 }},
		{'+', func() bool { return r.w.view.view.zoom == 1.5 }},
		{'-', func() bool { return r.w.view.view.zoom == 1 }},
		{'f', func() bool { return r.w.view.view.fitted }},
	} {
		if r.w.onRune(c.key); !c.good() {
			t.Errorf("key %q: mode %v, view %+v", c.key, r.w.view.mode, r.w.view.view)
		}
	}
	r.w.onHold(&fyne.KeyEvent{Name: fyne.KeySpace}, true)
	if !r.w.view.holding {
		t.Error("Space does not show the photo as it was")
	}
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.until("the next photo is open", r.opened)
	if r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete}); len(r.items) != 1 || r.selected.path != "/x/a.jpg" {
		t.Errorf("Delete leaves %d photos", len(r.items))
	}
	r.quiet()
}

func TestStripOfManyKeepsFewCells(t *testing.T) {
	r := newWindowRig(t, Setup{})
	var paths []string
	for i := range 500 {
		paths = append(paths, fmt.Sprintf("/x/%03d.jpg", i))
	}
	r.slow = make(chan struct{}) // a photo opened on this goroutine would wait for ever
	defer close(r.slow)
	r.drop(paths...)
	r.until("they are on the strip", func() bool { return len(r.items) == 500 })
	s := r.w.strip
	if n := len(s.cells); n < 8 || n > 16 {
		t.Errorf("%d cells for 500 photos in %v", n, s.Size())
	}
	names := func() (out []string) {
		for _, c := range s.cells {
			if c.Visible() && c.Position().X+cellWidth > s.scroll.Offset.X {
				out = append(out, c.item.name())
			}
		}
		slices.Sort(out)
		return out
	}
	r.w.bench.show(r.w.bench.items[200])
	if got := names(); !slices.Contains(got, "200.jpg") || slices.Contains(got, "000.jpg") {
		t.Errorf("photo 200 is selected, the strip shows %v", got)
	}
	if r.opens.Load() > 2 {
		t.Errorf("%d photos are decoded at once", r.opens.Load())
	}
	r.w.bench.show(nil)
}

func TestSettingsComeBack(t *testing.T) {
	p := test.NewTempApp(t).Preferences()
	want := Settings{Width: 1200, Height: 700, Look: Look{Luma: 65, Color: 130, Grain: 20, Emphasis: Derain, Depth: engine.Middle}, Mode: sideBySide, Folder: "/out", Format: photo.TIFF, Quality: 88,
		Bits: 16, Naming: "{date} {name}", Last: "/in", Appearance: light, Scale: 130, Welcomed: true, PerMP: 2.5}
	want.save(p)
	if got := loadSettings(p); got != want {
		t.Errorf("saved %+v, loaded %+v", want, got)
	}
	p.SetString(keyLook, `{"luma":900,"color":20,"emphasis":"snow","depth":"9,9,9,9"}`)
	p.SetInt(keyMode, 17)
	p.SetString(keyFormat, "webp")
	p.SetFloat(keyWidth, -4)
	got := loadSettings(p)
	if got.Look != (Look{Luma: 100, Color: 20, Depth: engine.Large}) || got.Mode != split || got.Format != "" || got.Width != 1360 {
		t.Errorf("nonsense is taken for settings: %+v", got)
	}
}

func TestGatherWalksFoldersAndKeepsNamedFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.jpg", "z-restored.jpg", "B.TIFF", "f.jfif", "note.txt", "sub/c.png", ".hidden/d.jpg", "sub/.e.jpg"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	result := filepath.Join(dir, "as somebody likes it.jpg")
	if err := testPhoto(8, 8, 0.5).Save(result, photo.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	os.Symlink(filepath.Join(dir, "a.jpg"), filepath.Join(dir, "sub", "link.jpg"))
	os.Symlink(dir, filepath.Join(dir, "sub", "round.jpg"))
	rel := func(all []found) (out []string) {
		for _, f := range all {
			r, _ := filepath.Rel(dir, f.path)
			out = append(out, filepath.ToSlash(r))
		}
		return out
	}
	note := filepath.Join(dir, "note.txt")
	want := []string{"B.TIFF", "a.jpg", "f.jfif", "sub/c.png", "sub/link.jpg", "z-restored.jpg", "note.txt", "as somebody likes it.jpg"}
	if got := rel(gather([]string{dir, note, result})); !slices.Equal(got, want) {
		t.Errorf("gathered %q, want %q", got, want)
	}
	link := filepath.Join(t.TempDir(), "link")
	if os.Symlink(filepath.Join(dir, "sub"), link) != nil {
		return // a system without links
	}
	if got, want := gather([]string{link}), (found{filepath.Join(link, "c.png"), "link"}); len(got) != 2 || got[0] != want {
		t.Errorf("behind a link to a folder: %v, want %v first", got, want)
	}
}

// A card may be pulled between the look at it and the walk over it.
func TestFolderThatIsGoneHoldsNoPhotos(t *testing.T) {
	if got := photosBelow(filepath.Join(t.TempDir(), "pulled")); got != nil {
		t.Errorf("gathered %v", got)
	}
}

func TestNativeDialogThatFailsLeavesFynes(t *testing.T) {
	main := make(chan func(), 1)
	c := &chooser{do: func(f func()) { main <- f }, run: guarded}
	for _, k := range []struct {
		name   string
		dialog func() (string, error)
		want   string
	}{
		{"answers", func() (string, error) { return "/x/a.jpg", nil }, "/x/a.jpg"},
		{"cancelled", func() (string, error) { return "", errors.New("Cancelled") }, ""},
		{"no GTK", func() (string, error) { panic("gtk initialisation failed") }, "instead"},
	} {
		got := ""
		c.ask(k.dialog, func() { got = "instead" }, func(p string) { got = p })
		(<-main)()
		if got != k.want {
			t.Errorf("%s: got %q, want %q", k.name, got, k.want)
		}
	}
}

func TestFynesDialogShowsThePhotosWhereTheLastOnesWere(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.chooser.run = func(func() (string, error)) (string, error) { return "", errNoDialog }
	r.w.set.Last = filepath.Join(t.TempDir(), "婚礼")
	os.Mkdir(r.w.set.Last, 0o755)
	for _, name := range []string{"bride.jpg", "GROOM.TIF", "bill.txt"} {
		os.WriteFile(filepath.Join(r.w.set.Last, name), nil, 0o644)
	}
	r.w.onOpen()
	top := func() fyne.CanvasObject { return r.w.win.Canvas().Overlays().Top() }
	r.until("there is a dialog", func() bool { return top() != nil })
	shown := test.RenderObjectToMarkup(top())
	for name, want := range map[string]bool{"bride": true, "GROOM": true, "bill": false, "婚礼": true} {
		if strings.Contains(shown, name) != want {
			t.Errorf("that the dialog shows %s: %v", name, !want)
		}
	}
	if size := top().(*widget.PopUp).Content.Size(); size.Width < 800 || size.Height < 500 {
		t.Errorf("the dialog is %v small", size)
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
	r.until("the second is tried", func() bool { return !r.opening.busy() })
	check("showing what is wrong with a photo")
	r.w.onExported(summary{failed: 1, bad: r.items[1:2]})
	check("after a failed export")
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
	r.until("it is cancelled", r.w.toast.root.Visible)
}

func TestCrossOfACellStaysUnderThePointer(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	c := r.w.strip.cells[1]
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c)
	test.MoveMouse(r.w.win.Canvas(), at.AddXY(20, 40))
	cross := at.Add(c.cross.Position()).AddXY(8, 8)
	for i := range 4 {
		test.MoveMouse(r.w.win.Canvas(), cross.AddXY(float32(i), 0))
		if c.cross.Hidden {
			t.Fatalf("the cross is gone at move %d over it", i)
		}
	}
	test.MoveMouse(r.w.win.Canvas(), fyne.NewPos(300, 300))
	if !c.cross.Hidden || r.w.hovered != nil {
		t.Error("the cross stays when the pointer leaves")
	}
	r.w.strip.OnHover(r.items[1])
	if r.w.bench.remove(r.items[1]); r.w.hovered != nil {
		t.Error("the status line goes on telling of a photo that was taken off")
	}
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

func TestLeavingTheWindowLetsTheKeyGo(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.onHold(&fyne.KeyEvent{Name: fyne.KeySpace}, true)
	r.w.app.Lifecycle().(interface{ OnExitedForeground() func() }).OnExitedForeground()()
	if r.w.view.holding {
		t.Error("the photo as it was stays after the key went up elsewhere")
	}
}

func TestNamesStayInsideTheirCells(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/"+strings.Repeat("W", 40)+".jpg", "/x/"+strings.Repeat("婚", 30)+".jpg")
	r.until("open", r.opened)
	for _, c := range r.w.strip.cells[:2] {
		if got, room := c.name.MinSize().Width, c.name.Size().Width; got > room || room < 50 {
			t.Errorf("%q is %v wide, the cell has room for %v", c.name.Text, got, room)
		}
	}
	r.quiet()
}

// A large photo takes seconds to open: until then its thumbnail stands in its place.
func TestThumbnailStandsInForAPhotoThatOpens(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.small, r.slow = testPhoto(160, 107, 0.5), make(chan struct{})
	r.w.onMode(sideBySide)
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
