package ui

import (
	"context"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"afterrain/engine/photo"
	"afterrain/ui/render"
	"afterrain/ui/style"
)

func mouseAt(x, y float32, button desktop.MouseButton, mod fyne.KeyModifier) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: button, Modifier: mod}
}

func dragTo(x, y float32) *fyne.DragEvent {
	return &fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Dragged: fyne.NewDelta(1, 1)}
}

// paint paints a dab in the middle of the right half of the photo, with the brush out.
func (r *windowRig) paint(erase fyne.KeyModifier) {
	r.t.Helper()
	c := r.w.view
	if !c.Brush.Out() {
		r.w.onRune('k')
	}
	at := c.Size()
	x, y := at.Width*0.6, at.Height*0.25
	c.MouseDown(mouseAt(x, y, desktop.MouseButtonPrimary, erase))
	c.Dragged(dragTo(x+30, y+20))
	c.MouseUp(mouseAt(x+30, y+20, desktop.MouseButtonPrimary, erase))
	c.DragEnd()
}

// protectedAt draws the restored side and tells whether the photo is as it was in the dab.
func (r *windowRig) protectedAt() bool {
	v := r.w.view.View()
	dst := image.NewRGBA(image.Rectangle{Max: v.Pane})
	r.w.view.After(dst, v)
	return dst.RGBAAt(v.Pane.X*61/100, v.Pane.Y*26/100).R == 64
}

func TestWhatIsPaintedStaysInTheViewAndInTheExportedFile(t *testing.T) {
	r := previewedWindow(t, true)
	var saved *photo.Photo
	save := r.bench.tools.save
	r.bench.tools.save = func(ctx context.Context, p *photo.Photo, path string, o photo.SaveOptions) (string, error) {
		saved = p
		return save(ctx, p, path, o)
	}
	runs := len(r.asked())
	r.paint(0)
	if !r.protectedAt() || r.afterAt() != 191 {
		t.Errorf("in the dab the view is as before: %v; elsewhere %d", r.protectedAt(), r.afterAt())
	}
	if len(r.asked()) != runs {
		t.Error("the network ran for it")
	}
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	want := render.ToRGBA(t.Context(), 600, 400, saved.Pix)
	v := render.Viewport{Photo: image.Pt(600, 400), Pane: image.Pt(600, 400), Zoom: 1, CX: 300, CY: 200}
	got := image.NewRGBA(want.Rect)
	r.w.view.After(got, v)
	var kept, soft, gone int
	for i := 0; i < len(got.Pix); i += 4 {
		if d := int(got.Pix[i]) - int(want.Pix[i]); d > 1 || d < -1 {
			t.Fatalf("pixel %d is %d on the screen and %d in the file", i/4, got.Pix[i], want.Pix[i])
		}
		switch want.Pix[i] {
		case 64:
			kept++
		case 191:
			gone++
		default:
			soft++
		}
	}
	if kept < 500 || soft < 500 || gone < 200000 || saved.Pix[0] != 0.75 {
		t.Errorf("in the file %d pixels are as they were, %d on the edge, %d restored", kept, soft, gone)
	}
}

func TestStrokesAreUndoneOneByOne(t *testing.T) {
	r := previewedWindow(t, true)
	it := r.items[0]
	r.w.panel.look.Nudge(-10, -10, 0)
	look := it.look
	r.paint(0)
	r.w.panel.look.Nudge(10, 10, 0) // at once: it is a change of its own
	r.paint(fyne.KeyModifierShift)
	r.paint(fyne.KeyModifierShift) // nothing is left to take away: no change
	steps := func() (s string) {
		for _, on := range []bool{it.stays != nil && len(it.stays.strokes) > 1, it.stays != nil, it.look == look, r.protectedAt()} {
			s += map[bool]string{true: "1", false: "0"}[on]
		}
		return s
	}
	var got []string
	for range 4 {
		got = append(got, steps())
		made := 0
		before := r.w.view.Before
		r.w.view.Before = func(dst *image.RGBA, v render.Viewport) {
			if before(dst, v); dst.Rect.Max == r.w.view.View().Pane {
				made++
			}
		}
		r.w.win.Canvas().Capture()
		made = 0
		r.w.onUndo()
		r.w.win.Canvas().Capture()
		if r.w.view.Before = before; made == 0 {
			t.Error("the tint over the photo as it was stays as it is")
		}
	}
	if want := []string{"1100", "0101", "0111", "0010"}; !slices.Equal(got, want) || it.look != defaultLook {
		t.Errorf("undone it goes %v, want %v, and at last %+v", got, want, it.look)
	}
	for range 4 {
		r.w.onRedo()
	}
	if got := steps(); got != "1100" {
		t.Errorf("done again it is %s", got)
	}
}

