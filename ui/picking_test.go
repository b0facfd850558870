package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
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

// numbered are as many photos as a wedding has.
func numbered(n int) (list []found) {
	for i := range n {
		list = append(list, found{path: fmt.Sprintf("/x/IMG_%04d.jpg", i)})
	}
	return list
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
	if got := r.w.panel.export.Label.Text; got != "Export 2" {
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

// A strip of hundreds of photos is gone along by the screenful, and by the wheel a
// cell a notch.
func TestFarAlongTheStrip(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.add(numbered(60))
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
	r.add(numbered(60))
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

func TestOthersStayChosenWhenThePhotoInViewIsTakenOff(t *testing.T) {
	r := newRig(t)
	r.add(files("a", "b", "c", "d", "e"))
	r.until("open", r.opened)
	r.pick(r.items[1], pickOne)
	r.pick(r.items[4], pickToggle)
	r.pick(r.items[3], pickToggle)
	r.remove(r.items[1])
	if got := r.names(r.chosen()); !slices.Equal(got, []string{"d", "e"}) || r.selected.name() != "d" {
		t.Errorf("chosen are %v, in view %s", got, r.selected.name())
	}
	if r.remove(r.chosen()...); r.selected.name() != "c" || len(r.chosen()) != 1 {
		t.Errorf("then chosen are %v", r.names(r.chosen()))
	}
	r.quiet()
}

func TestOthersStayChosenWhenThePhotoInViewIsOpenedAgain(t *testing.T) {
	r := newRig(t)
	r.add(files("bad.jpg", "b.jpg", "c.jpg"))
	r.until("it failed", func() bool { return r.items[0].unread })
	r.pick(r.items[2], pickRange)
	if r.retryItems(r.items[0]); len(r.chosen()) != 3 {
		t.Errorf("chosen are %v", r.names(r.chosen()))
	}
	r.quiet()
}

// Who has no mouse chooses the photos of one scene, too.
func TestStripIsPickedWithKeys(t *testing.T) {
	r := newWindowRig(t, Setup{})
	key := map[string]func(){}
	for _, m := range r.w.win.MainMenu().Items {
		for _, i := range m.Items {
			if s, ok := i.Shortcut.(*desktop.CustomShortcut); ok && s.Modifier == fyne.KeyModifierShortcutDefault {
				key[string(s.KeyName)] = i.Action
			}
		}
	}
	key["Right"]() // on an empty strip
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg", "/x/d.jpg")
	r.until("open", r.opened)
	r.w.bench.step(1)
	for _, c := range []struct{ key, chosen string }{
		{"Right", "b.jpg c.jpg"}, {"Right", "b.jpg c.jpg d.jpg"}, {"Right", "b.jpg c.jpg d.jpg"}, {"Left", "b.jpg c.jpg"}, {"Left", "b.jpg"},
		{"Left", "a.jpg b.jpg"}, {"Left", "a.jpg b.jpg"}, {"Right", "b.jpg"},
	} {
		key[c.key]()
		if got := strings.Join(r.names(r.chosen()), " "); got != c.chosen || r.selected.path != "/x/b.jpg" {
			t.Errorf("Ctrl+%s chooses %s, want %s; in view is %s", c.key, got, c.chosen, r.selected.path)
		}
	}
	r.quiet()
}
