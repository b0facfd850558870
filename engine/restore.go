package engine

import (
	"context"
	"errors"
	"fmt"
	"image"

	"afterrain/engine/machine"
	"afterrain/engine/photo"
)

// Restore runs the network over the whole photo in tiles. progress may be nil;
// it is called on this goroutine, first with 0 of total, and again so if a GPU
// fails and the photo begins anew a step down the ladder. On cancel it returns
// nil and ctx.Err() within a tenth of a second.
func (e *Engine) Restore(ctx context.Context, p *photo.Photo, s Settings, progress func(done, total int)) (*photo.Photo, error) {
	if err := check(p, s); err != nil {
		return nil, err
	}
	if err := checkSamples(ctx, p.Pix); err != nil {
		return nil, err
	}
	return e.restore(ctx, p, s, e.grid, progress)
}

// restore is Restore on any grids, which are asked for again if a device fails.
func (e *Engine) restore(ctx context.Context, p *photo.Photo, s Settings, on gridFunc, progress func(done, total int)) (*photo.Photo, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	var c *canvas
	err := e.withSession(ctx, s.Variant, func(net *session) (err error) {
		c = nil // of a device that failed
		if c, err = e.canvas(ctx, p, on, image.Rect(0, 0, p.Width, p.Height), s); err != nil {
			return err
		}
		tiles := c.grid.all()
		done, total := 0, c.steps(tiles)
		progress(0, total)
		return e.tiles(ctx, net, c, s, tiles, func(*canvas, int) { done++; progress(done, total) })
	})
	if err != nil {
		return nil, err
	}
	pix := c.finish(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return p.WithPix(pix), nil
}

func check(p *photo.Photo, s Settings) error {
	if p.Width < 1 || p.Height < 1 || len(p.Pix) != 3*p.Width*p.Height {
		return fmt.Errorf("restore: photo of %d x %d pixels has %d samples", p.Width, p.Height, len(p.Pix))
	}
	return s.Emphasis.check()
}

// tiles runs tiles through s, all under one decision, with tensors of the grid's
// tile size; before them those that they need of the coarse photo.
func (e *Engine) tiles(ctx context.Context, s *session, c *canvas, o Settings, tiles []int, finished func(*canvas, int)) error {
	if missing := c.missing(tiles); len(missing) > 0 {
		if err := e.tiles(ctx, s, c.coarse.canvas, o, missing, finished); err != nil {
			return err
		}
	}
	forget, err := e.decide(ctx, s, c.photo, o)
	if err != nil {
		return err
	}
	defer forget()
	c.grey = grey(ctx, c.photo.Pix)
	runs, free, err := s.tileFuncs(e.atOnce(s.device, len(tiles)), c.grid.x.tile, c.grid.y.tile)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer free()
	r := &rescue{engine: e, canvas: c, settings: o}
	defer r.free()
	runs[0] = r.around(s, runs[0]) // a GPU has one lane
	err = c.share(ctx, tiles, runs, func(i int) { finished(c, i) })
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("restore: %w", err)
	}
	return err
}

// withSession gives work the turn and the variant's session. If a device fails, work
// runs again a step down the ladder; at a depth that a GPU does not have, the CPU steps in.
func (e *Engine) withSession(ctx context.Context, v Variant, work func(*session) error) error {
	if _, err := e.model.depth(v, "cpu"); err != nil {
		return err
	}
	if err := e.acquire(ctx); err != nil {
		return err
	}
	e.suit(v)
	for {
		s, err := e.session(ctx, v)
		if err != nil {
			return err // session has given the turn back
		}
		err = work(s)
		failed := err != nil && ctx.Err() == nil && !errors.Is(err, errSamples)
		again := failed && e.lower(s.device, err)
		if again {
			err = e.descend(err)
		}
		if !again || err != nil {
			e.release()
			return err
		}
	}
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
		e.survived() // the program may end now
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
	d, err := e.here().depth(v, e.Device().Name)
	if err != nil {
		return nil
	}
	s := e.sessions[d.file]
	if s != nil {
		s.set(d)
	}
	return s
}

// makeSession opens the variant on the device, or a step down the ladder if the
// device fails or is not to be trusted.
func (e *Engine) makeSession(v Variant) error {
	for {
		err := e.openHere(v)
		if err == nil || e.Device().Name == "cpu" {
			return err
		}
		if err := e.descend(err); err != nil {
			return err
		}
	}
}

func (e *Engine) openHere(v Variant) error {
	s, err := e.tested(e.here(), v, e.Device().Name)
	if err != nil {
		return err
	}
	e.sessions[s.file] = s
	return nil
}

// tested opens a session and, if it is not on the CPU, has it pass its self-test.
func (e *Engine) tested(m manifest, v Variant, device string) (*session, error) {
	if device != "cpu" {
		defer machine.KeepSignals()() // CUDA takes some, by its first tile at the latest
		if err := e.dare(m, v, device); err != nil {
			return nil, err
		}
		defer e.survived()
	}
	s, err := e.load(m, v, device, e.limit)
	if err != nil {
		return nil, err
	}
	if s.device != "cpu" {
		err = e.trust(s, v)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}
