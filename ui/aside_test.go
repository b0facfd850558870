package ui

import (
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/ui/render"
)

// Its memory is as much as the first one's, and an export takes hours.
func TestOtherEngineIsLetGoWhenNobodyLooks(t *testing.T) {
	for _, paused := range []bool{true, false} {
		r := newRig(t)
		r.bench.spare = 20 * time.Millisecond
		r.add(files("a.jpg", "b.jpg", "c.jpg"))
		r.until("open", r.opened)
		hold := make(chan struct{})
		r.setHold(hold)
		r.export(r.items[:2], order{folder: t.TempDir()})
		r.until("it runs", func() bool { return r.items[0].progress > 0 })
		r.pause(paused)
		for i, view := range []render.Viewport{fullView(), closeView()} {
			r.show(r.items[1+i])
			r.until("it is open", r.opened)
			r.look(view)
			r.until("it is previewed", func() bool { return r.phase() == previewed })
			r.until("the other engine is let go", func() bool { return r.left == i+1 })
			if r.quiet(); r.asides != i+1 || r.left != i+1 || r.exports.paused != paused || r.phase() != previewed {
				t.Errorf("paused is %v: %d previews on it, and it was let go %d times", paused, r.asides, r.left)
			}
		}
		r.pause(false)
		close(hold)
		r.until("all are exported", r.exported)
		r.quiet()
	}
}

// An export that goes on closes it, and the view may need one in the same moment.
func TestOtherEngineIsNotClosedUnderThePreview(t *testing.T) {
	shut := make(chan *engine.Engine, 1000)
	a := &aside{open: func() (*engine.Engine, error) { return new(engine.Engine), nil }, shut: func(e *engine.Engine) error { shut <- e; return nil }}
	var last *engine.Engine
	for range 100 {
		e, err := a.opened(t.Context())
		if err != nil || e == last {
			t.Fatalf("%v; the preview gets the one that is being closed: %v", err, e == last)
		}
		last = e
		a.close()
	}
	for range 100 {
		<-shut
	}
}
