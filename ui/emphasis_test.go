package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"afterrain/engine"
)

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
		test.Tap(p.emphasis.Buttons[c.button])
		r.until("the parts are told apart", func() bool { return !r.w.bench.parts.Busy() })
		if got := r.afterAt(); got < c.want-1 || got > c.want+1 {
			t.Errorf("%q shows %d, want %d", p.emphasis.Buttons[c.button].Label.Text, got, c.want)
		}
		if p.approximate.Visible() != c.caveat {
			t.Errorf("%q says that it is an approximation: %v", p.emphasis.Buttons[c.button].Label.Text, !c.caveat)
		}
	}
	if r.quiet(); len(r.regions) != runs || len(p.emphasis.Buttons) != 3 {
		t.Errorf("%d runs of the network, %d buttons", len(r.regions)-runs, len(p.emphasis.Buttons))
	}
}

func TestEmphasisIsToldToAModelThatObeysAndComesBackAtOnce(t *testing.T) {
	r := previewedWindow(t, true)
	p := r.w.panel.look
	rain := engine.Settings{Variant: engine.Small, Emphasis: engine.Emphasis{Rain: 1}}
	test.Tap(p.emphasis.Buttons[2])
	if r.phase() == previewed {
		t.Error("what was made without the emphasis counts as made with it")
	}
	r.until("it is previewed anew", func() bool { return r.phase() == previewed })
	if got := r.sets[len(r.sets)-1]; got != rain || p.approximate.Visible() {
		t.Errorf("the network was asked for %+v, called an approximation: %v", got, p.approximate.Visible())
	}
	runs := len(r.regions)
	for _, i := range []int{0, 2} {
		test.Tap(p.emphasis.Buttons[i])
		if r.quiet(); r.phase() != previewed || len(r.regions) != runs {
			t.Errorf("going back to %q: phase %v, %d more runs", p.emphasis.Buttons[i].Label.Text, r.phase(), len(r.regions)-runs)
		}
	}
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", r.w.toast.Visible)
	rain.Variant = engine.Large
	if got := r.sets[len(r.sets)-1]; got != rain {
		t.Errorf("the export asked for %+v", got)
	}
	if r.phase() != exported {
		t.Errorf("phase %v after the export", r.phase())
	}
	if test.Tap(p.emphasis.Buttons[0]); r.phase() == exported {
		t.Error("the pixels of the export count for another emphasis")
	}
}

func TestAnotherEmphasisCancelsTilesThatAreStale(t *testing.T) {
	r := previewedWindow(t, true)
	r.setHold(make(chan struct{})) // tiles come, and no part is ever finished
	buttons := r.w.panel.look.emphasis.Buttons
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
