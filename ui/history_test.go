package ui

import (
	"testing"
	"time"
)

func TestUndoTakesBackOneChangeAtATime(t *testing.T) {
	a, b := &item{look: defaultLook}, &item{look: defaultLook}
	var h history
	at := time.Unix(1000, 0)
	set := func(luma int, later time.Duration, items ...*item) {
		at = at.Add(later)
		h.note(items, at)
		for _, it := range items {
			it.look.Luma = luma
		}
	}
	set(90, 0, a)
	set(80, time.Millisecond, a) // the same movement of a slider
	set(70, time.Minute, a)
	set(60, time.Millisecond, a, b) // others: a change of its own
	check := func(when string, wantA, wantB int) {
		t.Helper()
		if a.look.Luma != wantA || b.look.Luma != wantB {
			t.Errorf("%s: %d and %d, want %d and %d", when, a.look.Luma, b.look.Luma, wantA, wantB)
		}
	}
	h.undo()
	check("one undone", 70, 100)
	h.undo()
	check("two undone", 80, 100)
	h.undo()
	check("three undone", 100, 100)
	if h.undo() != nil {
		t.Error("there is more to undo than was done")
	}
	h.redo()
	h.redo()
	h.redo()
	check("all redone", 60, 60)
	if h.redo() != nil {
		t.Error("there is more to redo than was undone")
	}
	h.undo()
	set(50, time.Minute, b)
	if h.redo() != nil {
		t.Error("a change after undo can be redone over")
	}
	for i := range 3 * mostChanges {
		set(i%100, time.Minute, a)
	}
	if len(h.past) != mostChanges {
		t.Errorf("%d changes are kept", len(h.past))
	}
}
