package engine

import (
	"context"
	"errors"
	"fmt"
	"image"

	"afterrain/engine/photo"
)

// Restore runs the network over the whole photo in tiles. progress may be nil;
// it is called on this goroutine, first with 0 of total. On cancel it returns
// nil and ctx.Err() within a tenth of a second.
func (e *Engine) Restore(ctx context.Context, p *photo.Photo, s Settings, progress func(done, total int)) (*photo.Photo, error) {
	if err := check(p, s); err != nil {
		return nil, err
	}
	if !finite(p.Pix) {
		return nil, errors.New("restore: photo has samples that are not numbers")
	}
	return e.restore(ctx, p, s, e.model.grid(p.Width, p.Height), progress)
}

// restore is Restore on any grid.
func (e *Engine) restore(ctx context.Context, p *photo.Photo, s Settings, g grid, progress func(done, total int)) (*photo.Photo, error) {
	whole := image.Rect(0, 0, p.Width, p.Height)
	tiles := make([]int, g.count())
	for i := range tiles {
		tiles[i] = i
	}
	report := func(done int) {
		if progress != nil {
			progress(done, len(tiles))
		}
	}
	var c *canvas
	err := e.withSession(ctx, s.Variant, func(net *session) error {
		c = newCanvas(p, g, whole)
		done := 0
		report(0)
		return e.tiles(ctx, net, c, s, tiles, func(int) { done++; report(done) })
	})
	if err != nil {
		return nil, err
	}
	return p.WithPix(c.finish()), nil
}

// RestoreRegion runs the tiles of Restore's own grid that touch region, centre
// outwards, and delivers each tile's part of region as it is done, on this
// goroutine (blended with the neighbours finished so far, so later patches may
// refine earlier ones; it may be empty where a neighbour's weighs more). When it returns nil every pixel of region equals
// what Restore would give.
func (e *Engine) RestoreRegion(ctx context.Context, p *photo.Photo, region image.Rectangle, s Settings, deliver func(Patch)) error {
	if err := check(p, s); err != nil {
		return err
	}
	region = region.Intersect(image.Rect(0, 0, p.Width, p.Height))
	if region.Empty() {
		return ctx.Err()
	}
	g := e.model.grid(p.Width, p.Height)
	return e.withSession(ctx, s.Variant, func(net *session) error {
		c := newCanvas(p, g, region)
		return e.tiles(ctx, net, c, s, g.touching(region), func(i int) { deliver(c.patch(i)) })
	})
}

func check(p *photo.Photo, s Settings) error {
	if p.Width < 1 || p.Height < 1 || len(p.Pix) != 3*p.Width*p.Height {
		return fmt.Errorf("restore: photo of %d x %d pixels has %d samples", p.Width, p.Height, len(p.Pix))
	}
	return s.Emphasis.check()
}

// tiles runs tiles through s, all under one decision, with tensors of the grid's
// tile size.
func (e *Engine) tiles(ctx context.Context, s *session, c *canvas, o Settings, tiles []int, finished func(int)) error {
	forget, err := e.decide(ctx, s, c.photo, o)
	if err != nil {
		return err
	}
	defer forget()
	run, free, err := s.tile(c.grid.x.tile, c.grid.y.tile)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer free()
	err = c.restore(ctx, tiles, run, func(i int) {
		s.proven = true
		finished(i)
	})
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("restore: %w", err)
	}
	return err
}

// withSession gives work the turn and the variant's session. If a GPU fails
// before its first tile is done, work runs once more on the CPU.
func (e *Engine) withSession(ctx context.Context, v Variant, work func(*session) error) error {
	if _, err := e.model.depth(v, "cpu"); err != nil {
		return err
	}
	if err := e.acquire(ctx); err != nil {
		return err
	}
	s, err := e.session(ctx, v)
	if err != nil {
		return err // session has given the turn back
	}
	defer e.release()
	err = work(s)
	if err == nil || ctx.Err() != nil || s.device == "cpu" || s.proven {
		return err
	}
	if s, err = e.fallBack(v, err); err != nil {
		return err
	}
	return work(s)
}

// session returns the variant's session and makes it if need be, which takes up
// to seconds and cannot be broken off: a cancelled caller leaves it to a
// goroutine, together with the turn. After an error the turn is given back.
func (e *Engine) session(ctx context.Context, v Variant) (*session, error) {
	if s := e.loaded(v); s != nil {
		return s, nil
	}
	ready := make(chan error, 1)
	go func() { ready <- e.makeSession(v) }()
	select {
	case err := <-ready:
		if err != nil {
			e.release()
			return nil, err
		}
		return e.loaded(v), nil
	case <-ctx.Done():
		go func() {
			<-ready
			e.release()
		}()
		return nil, ctx.Err()
	}
}

// loaded returns the session that serves v on the device, set to v's depth, or
// nil. The caller has the turn.
func (e *Engine) loaded(v Variant) *session {
	d, err := e.model.depth(v, e.Device().Name)
	if err != nil {
		return nil
	}
	s := e.sessions[d.file]
	if s != nil {
		s.set(d.reuse)
	}
	return s
}

// makeSession opens the variant on the device, or on the CPU if the device fails,
// does not have this depth or computes something else than the CPU.
func (e *Engine) makeSession(v Variant) error {
	s, err := openSession(e.model, v, e.Device().Name, e.limit)
	if err == nil && s.device != "cpu" {
		err = e.compare(s, v)
	}
	if err == nil {
		e.sessions[s.file] = s
		return nil
	}
	if s != nil {
		err = errors.Join(err, s.close())
	}
	if e.Device().Name == "cpu" {
		return err
	}
	_, err = e.fallBack(v, err)
	return err
}

// fallBack moves the engine to the CPU, with the reason in the device's note.
func (e *Engine) fallBack(v Variant, reason error) (*session, error) {
	d := e.Device()
	e.setDevice(Device{Name: "cpu", OK: true, Note: onCPU(d.Name, reason)})
	if err := e.drop(); err != nil {
		return nil, err
	}
	if err := e.makeSession(v); err != nil {
		return nil, err
	}
	return e.loaded(v), nil
}

// compare runs one small tile on s and on the CPU.
func (e *Engine) compare(s *session, v Variant) error {
	reference, err := openSession(e.model, v, "cpu", e.limit)
	if err != nil {
		return err
	}
	defer reference.close()
	return agree(s, reference, e.model.Multiple)
}