func TestResetClearsWhatWasPainted(t *testing.T) {
	r := previewedWindow(t, true)
	it, reset := r.items[0], r.w.panel.look.reset
	r.paint(0)
	if reset.Disabled() {
		t.Error("Reset cannot be pressed")
	}
	r.w.panel.look.Nudge(-10, -10, 0)
	r.w.onRune('r')
	if it.stays != nil || it.look != defaultLook || r.protectedAt() || !reset.Disabled() {
		t.Errorf("after Reset %+v, %v", it.stays, it.look)
	}
	r.w.onUndo()
	if it.stays == nil || it.look.Luma != 90 || !r.protectedAt() || reset.Disabled() {
		t.Errorf("taken back %+v, %v", it.stays, it.look)
	}
}

// What was painted belongs to one picture.
func TestCopyingAndPresetsLeaveOutWhatWasPainted(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.paint(0)
	r.w.panel.look.Nudge(-10, -10, 0)
	r.w.onCopyLook()
	if b := r.items[1]; b.stays != nil || b.look.Luma != 90 {
		t.Errorf("the other photo gets %+v, %v", b.stays, b.look)
	}
	r.w.setPresets([]preset{{"p", defaultLook}})
	r.w.onPreset("p")
	if r.items[0].stays == nil {
		t.Error("a preset takes away what was painted")
	}
	if !r.w.view.Brush.Out() {
		t.Error("the brush is not out any more")
	}
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.until("the other is previewed", func() bool { return r.phase() == previewed && r.bench.proof.item == r.items[1] })
	if r.protectedAt() || !r.w.panel.look.reset.Disabled() == (r.items[1].look == defaultLook) {
		t.Error("the other photo shows it")
	}
}

func TestWhatWasPaintedIsThereTomorrow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := newWindowRig(t, Setup{Queue: path})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("previewed", func() bool { return r.phase() == previewed })
	r.paint(0)
	r.w.view.Brush.Radius = 9
	r.paint(fyne.KeyModifierShift)
	want := r.items[0].stays
	r.w.quit()

	again := newWindowRig(t, Setup{Queue: path})
	again.until("previewed", func() bool { return again.phase() == previewed })
	got := again.items[0].stays
	if got == nil || got.print != want.print || !slices.Equal(got.text, want.text) || again.items[1].stays != nil {
		t.Fatalf("after the next start %+v, want %+v", got, want)
	}
	again.w.onUndo()
	if again.items[0].stays != got {
		t.Error("there is something to undo")
	}
	again.w.quit()
}

func TestStrokesThatMakeNoSenseAreLeftOut(t *testing.T) {
	if p := readProtection([]string{"p 100 5,5", "", "p 0 5,5", "e 100 7,7 8,x"}); p == nil || len(p.strokes) != 1 {
		t.Errorf("read %+v", p)
	}
	if p := readProtection(nil); p != nil {
		t.Errorf("of nothing %+v is read", p)
	}
}

// An exported photo that was painted on is exported again; one that was painted back is not.
func TestPaintingChangesAnExportedPhoto(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.openReal()
	all := func() int {
		r.w.lastExport = nil
		r.w.onExportAll()
		r.until("the export has ended", func() bool { return r.w.lastExport != nil })
		return r.w.lastExport.done
	}
	if n := all() + 10*all(); n != 1 {
		t.Fatalf("without a change the counts are %d", n)
	}
	r.paint(0)
	if it := r.items[0]; !it.touched || all() != 1 || it.touched {
		t.Errorf("painted on it is not exported anew; touched %v", it.touched)
	}
	if all() != 0 {
		t.Error("it is exported anew without a change")
	}
	r.w.onUndo()
	if all() != 1 {
		t.Error("without the stroke it is not exported anew")
	}
}

