package photo

import (
	"context"
	"runtime"
)

// A photo whose change is split is mixed in bands, some at a time, because the
// broad part of a band sees rows of its neighbours as they were. So what a wave of
// bands gives is kept aside until the next wave has been worked out.

const (
	mixPixels = 1 << 19 // of a band, about
	mixBands  = 4       // at a time at most: each takes some 40 MB in a photo 12000 pixels wide
)

// mixHeight is the height of a band: no lower than what its neighbours see of it.
func (p *Photo) mixHeight() int { return max(2*BroadRadius, mixPixels/p.Width) }

// mixParts mixes p into pix, its restored samples, in bands of so many rows. After
// ctx is done the samples are of no use.
func (p *Photo) mixParts(ctx context.Context, pix []float32, w Weights, rows int) {
	var waves [2][]mixBand // the one being worked out, and the one before
	for i := range waves {
		waves[i] = make([]mixBand, min(runtime.GOMAXPROCS(0), mixBands))
	}
	for from := 0; from < p.Height && ctx.Err() == nil; {
		now, before := waves[0], waves[1]
		for i := range now {
			now[i].from, now[i].to = from, min(from+rows, p.Height)
			from = now[i].to
		}
		parallel(len(now), func(i int) { now[i].work(p, pix, w) })
		p.put(pix, before)
		waves[0], waves[1] = before, now
	}
	p.put(pix, waves[1])
}

// put writes what bands gave over the rows they stand for.
func (p *Photo) put(pix []float32, bands []mixBand) {
	for _, b := range bands {
		for c, row := range p.rows(pix, b.from, b.to) {
			copy(row, b.out[c])
		}
	}
}

// mixBand is rows from..to of a photo, mixed, with memory that the next band uses again.
type mixBand struct {
	from, to int
	out      [3][]float32 // the rows' samples
	filter   guidedFilter
}

// work fills out.
func (b *mixBand) work(p *Photo, pix []float32, w Weights) {
	top, bottom := max(0, b.from-2*BroadRadius), min(p.Height, b.to+2*BroadRadius)
	was, now := p.rows(p.Pix, top, bottom), p.rows(pix, top, bottom)
	for c := range b.out {
		broad := b.filter.broad(was[c], now[c], p.Width, BroadRadius)
		b.out[c] = append(b.out[c][:0], broad[(b.from-top)*p.Width:(b.to-top)*p.Width]...)
	}
	blend(p.rows(p.Pix, b.from, b.to), p.rows(pix, b.from, b.to), b.out, b.out, w)
}
