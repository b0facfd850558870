package photo

import "context"

// Reduced averages blocks of times x times samples; at the right and lower edge, what
// there is of them. The result carries no metadata. A pixel is as transparent as the
// most transparent of its block: where one of them is hidden, so is the average, which
// has a part of a colour that nobody has photographed. After ctx is done its samples
// are arbitrary.
func (p *Photo) Reduced(ctx context.Context, times int) *Photo {
	w, h := (p.Width+times-1)/times, (p.Height+times-1)/times
	out := &Photo{Path: p.Path, Width: w, Height: h, Bits: p.Bits, Format: p.Format, Pix: make([]float32, 3*w*h)}
	parallel(3*h, func(row int) {
		if ctx.Err() != nil {
			return
		}
		plane, y := row/h, row%h*times
		Blocks(out.Pix[row*w:][:w], p.Pix[(plane*p.Height+y)*p.Width:], p.Width, p.Width, min(times, p.Height-y), times)
	})
	if p.alpha == nil {
		return out
	}
	out.alpha = make([]uint16, w*h)
	parallel(h, func(y int) {
		dst := out.alpha[y*w:][:w]
		for x := range dst {
			dst[x] = p.leastAlpha(x*times, y*times, times)
		}
	})
	return out
}

// Blocks averages blocks of times x times samples of a plane of w x h whose rows are
// stride samples apart, into rows of as many blocks as w begins. Equal blocks have equal
// means to the last bit, wherever they lie.
func Blocks(dst, src []float32, stride, w, h, times int) {
	across := (w + times - 1) / times
	for y := 0; y < h; y += times {
		rows := min(times, h-y)
		for b := range across {
			from, to := b*times, min(b*times+times, w)
			var sum float32
			for row := range rows {
				for _, v := range src[(y+row)*stride:][from:to] {
					sum += v
				}
			}
			dst[y/times*across+b] = sum / float32(rows*(to-from))
		}
	}
}

// leastAlpha is the alpha of the most transparent pixel of a block.
func (p *Photo) leastAlpha(x, y, times int) uint16 {
	least := p.alpha[y*p.Width+x]
	for row := y; row < min(y+times, p.Height); row++ {
		for _, a := range p.alpha[row*p.Width:][x:min(x+times, p.Width)] {
			least = min(least, a)
		}
	}
	return least
}
