package main

import (
	"context"
	"fmt"
	"io"

	"afterrain/engine"
	"afterrain/engine/awake"
	"afterrain/engine/machine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/parallel"
)

// restore works through all photos; one that fails does not stop the rest.
func restore(ctx context.Context, o options, out, errs io.Writer) (int, error) {
	found, err := o.find(ctx)
	if err != nil {
		return exitFailed, err
	}
	if o.nice { // before there are the network's threads
		back, err := machine.StepAside()
		if err != nil {
			return exitFailed, fmt.Errorf("--nice: %w", err)
		}
		defer back()
	}
	e, err := engine.OpenContext(ctx, o.config)
	if err != nil {
		return exitFailed, err
	}
	defer func() {
		if ctx.Err() == nil { // else the program ends at once, and does not wait for a network that is loading
			e.Close()
		}
	}()
	w := &work{options: o, engine: e, told: newReporter(out, errs, o.json), was: newCopies(o.skip), found: found, keep: awake.Keep}
	w.try = func(ctx context.Context, in input) result { return w.one(ctx, in, w.told.tiles) }
	w.told.note(e.Device().Note)
	if err := w.run(ctx); err != nil {
		return exitCancelled, nil
	}
	w.told.summary(w.done, w.failed, w.skipped, w.found)
	return failures(w.failed, w.done+w.failed+w.skipped), nil
}

// find lists the photos to begin with.
func (o options) find(ctx context.Context) (collection, error) {
	if o.pause > 0 {
		return parallel.UnlessDone(ctx, func() (collection, error) { return watched(o.paths) })
	}
	return collect(ctx, o.paths, o.skip)
}

// work is a run of restore, and how far it is.
type work struct {
	options
	engine *engine.Engine
	told   *reporter
	was    copies
	found  collection
	try    func(ctx context.Context, in input) result // one, but for tests
	ahead  photo.Ahead[*photo.Photo]                  // the next photo, while a GPU restores this one
	rest   []input                                    // photos that follow this one

	keep    func(why string, failed func(error)) (release func()) // awake.Keep, but for tests
	release func()                                                // lets the computer go to sleep; nil = it may

	done, failed, skipped int // photos
}

func (w *work) run(ctx context.Context) error {
	if w.pause > 0 {
		return w.watch(ctx)
	}
	return w.all(ctx, w.found.photos)
}

// all restores photos. The error is ctx's, where one was not finished.
func (w *work) all(ctx context.Context, photos []input) error {
	if len(photos) > 0 {
		w.stayAwake(true)
		defer w.stayAwake(false)
	}
	defer w.ahead.Drop()
	for i, in := range photos {
		w.rest = photos[i+1:]
		w.told.begin(in.path, i+1, len(photos))
		res := w.once(ctx, in)
		if res.err != nil && ctx.Err() != nil {
			w.told.end(res)
			return ctx.Err()
		}
		w.count(res)
		w.was.count(in.path, res.was, res.output)
		w.told.note(w.engine.Device().Note)
		w.told.say(res.instead)
		w.told.end(res)
	}
	return nil
}

// stayAwake keeps the computer from going to sleep by itself, as long as there is work: not while nothing but waiting is done.
func (w *work) stayAwake(on bool) {
	switch {
	case on && w.release == nil:
		w.release = w.keep("Photos are being restored", func(error) {}) // most servers do not sleep, and have nobody to ask
	case !on && w.release != nil:
		w.release()
		w.release = nil
	}
}

func (w *work) count(res result) {
	switch {
	case res.err != nil:
		w.failed++
	case res.skipped:
		w.skipped++
	default:
		w.done++
	}
}

// failures is the exit code when some of so many photos failed.
func failures(failed, of int) int {
	switch failed {
	case 0:
		return exitDone
	case of:
		return exitFailed
	}
	return exitPartly
}
