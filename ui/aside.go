package ui

import (
	"context"
	"image"
	"sync"
	"sync/atomic"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// regionFunc restores a part of a photo: see engine.RestoreRegion.
type regionFunc func(ctx context.Context, p *photo.Photo, r image.Rectangle, s engine.Settings, deliver func(engine.Patch)) error

// aside is an engine for the preview while an export pauses or gives way: that holds the
// first one in the middle of a photo. It is opened when the preview needs it,
// and closed when the export goes on. Its methods may be called anywhere.
type aside struct {
	open func() (*engine.Engine, error)
	shut func(*engine.Engine) error

	closings atomic.Int64 // times that it was to be closed
	mu       sync.Mutex
	engine   *engine.Engine // nil while nobody needs it
	opening  int64          // closings before it was opened
}

// region is a regionFunc.
func (a *aside) region(ctx context.Context, p *photo.Photo, r image.Rectangle, s engine.Settings, deliver func(engine.Patch)) error {
	e, err := a.opened(ctx)
	if err != nil {
		return err
	}
	return e.RestoreRegion(ctx, p, r, s, deliver)
}

func (a *aside) opened(ctx context.Context) (*engine.Engine, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := ctx.Err(); err != nil { // a job that comes late
		return nil, err
	}
	a.drop()
	if a.engine == nil {
		before := a.closings.Load()
		e, err := a.open()
		if err != nil {
			return nil, err
		}
		a.engine, a.opening = e, before
	}
	return a.engine, nil
}

// drop frees an engine that was to be closed since it was opened. The caller holds mu.
func (a *aside) drop() {
	if a.engine != nil && a.opening != a.closings.Load() {
		a.shut(a.engine)
		a.engine = nil
	}
}

// close frees the engine once its last tile has ended, without waiting for it. Who asks for one from now on gets another.
func (a *aside) close() {
	a.closings.Add(1)
	go func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.drop()
	}()
}

// exportHoldsNetwork tells whether an export keeps the network from the preview. One that
// pauses or gives way does not, if there is another engine.
func (b *bench) exportHoldsNetwork() bool {
	return b.exports.Busy() && !b.stepsAside()
}

// stepsAside tells whether previews run on the other engine.
func (b *bench) stepsAside() bool {
	return b.exports.Busy() && (b.exports.paused || b.exports.givesWay) && b.tools.aside != nil
}

// giveWay has the export under way wait between two tiles while what is in view is restored on the other engine: an export of a wedding
// takes hours, and who looks through the photos meanwhile waits seconds. It is false if there is no other engine.
func (b *bench) giveWay() bool {
	if b.tools.aside == nil {
		return false
	}
	q := &b.exports
	q.givesWay = true
	q.gate.Set(true)
	q.clock.pause()
	return true
}

// takeUp lets an export that has given way go on.
func (b *bench) takeUp() {
	q := &b.exports
	if !q.givesWay {
		return
	}
	if q.givesWay = false; !q.paused {
		q.gate.Set(false)
		q.clock.resume()
	}
}

// regionTool is the engine that a preview begun now runs on.
func (b *bench) regionTool() regionFunc {
	if b.stepsAside() {
		b.exports.besides = true
		b.watchSecondEngine()
		return b.tools.aside
	}
	return b.tools.region
}

// watchSecondEngine closes the other engine some time after previews last ran on it: an export may take hours, and a pause
// the night, and its memory is as much as the first one's.
func (b *bench) watchSecondEngine() {
	q := &b.exports
	q.used++
	number := q.used
	time.AfterFunc(b.spare, func() {
		b.do(func() {
			switch {
			case number != q.used || !q.besides: // another one watches, or it is closed
			case b.preview.Busy():
				b.watchSecondEngine()
			default:
				b.closeSecondEngine()
			}
		})
	})
}

// closeSecondEngine ends previews on the other engine: before an export that paused goes
// on or is cancelled, and after the last one.
func (b *bench) closeSecondEngine() {
	if !b.exports.paused && !b.exports.besides || b.tools.endAside == nil {
		return
	}
	b.exports.besides = false
	b.preview.Slot.Stop()
	b.preview.err = nil // of the other engine
	b.takeUp()
	b.tools.endAside()
}
