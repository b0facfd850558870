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

func TestPhotoTakenOffWhileItIsDraggedStaysOff(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.strip.drag(r.items[0], 2*cellWidth)
	r.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	r.w.strip.drop()
	if got := r.names(r.items); len(got) != 1 || got[0] != "b.jpg" {
		t.Errorf("on the strip are %v", got)
	}
	r.quiet()
}

// Fyne tells where the pointer is on a cell that is dragged as if the strip did not scroll meanwhile.
func TestPhotoIsDraggedToTheEndOfALongStrip(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.add(numbered(60))
	r.until("open", r.opened)
	s, c, first := r.w.strip, r.cellOf(r.items[0]), r.items[0]
	edge := fyne.NewPos(s.scroll.Size().Width-10, 30)
	for range 60 * cellWidth / 24 {
		c.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: edge.Subtract(c.Position())}})
	}
	r.cellOf(r.items[59])
	if c.DragEnd(); r.items[59] != first {
		t.Errorf("dropped behind the last, the first photo is at place %d", slices.Index(r.items, first))
	}
	r.quiet()
}

func TestPhotoMovedByKeysStaysInSight(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.add(numbered(60))
	r.until("open", r.opened)
	for range 30 {
		r.w.moveChosen(1)
	}
	if c := r.cellOf(r.selected); c.Position().X < r.w.strip.scroll.Offset.X {
		t.Errorf("the photo is at %v, the strip shows from %v on", c.Position(), r.w.strip.scroll.Offset)
	}
	r.quiet()
}

func TestPhotoUnderAPointerThatRestsIsToldWhileTheStripChanges(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.add(numbered(60))
	r.until("open", r.opened)
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 20)}}
	r.cellOf(r.items[2]).MouseIn(at)
	for _, c := range []struct {
		what   string
		change func()
	}{
		{"a photo is moved", func() { r.move(r.items[:1], 9) }},
		{"the strip is paged through", func() { r.step(30) }},
		{"photos are taken off", func() { r.remove(r.items[:20]...) }},
	} {
		c.change()
		want := r.items[int((r.w.strip.scroll.Offset.X+2*cellWidth+24)/cellWidth)]
		if r.w.hovered != want || !r.cellOf(want).hovered {
			t.Errorf("%s: the pointer rests over %s, told is %s", c.what, want.name(), r.w.hovered.name())
		}
	}
	if r.remove(r.items[1:]...); r.w.hovered != nil {
		t.Errorf("with no photo under the pointer %s is told", r.w.hovered.name())
	}
	r.quiet()
}

// Fyne does not tell that the pointer leaves the window over its edge.
func TestStatusLineGoesOnTellingOfTheExportToWhoIsAway(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	c, told := r.cellOf(r.items[1]), r.w.status.words.Text
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 20)}}
	c.MouseIn(at)
	r.w.app.Lifecycle().(interface{ OnExitedForeground() func() }).OnExitedForeground()()
	if got := r.w.status.words.Text; got != told || !c.cross.Hidden {
		t.Errorf("the status line tells %q, want %q", got, told)
	}
	if c.MouseMoved(at); r.w.hovered != r.items[1] {
		t.Error("back on the strip the pointer is over no photo")
	}
	r.quiet()
}
