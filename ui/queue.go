package ui

import (
	"context"
	"errors"
	"slices"
	"sync"

	"afterrain/engine/photo"
	"afterrain/ui/jobs"
)

// queue exports photos one after another in the order of the strip, each
// wholly on its own: one that fails does not stop the rest. What waits in it are
// the items in the state waiting.
type queue struct {
	jobs.Slot
	now      *item   // being exported
	batch    []*item // all that went in since it was last empty
	last     int     // the highest number that was given meanwhile
	cancels  int     // times that it was cancelled
	paused   bool
	givesWay bool      // the photo under way waits while what is in view is restored
	besides  bool      // previews have run on the other engine since it was put away
	used     int       // times that they have begun to, or were found to go on
	halted   bool      // it paused by itself
	stuck    *item     // that it paused for; nil = none
	leaving  *item     // being exported, to go off the strip as soon as that has ended; nil = none
	release  func()    // lets the computer go to sleep; nil = it may
	gate     jobs.Gate // holds the photo under way between two tiles
	clock    clock     // of the photo under way
	pace     pace
	sum      summary
	ahead    photo.Ahead[*photo.Photo] // the next one, while the network works on a device of its own
	writing  sync.WaitGroup            // the running export, for closing the window
}

// waiting lists the queue in its order, which is that of the strip.
func (b *bench) waiting() []*item {
	return those(b.items, func(it *item) bool { return it.state == waiting })
}

// exporting tells whether the queue has anything to do, paused or not.
func (b *bench) exporting() bool {
	return b.exports.now != nil || len(b.exports.batch) > 0
}

// export puts photos into the queue and starts it.
func (b *bench) export(items []*item, o order) {
	b.exports.number(items, o)
	for _, it := range items {
		it.order = o
	}
	b.enqueue(items)
}

// enqueue puts photos into the queue, each with the order it has.
func (b *bench) enqueue(items []*item) {
	q := &b.exports
	for _, it := range items {
		if it.queued() || !slices.Contains(b.items, it) { // asked for before it was taken off
			continue
		}
		if slices.Contains(q.batch, it) {
			q.sum.forget(it)
		} else {
			q.batch = append(q.batch, it)
		}
		it.state, it.err, it.unread, it.progress = waiting, nil, false, 0
		it.skips = b.skips(it)
	}
	b.on.list() // once: there may be hundreds
	switch {
	case q.halted: // what was wrong is mended, or it pauses again
		b.pause(false)
	case q.now == nil && !q.paused:
		b.exportNext()
	}
	b.on.status()
}

// exportNext takes the next photo out of the queue, or reports that all are done.
func (b *bench) exportNext() {
	defer b.keepAwake()
	q := &b.exports
	q.now = nil
	list := b.waiting()
	switch {
	case len(list) == 0:
		b.emptied()
		return
	case q.paused:
		b.restoreView()
		b.on.status()
		return
	}
	it := list[0]
	job := b.exportJob(it)
	if len(list) > 1 {
		job.next = b.opener(list[1])
	}
	q.now, it.state, it.depth = it, running, job.set.Variant
	if !q.givesWay {
		b.preview.Slot.Stop() // the export gets the engine at once
	}
	b.coming.Slot.Stop()
	b.coming.Drop()
	b.tools.log("exporting %s", it.path)
	if q.clock.reset(); q.givesWay {
		q.clock.pause()
	}
	b.on.item(it)

	var r exportResult
	q.writing.Add(1)
	q.Start(func(ctx context.Context, home func(func())) (err error) {
		defer q.writing.Done()
		r, err = job.run(ctx, func(done, total int) {
			home(func() { b.progressed(it, float64(done)/float64(max(total, 1))) })
		})
		return err
	}, func(err error) {
		b.settle(it, r, err)
		b.leave(it)
		b.exportNext()
	})
	if it != b.selected { // whose turn may come in hours
		b.restoreView()
	}
}

// emptied reports what became of the queue. The next one is not paused.
func (b *bench) emptied() {
	q := &b.exports
	sum := q.sum
	q.sum, q.batch = summary{}, nil
	q.ahead.Drop()
	b.closeSecondEngine()
	if q.paused {
		q.goOn()
		b.on.list()
	}
	b.restoreView()
	b.on.status()
	if sum.done+sum.failed+sum.cancelled+sum.skipped == 0 {
		return
	}
	go func() { // looks at the disk
		for _, path := range sum.outputs {
			if !b.tools.exists(path) {
				sum.missing++
			}
		}
		b.do(func() { b.on.exported(sum) })
	}()
}

func (b *bench) progressed(it *item, share float64) {
	it.progress = share
	b.on.item(it)
	b.on.status()
}

// settle notes how the export of it ended.
func (b *bench) settle(it *item, r exportResult, err error) {
	b.tools.log("exported %s to %q: %v", it.path, r.output, err)
	q := &b.exports
	if r.size.X > 0 {
		it.size = r.size
	}
	switch {
	case errors.Is(err, context.Canceled) && it == q.leaving:
		it.state, it.progress = waiting, 0 // should it come back
	case errors.Is(err, context.Canceled):
		q.sum.cancel(it)
	case errors.Is(err, errUnchanged):
		it.state, it.progress = skipped, 1
		q.sum.skipped++
	case err != nil:
		it.fail(err)
		it.unread = r.unread
		q.sum.failed++
		q.sum.bad = append(q.sum.bad, it)
		if rest := b.waiting(); len(rest) > 0 && (hopeless(err, it.order) || allLocked(err, it, rest) || allAway(err, rest)) {
			b.pause(true)
			q.halted, q.stuck = true, it
			b.on.halted(it)
		}
	default:
		it.state, it.output, it.print, it.progress = done, r.output, r.print, 1
		if !r.asItWas {
			q.pace.learn(it.depth, it.megapixels(), q.clock.elapsed())
		}
		q.sum.add(it)
		b.adopt(it, r)
	}
	if it.exported() {
		it.made, it.err, it.unread = r.finish, nil, false
		it.touched = it.changed()
		if it.thumb == nil { // it could not be opened before
			it.tried = false
			b.thumbnails()
		}
	}
	if it == b.selected && !b.opening.Busy() && (b.proof != nil && r.newer || b.proof == nil && it.state != cancelled) {
		b.retry() // it is another file now, or could not be opened while it waited
	}
	b.on.item(it)
}
