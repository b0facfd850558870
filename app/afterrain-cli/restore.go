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
	ahead  photo.Ahead[*photo.Photo]                  // the next photo, while a GPU restores this one
	rest   []input                                    // photos that follow this one

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
func (w *work) one(ctx context.Context, in input, tiles func(done, total int)) (res result) {
	start, o := time.Now(), w.options
	res = result{source: in.path, variant: o.variant, strength: o.strength, err: in.err}
	defer func() { res.took = time.Since(start) }()
	if res.err = errors.Join(in.err, ctx.Err()); res.err != nil {
		return res
	}
	if res.err = res.lookFor(ctx, in, o, w.was); res.err != nil || res.skipped {
		return res
	}
	p, err := res.opened(ctx, in, &o, &w.ahead)
	if err != nil {
		res.err = err
		return res
	}
	path := target(in, o.save.Format, o.folder)
	if res.err = canSave(p, path, o.save); res.err != nil {
		return res
	}
	res.width, res.height = p.Width, p.Height
	mixed, err := w.restored(ctx, p, &res, tiles)
	if err != nil {
		res.err = err
		return res
	}
	if res.output = w.was.of(in.path, path); res.output != "" { // of another run on the same folder
		res.skipped = true
		return res
	}
	if res.output, err = mixed.SaveUnused(ctx, path, o.save); err != nil {
		res.err = unsaved{err}
	}
	return res
}

// lookFor looks for a restored copy that is there already, and notes if it is wanted as it is: then the photo need not be opened.
func (res *result) lookFor(ctx context.Context, in input, o options, was copies) error {
	res.was, _ = photo.UnlessDone(ctx, func() (sighting, error) { return sight(in.path) }) // what is wrong with it is told below
	format, err := photo.UnlessDone(ctx, func() (photo.Format, error) { return photo.FormatOf(in.path) })
	if err != nil {
		return err
	}
	path := target(in, format.As(o.save.Format), o.folder)
	res.output = was.of(in.path, path)
	res.skipped = res.output != ""
	return nil
}

// opened is the photo, or its negative if it is to be a DNG; o then says in which format it is saved.
func (res *result) opened(ctx context.Context, in input, o *options, ahead *photo.Ahead[*photo.Photo]) (p *photo.Photo, err error) {
	defer ahead.Drop()
	asked := o.save.Format
	p, ok := ahead.Of(ctx, in.path, asked)
	if !ok && asked == photo.DNG {
		p, err = photo.OpenNegative(ctx, in.path)
	}
	why := err
	if !ok && asked != photo.DNG || errors.Is(why, photo.ErrNegative) {
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
		return unsaved{fmt.Errorf("make folder: %w", err)}
	}
	if err := p.CanSave(photo.Unused(path), o); err != nil {
		return unsaved{err}
	}
	return nil
}

// restored is the photo as asked for, and notes what the network ran on. At strength 0 it
// is the photo itself, and the network does not run.
func (w *work) restored(ctx context.Context, p *photo.Photo, res *result, tiles func(done, total int)) (*photo.Photo, error) {
	mix := w.mix(w.engine)
	if mix.TakesNothing() {
		tiles(0, 1)
		tiles(1, 1)
		return p, ctx.Err()
	}
	better, err := w.engine.Restore(ctx, p, w.settings(w.engine), func(done, total int) {
		tiles(done, total)
		if done > 0 && w.engine.Device().Name != "cpu" {
			w.openNext(p)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", photo.Printable(res.source), err)
	}
	res.device, res.precision = w.engine.Device().Name, w.engine.Device().Precision()
	return p.MixInto(ctx, better, mix)
}

// openNext begins to open the photo that follows, if there is memory for it beside the one that is restored now, and it is known as what.
func (w *work) openNext(now *photo.Photo) {
	if len(w.rest) == 0 || w.save.Format == photo.DNG && !photo.NamedRaw(w.rest[0].path) {
		return
	}
	path, open := w.rest[0].path, photo.OpenContext
	if w.save.Format == photo.DNG {
		open = photo.OpenNegative
	}
	w.ahead.Begin(path, w.save.Format, photo.Beside(now, func(ctx context.Context) (*photo.Photo, error) { return open(ctx, path) }))
}
