package engine

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"sync"

	"afterrain/engine/photo"
)

// decision is what the network decides by looking at a picture as a whole: the
// weights of its prompts, and the attention of its channels to each other. Its
// tensors come in the order of the contract. It is never changed once found.
type decision []tensor

// tensor is a part of a decision.
type tensor struct {
	shape []int64
	data  []float32
}

// probesAcross is how many tiles a direction are looked at, at most, to decide
// about a photo. What was measured is in models/MEASURED.md.
const probesAcross = 2

// probes are the tiles that the decision about a photo is found in: as large as
// the contract says, spread evenly, each in the middle of its share of the photo,
// and not many more than cover it. They depend on nothing but the photo's size, so
// that every way of asking gives the same decision.
func (m manifest) probes(w, h int) grid { return grid{m.spread(w), m.spread(h)} }

func (m manifest) spread(n int) axis {
	a := axis{n: n, tile: min(m.Probe.Tile, ceil(n, m.Multiple)*m.Multiple)}
	k := max(1, min(probesAcross, (n+a.tile/2)/a.tile))
	for i := range k {
		a.starts = append(a.starts, max(0, min(n-a.tile, ((2*i+1)*n/k-a.tile)/2)))
	}
	return a
}

// decide gives s the decision about p, which is found once a photo, depth and
// emphasis, until forget is called.
func (e *Engine) decide(ctx context.Context, s *session, p *photo.Photo, o Settings) (forget func(), err error) {
	if s.probe == nil {
		return func() {}, nil
	}
	d, err := e.decision(ctx, s, p, o)
	if err != nil {
		return nil, err
	}
	return s.give(d)
}

// decision finds the decision about p, or remembers it. The caller has the turn.
func (e *Engine) decision(ctx context.Context, s *session, p *photo.Photo, o Settings) (decision, error) {
	if d := e.decisions.get(p, o); d != nil {
		return d, nil
	}
	c := newCanvas(p, e.model.probes(p.Width, p.Height), image.Rectangle{})
	run, ended := s.decide(c.grid.x.tile, c.grid.y.tile, o.Emphasis)
	defer ended()
	found, err := c.look(ctx, e.atOnce(s.device, c.grid.count()), run)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	} else if err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	d, err := mean(found)
	if err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	e.decisions.put(p, o, d)
	return d, nil
}

// look finds the decision about each tile that shows something, n tiles at once, and once more
// about each as it is upside down.
func (c *canvas) look(ctx context.Context, n int, run func(context.Context, []float32) (decision, error)) ([]decision, error) {
	tiles, pixels := c.seen(), c.grid.x.tile*c.grid.y.tile
	found, errs, room := make([]decision, looks*len(tiles)), make([]error, looks*len(tiles)), make(chan struct{}, n)
	var running sync.WaitGroup
	for at := range found {
		room <- struct{}{}
		running.Go(func() {
			in := make([]float32, 3*pixels)
			if errs[at] = c.gather(tiles[at/looks], in); errs[at] == nil {
				if at%looks == 1 {
					turn(in, pixels)
				}
				found[at], errs[at] = run(ctx, in)
			}
			<-room
		})
	}
	running.Wait()
	return found, cmp.Or(errs...)
}

// mean is one decision for all: what has the same sum in each, as the rows of the
// attention, has it still.
func mean(found []decision) (decision, error) {
	d := make(decision, len(found[0]))
	for i, part := range found[0] {
		d[i] = tensor{part.shape, make([]float32, len(part.data))}
		for at := range part.data {
			var sum float64
			for _, f := range found {
				sum += float64(f[i].data[at])
			}
			d[i].data[at] = float32(sum / float64(len(found)))
		}
		if !finite(d[i].data) {
			return nil, errNotFinite
		}
	}
	return d, nil
}

// keptDecisions is how many decisions are remembered, half a megabyte each at the
// large depth.
const keptDecisions = 16