// openReal opens one photo whose file is on the disk.
func (r *windowRig) openReal() {
	r.t.Helper()
	path := filepath.Join(r.t.TempDir(), "a.png")
	if err := testPhoto(60, 40, 0.25).Save(path, photo.SaveOptions{Format: photo.PNG}); err != nil {
		r.t.Fatal(err)
	}
	r.drop(path)
	r.w.setFolder(r.t.TempDir())
	r.until("previewed", func() bool { return r.phase() == previewed })
}

func TestBrushHasKeys(t *testing.T) {
	r := previewedWindow(t, true)
	b, look := r.w.view.Brush, r.items[0].look
	r.w.onRune('K')
	if !b.Out() || !r.w.tools.brush.On() || !strings.Contains(r.w.toast.Words(), "Esc") {
		t.Errorf("K: out %v, lit %v; the window says %q", b.Out(), r.w.tools.brush.On(), r.w.toast.Words())
	}
	if r.paint(0); r.w.toast.Visible() {
		t.Error("the words stay where there is to be painted")
	}
	was := b.Radius
	if r.w.onRune('['); b.Radius >= was {
		t.Error("[ does not make it smaller")
	}
	r.w.onRune(']')
	if r.w.onRune(']'); b.Radius <= was || r.items[0].look != look {
		t.Errorf("] makes it %v, from %v; the look is %+v", b.Radius, was, r.items[0].look)
	}
	r.w.setAppearance(style.Light)
	if !r.w.view.Brush.Out() || r.w.view.Brush.Radius <= was || !r.w.tools.brush.On() {
		t.Error("a light window has put the brush away")
	}
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if r.w.view.Brush.Out() || r.w.tools.brush.On() {
		t.Error("Esc leaves it out")
	}
	if r.w.onRune('['); r.items[0].look == look {
		t.Error("without the brush [ does nothing")
	}
	r.w.setAppearance(style.Dark)
	r.quiet()
}

// A stroke counts for the photo that it was begun on, whenever it ends.
func TestStrokeInTheMiddleOfOtherThings(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("previewed", func() bool { return r.phase() == previewed })
	a, b := r.items[0], r.items[1]
	r.w.onBrush()
	r.w.view.OneToOne()
	down := func() { r.w.view.MouseDown(mouseAt(600, 200, desktop.MouseButtonPrimary, 0)) }
	down()
	r.w.onUndo()
	if a.stays != nil {
		t.Error("Undo in the middle of a stroke leaves it")
	}
	view := r.w.view.View()
	if r.w.view.Dragged(dragTo(900, 300)); r.w.view.View() != view {
		t.Error("what is left of the stroke moves the photo")
	}
	r.w.view.DragEnd()
	down()
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.w.view.Dragged(dragTo(640, 220))
	r.until("the other is open", func() bool { return r.bench.proof != nil && r.bench.proof.item == b })
	r.w.view.Dragged(dragTo(660, 240))
	r.w.view.DragEnd()
	if a.stays == nil || b.stays != nil {
		t.Errorf("the first photo has %+v, the other %+v", a.stays, b.stays)
	}
	down()
	r.w.takeOff(b)
	r.w.view.DragEnd()
	r.w.onUndo()
	if !slices.Contains(r.items, b) {
		t.Error("Undo does not put the photo back")
	}
	r.quiet()
}

func TestBrushWithoutAPhoto(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.paint(0)
	r.w.onClear()
	r.w.onUndo()
	r.drop("/x/bad.jpg")
	r.until("it is told", func() bool { return len(r.items) > 0 && r.items[0].unread })
	r.paint(0)
	r.quiet()
}

// The loupe lies over the place that is painted on: of the two one is out.
func TestBrushAndLoupeAreNotOutTogether(t *testing.T) {
	r := previewedWindow(t, true)
	out := func(brush, loupe bool) {
		t.Helper()
		if got := r.w.view; got.Brush.Out() != brush || r.w.tools.brush.On() != brush || got.Loupe.Out() != loupe || r.w.tools.loupe.On() != loupe || r.preview.shown[inLoupe].Empty() == loupe {
			t.Errorf("brush %v (button %v), loupe %v (button %v)", got.Brush.Out(), r.w.tools.brush.On(), got.Loupe.Out(), r.w.tools.loupe.On())
		}
	}
	r.w.onRune('l')
	out(false, true)
	r.w.onRune('k')
	out(true, false)
	r.w.onRune('l')
	out(false, true)
	r.w.onRune('l')
	out(false, false)
}
