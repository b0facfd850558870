package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

// marked lists the photos that the strip marks as having settings of their own.
func (r *windowRig) marked() string {
	var names []string
	for _, it := range r.items {
		for _, c := range r.w.strip.cells {
			if c.item == it && c.Visible() && !c.own.Hidden {
				names = append(names, it.name())
			}
		}
	}
	return strings.Join(names, " ")
}

// Who has set a dozen of three hundred photos by hand is not to lose that by one press that was meant for the rest.
func TestCopyTellsOfPhotosWithSettingsOfTheirOwn(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg", "/x/c.jpg")
	r.until("open", r.opened)
	set := func(i, luma int) {
		r.w.bench.show(r.items[i])
		r.w.panel.look.change(Look{Luma: luma, Color: luma, Depth: defaultLook.Depth})
	}
	lumas := func() [3]int {
		return [3]int{r.items[0].look.Luma, r.items[1].look.Luma, r.items[2].look.Luma}
	}
	set(1, 40)
	if got := r.marked(); got != "b.jpg" || hoverWords(r.items[1]) != "Settings of its own · /x/b.jpg" {
		t.Errorf("marked is %q, and the pointer is told %q", got, hoverWords(r.items[1]))
	}
	set(0, 70)
	r.w.onCopyLook()
	if got, want := r.w.toast.Words(), "Settings copied to 2 photos. Had settings of their own: 1 photo."; got != want || r.marked() != "" {
		t.Errorf("the window says %q, marked is %q", got, r.marked())
	}
	test.Tap(r.w.toast.Action)
	if got := lumas(); got != [3]int{70, 40, 70} || r.marked() != "b.jpg" {
		t.Errorf("left alone, they are %v, marked is %q", got, r.marked())
	}
	if got := r.w.toast.Words(); got != "Settings copied to 1 photo." {
		t.Errorf("then the window says %q", got)
	}
	r.w.onUndo()
	if got := lumas(); got != [3]int{70, 40, 100} || r.marked() != "a.jpg b.jpg" {
		t.Errorf("taken back, they are %v, marked is %q", got, r.marked())
	}
	if r.w.onUndo(); r.marked() != "b.jpg" {
		t.Errorf("taken back once more, marked is %q", r.marked())
	}
	r.quiet()
}

func TestSettingsOfTheirOwnAreKnownTomorrow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.json")
	r := newWindowRig(t, Setup{Queue: path})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.onRune('[')
	r.w.quit()
	again := newWindowRig(t, Setup{Queue: path})
	if got := again.marked(); got != "a.jpg" {
		t.Errorf("marked is %q", got)
	}
	again.quiet()
	again.w.quit()
}
