package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"afterrain/engine"
	"afterrain/engine/awake"
	"afterrain/engine/machine"
	"afterrain/engine/photo"
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
	w := &work{options: o, engine: e, told: newReporter(out, errs, o.json), was: newCopies(o.skip), found: found}
	w.try = func(ctx context.Context, in input) result { return one(ctx, e, in, o, w.was, w.told.tiles) }
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
		return photo.UnlessDone(ctx, func() (collection, error) { return watched(o.paths) })
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
	if len(photos) > 1 {
		defer awake.Keep("Photos are being restored", func(error) {})() // most servers do not sleep, and have nobody to ask
	}
	for i, in := range photos {
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

// result is what became of one photo.
type result struct {
	source, output string
	was            sighting // how source was before it was opened
	width, height  int
	device         string
	precision      string
	variant        engine.Variant
	strength       float64 // percent
	took           time.Duration
	skipped        bool   // output was there
	instead        string // why it was not saved in the format asked for, as a sentence
	err            error
}

// one opens, restores, blends and saves a photo, unless that was done before.
func one(ctx context.Context, e *engine.Engine, in input, o options, was copies, tiles func(done, total int)) (res result) {
	start := time.Now()
	res = result{source: in.path, variant: o.variant, strength: o.strength, err: in.err}
	defer func() { res.took = time.Since(start) }()
	if res.err = errors.Join(in.err, ctx.Err()); res.err != nil {
		return res
	}
	if res.err = res.lookFor(ctx, in, o, was); res.err != nil || res.skipped {
		return res
	}
	p, err := res.opened(ctx, in, &o)
	if err != nil {
		res.err = err
		return res
	}
	path := target(in, o.save.Format, o.folder)
	if res.instead != "" && res.isThere(in, path, was) { // its copy was looked for in another format
		return res
	}
	if res.err = canSave(p, path, o.save); res.err != nil {
		return res
	}
	res.width, res.height = p.Width, p.Height
	mixed, err := res.restored(ctx, e, p, o, tiles)
	if err != nil {
		res.err = err
		return res
	}
	res.output, res.err = mixed.SaveUnused(ctx, path, o.save)
	return res
}

// lookFor looks for a restored copy that is there already, and notes if it is wanted as it is: then the photo need not be opened.
func (res *result) lookFor(ctx context.Context, in input, o options, was copies) error {
	res.was, _ = photo.UnlessDone(ctx, func() (sighting, error) { return sight(in.path) }) // what is wrong with it is told below
	format, err := photo.UnlessDone(ctx, func() (photo.Format, error) { return photo.FormatOf(in.path) })
	if err != nil {
		return err
	}
	res.isThere(in, target(in, format.As(o.save.Format), o.folder), was)
	return nil
}

// isThere looks for a copy at path, and notes it.
func (res *result) isThere(in input, path string, was copies) bool {
	res.output = was.of(in.path, path)
	res.skipped = res.output != ""
	return res.skipped
}

// opened is the photo, or its negative if it is to be a DNG; o then says in which format it is saved.
func (res *result) opened(ctx context.Context, in input, o *options) (p *photo.Photo, err error) {
	asked := o.save.Format
	if asked == photo.DNG {
		p, err = photo.OpenNegative(ctx, in.path)
	}
	why := err
	if asked != photo.DNG || errors.Is(why, photo.ErrNegative) {
		p, err = photo.OpenContext(ctx, in.path)
	}
	if err != nil {
		return nil, err
	}
	if o.save.Format = p.As(asked); why != nil {
		res.instead = fmt.Sprintf("%s; saved as %s", engine.Short(why), strings.ToUpper(string(o.save.Format)))
	}
	return p, nil
}

// canSave tells whether the photo can be saved at path: asked before the long work, not after it.
func canSave(p *photo.Photo, path string, o photo.SaveOptions) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return p.CanSave(photo.Unused(path), o)
}

// restored is the photo as asked for, and notes what the network ran on. At strength 0 it
// is the photo itself, and the network does not run.
func (res *result) restored(ctx context.Context, e *engine.Engine, p *photo.Photo, o options, tiles func(done, total int)) (*photo.Photo, error) {
	mix := o.mix(e)
	if mix.TakesNothing() {
		tiles(0, 1)
		tiles(1, 1)
		return p, ctx.Err()
	}
	better, err := e.Restore(ctx, p, o.settings(e), tiles)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", res.source, err)
	}
	res.device, res.precision = e.Device().Name, e.Device().Precision()
	return p.MixInto(ctx, better, mix)
}
