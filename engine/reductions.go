package engine

import (
	"context"
	"sync"
	"weak"

	"afterrain/engine/photo"
)

// reductions are the smaller photos of large ones, which are kept as long as these are there.
type reductions struct {
	mu      sync.Mutex                        // held while one is made
	smaller memory[*photo.Photo]              // by the large photo
	larger  memory[weak.Pointer[photo.Photo]] // by the smaller one
}

func newReductions() reductions {
	return reductions{smaller: memory[*photo.Photo]{most: keptCoarse}, larger: memory[weak.Pointer[photo.Photo]]{most: keptCoarse}}
}

// Reduced is the smaller photo that p takes its broad strokes from; nil if p is not large or
// ctx is done. It is made once. What views of it restore is there for views of p, and stays
// as long as p does.
func (e *Engine) Reduced(ctx context.Context, p *photo.Photo) *photo.Photo {
	times := Reduction(p.Width, p.Height)
	if times == 1 {
		return nil
	}
	r := &e.reduced
	r.mu.Lock()
	defer r.mu.Unlock()
	if small := r.smaller.get(p, Settings{}); small != nil {
		r.renew(p, small)
		return small
	}
	small := p.Reduced(ctx, times)
	if ctx.Err() != nil {
		return nil
	}
	r.smaller.put(p, Settings{}, small)
	r.larger.put(small, Settings{}, weak.Make(p))
	return small
}

// renew makes that small is the smaller photo of p the last thing to be forgotten.
func (r *reductions) renew(p, small *photo.Photo) {
	r.smaller.get(p, Settings{})
	r.larger.get(small, Settings{})
}
