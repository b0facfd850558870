package engine

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"afterrain/engine/photo"
)

// Speed is what a device makes of a depth.
type Speed struct {
	Tile       int           // pixels a side
	Took       time.Duration // for a tile, the median; of tiles that run at once each has its part
	Megapixels float64       // of a large photo a second, overlaps and all
	GFLOPs     float64       // a second in the network; 0 = the model does not tell its size
	GEMM       float64       // the same for products of large float32 matrices, between the tiles: what can be had in float32
}

// Speed runs tiles of v, large matrix products between them, so that what else
// the computer does slows down both; only the ratio is to be trusted on a busy one.
// A first tile is not counted. The device is the one that Device tells afterwards.
func (e *Engine) Speed(ctx context.Context, v Variant, tiles int) (Speed, error) {
	var s Speed
	err := e.withSession(ctx, v, func(net *session) error {
		g, err := openGEMM(net.device, e.limit)
		if err != nil {
			return err
		}
		defer g.close()
		s, err = e.measure(ctx, net, g, Settings{Variant: v}, tiles)
		return err
	})
	s.GFLOPs = 2 * e.model.macs(v) / 1e9 * float64(s.Tile*s.Tile) / float64(e.model.Tile*e.model.Tile) / max(s.Took.Seconds(), 1e-9)
	return s, err
}

func (e *Engine) measure(ctx context.Context, net *session, g *gemm, o Settings, tiles int) (Speed, error) {
	side := e.tile
	in := goldenTile(side)
	forget, err := e.decide(ctx, net, &photo.Photo{Width: side, Height: side, Pix: in}, o) // once a photo, so not timed
	if err != nil {
		return Speed{}, err
	}
	defer forget()
	runs, free, err := net.tileFuncs(e.atOnce(net.device, mostLanes), side, side)
	if err != nil {
		return Speed{}, err
	}
	defer free()
	var took []time.Duration
	var rates []float64
	for range tiles + 1 {
		one, err := apiece(ctx, runs, in)
		if err != nil {
			return Speed{}, err
		}
		took = append(took, one)
		rate, err := g.rate(ctx)
		if err != nil {
			return Speed{}, err
		}
		rates = append(rates, rate/1e9)
	}
	s := Speed{Tile: side, Took: median(took[1:]), GEMM: median(rates[1:])}
	s.Megapixels = e.throughput(s.Took)
	return s, nil
}

// apiece runs a tile in every lane at once and returns the time for one of them.
func apiece(ctx context.Context, lanes []tileFunc, in []float32) (time.Duration, error) {
	errs := make([]error, len(lanes))
	var running sync.WaitGroup
	start := time.Now()
	for i, run := range lanes {
		running.Go(func() { errs[i] = run(ctx, in, make([]float32, len(in))) })
	}
	running.Wait()
	return time.Since(start) / time.Duration(len(lanes)), errors.Join(errs...)
}

// throughput is the megapixels a second in a photo of 6000 x 4000 and its coarse
// ones, if the largest tile takes that long.
func (e *Engine) throughput(tile time.Duration) float64 {
	const width, height = 6000, 4000
	var seconds float64
	for w, h, times := width, height, 0; times != 1; w, h = ceil(w, times), ceil(h, times) {
		g := e.grid(w, h)
		seconds += float64(g.count()) * tile.Seconds() * float64(g.x.tile*g.y.tile) / float64(e.tile*e.tile)
		times = Reduction(w, h)
	}
	return width * height / 1e6 / max(seconds, 1e-9)
}

func median[T time.Duration | float64](list []T) T {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// macs are the multiply-accumulates of v for a tile of the model's size, 0 if the
// model does not tell.
func (m manifest) macs(v Variant) float64 {
	if v == Twice {
		return 2 * m.macs(Large)
	}
	reuse, err := m.reuse(v)
	if err != nil {
		return 0
	}
	for _, g := range m.Variants {
		if slices.Equal(g.Reuse, reuse) {
			return g.MACs
		}
	}
	if m.Dial == nil {
		return 0
	}
	for name, macs := range m.Dial.MACs {
		if r, err := m.reuse(name); err == nil && slices.Equal(r, reuse) {
			return macs
		}
	}
	return 0
}
