package ui

// This file holds the queue, and empties it.

// pause holds the queue, the photo under way too, or lets it go on. The photo that it paused
// for by itself is tried again then.
func (b *bench) pause(on bool) {
	q := &b.exports
	if q.paused == on || (on && !b.exporting()) {
		return
	}
	b.closeSecondEngine()
	stuck := q.stuck
	q.goOn()
	q.paused = on
	q.gate.Set(on)
	b.tools.log("export paused: %v", on)
	if !on {
		b.lookAgain()
	}
	switch {
	case on:
		q.clock.pause()
		b.restoreView()
	case stuck != nil && stuck.state == failed:
		b.enqueue([]*item{stuck})
	case q.now == nil:
		b.exportNext()
	default:
		q.clock.resume()
	}
	b.keepAwake()
	b.on.list()
	b.on.status()
}

// goOn ends a pause, whoever began it.
func (q *queue) goOn() {
	q.paused, q.halted, q.stuck = false, false, nil
	q.gate.Set(false)
}

// cancelExports empties the queue and cancels the photo being exported, which
// then ends by itself.
func (b *bench) cancelExports() {
	q := &b.exports
	q.cancels++
	q.leaving = nil
	for _, it := range b.waiting() {
		q.sum.cancel(it)
	}
	b.closeSecondEngine()
	q.goOn()
	q.Interrupt()
	if q.now == nil && len(q.batch) > 0 {
		b.emptied()
	}
	b.on.list()
	b.on.status()
}
