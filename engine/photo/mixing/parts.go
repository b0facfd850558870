package mixing

import (
	"context"
	"runtime"

	"afterrain/engine/photo"
	"afterrain/engine/photo/parallel"
)

// A photo whose change is split is mixed in bands of rows, some at a time, because
// the broad part of a band sees rows of its neighbours as they were. So what a wave
// of bands gives is kept aside until the next wave has been worked out.

// mixPixels is how many pixels are under way at a time, with those that bands see
// beyond themselves: about 120 MB.
const mixPixels = 1 << 22

// mixRows is the height of a band of a photo of such a width, px: no lower than what its neighbours see of it.
func mixRows(width int) int { return max(2*BroadRadius, mixPixels/8/width) }

// mixBands is how many bands of so many rows are worked on at a time.
func mixBands(width, rows int) int {
	return max(1, min(runtime.GOMAXPROCS(0), mixPixels/((rows+4*BroadRadius)*width)))
}

// mixBand is rows from..to of a photo, mixed. Its memory is used again.
type mixBand struct {
	from, to int
	out      [3][]float32 // the rows' samples
}

// mixParts mixes p into pix, its restored samples, in bands of so many rows. After
// ctx is done the samples are of no use.
func mixParts(ctx context.Context, p *photo.Photo, pix []float32, w Weights, rows int) {
	n := mixBands(p.Width, rows)
	filters := make([]guidedFilter, n)
	wave, before := make([]mixBand, n), make([]mixBand, n)
	for from := 0; from < p.Height && ctx.Err() == nil; {
		for i := range wave {
			wave[i].from, wave[i].to = from, min(from+rows, p.Height)
			from = wave[i].to
		}
		parallel.Rows(n, func(i int) { wave[i].fill(ctx, p, pix, w, &filters[i]) })
		put(p, pix, before)
		wave, before = before, wave
	}
	put(p, pix, before)
}

// fill mixes p, whose restored samples are pix, into the band's out. It looks at ctx before each channel, which takes
// a tenth of a second or so.
func (b *mixBand) fill(ctx context.Context, p *photo.Photo, pix []float32, w Weights, f *guidedFilter) {
	if b.from == b.to {
		return // beyond the photo
	}
	top, bottom := max(0, b.from-2*BroadRadius), min(p.Height, b.to+2*BroadRadius)
	was, now := p.Rows(p.Pix, top, bottom), p.Rows(pix, top, bottom)
	for c := range b.out {
		if ctx.Err() != nil {
			return
		}
		broad := f.broad(was[c], now[c], p.Width, BroadRadius)
		b.out[c] = append(b.out[c][:0], broad[(b.from-top)*p.Width:(b.to-top)*p.Width]...)
	}
	blend(p.Rows(p.Pix, b.from, b.to), p.Rows(pix, b.from, b.to), b.out, b.out, w)
}

// put writes what bands gave over the rows they stand for.
func put(p *photo.Photo, pix []float32, bands []mixBand) {
	for _, b := range bands {
		for c, row := range p.Rows(pix, b.from, b.to) {
			copy(row, b.out[c])
		}
	}
}
