package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
	"afterrain/engine/photo/mixing"
	"afterrain/engine/photo/parallel"
)

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
	if res.instead != "" && res.isThere(in, path, w.was) { // its copy was looked for in another format
		return res
	}
	if res.err = canSave(p, path, o.save); res.err != nil {
		return res
	}
	res.width, res.height = p.Width, p.Height
	mixed, err := w.restored(ctx, p, &res, tiles)
	if err != nil {
		res.err = err
		return res
	}
	if res.isThere(in, path, w.was) { // of another run on the same folder
		return res
	}
	if res.output, err = mixed.SaveUnused(ctx, path, o.save); err != nil {
		res.err = unsaved{err}
	}
	return res
}

// lookFor looks for a restored copy that is there already, and notes if it is wanted as it is: then the photo need not be opened.
func (res *result) lookFor(ctx context.Context, in input, o options, was copies) error {
	res.was, _ = parallel.UnlessDone(ctx, func() (sighting, error) { return sight(in.path) }) // what is wrong with it is told below
	format, err := parallel.UnlessDone(ctx, func() (photo.Format, error) { return photo.FormatOf(in.path) })
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
	if err := p.CanSave(disk.Unused(path), o); err != nil {
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
		return nil, fmt.Errorf("%s: %w", disk.Printable(res.source), err)
	}
	res.device, res.precision = w.engine.Device().Name, w.engine.Device().Precision()
	return mixing.Into(ctx, p, better, mix)
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
