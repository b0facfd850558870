package photo

import (
	"context"
	"slices"

	"afterrain/engine/photo/parallel"
)

// Reduced averages blocks of times x times samples; at the right and lower edge, what
// there is of them. The result carries no metadata. A pixel is as transparent as the
// most transparent of its block: where one of them is hidden, so is the average, which
// has a part of a colour that nobody has photographed. After ctx is done its samples
// are arbitrary.
func (p *Photo) Reduced(ctx context.Context, times int) *Photo {
	w, h := (p.Width+times-1)/times, (p.Height+times-1)/times
	out := &Photo{Path: p.Path, Width: w, Height: h, Bits: p.Bits, Format: p.Format, Pix: make([]float32, 3*w*h), seen: p.seen, meant: p.meant}
	parallel.Rows(3*h, func(row int) {
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
	parallel.Rows(h, func(y int) {
		if ctx.Err() == nil {
			p.leastAlpha(out.alpha[y*w:][:w], y*times, times)
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
		rows, line := min(times, h-y), dst[y/times*across:][:across]
		clear(line)
		for row := range rows {
			add(line, src[(y+row)*stride:][:w], times)
		}
		whole := w / times
		for b := range whole {
			line[b] /= float32(rows * times)
		}
		if whole < across {
			line[whole] /= float32(rows * (w - whole*times))
		}
	}
}

// add adds a row's samples to the sums of their blocks. Twos and fours are written out,
// which is three times as fast: windows wait for them.
func add(sums, row []float32, times int) {
	whole := len(row) / times
	switch times {
	case 2:
		for b := range sums[:whole] {
			sums[b] += row[2*b] + row[2*b+1]
		}
	case 4:
		for b := range sums[:whole] {
			four := row[4*b:][:4]
			sums[b] += four[0] + four[1] + (four[2] + four[3])
		}
	default:
		for i, v := range row[:whole*times] {
			sums[i/times] += v
		}
	}
	for _, v := range row[whole*times:] {
		sums[whole] += v
	}
}

// leastAlpha sets least to the alpha of the most transparent pixel of each block whose first row is y.
func (p *Photo) leastAlpha(least []uint16, y, times int) {
	for x := range least {
		least[x] = p.alpha[y*p.Width+x*times]
	}
	for row := y; row < min(y+times, p.Height); row++ {
		line := p.AlphaRow(row)
		for x := range least {
			least[x] = min(least[x], slices.Min(line[x*times:min(x*times+times, p.Width)]))
		}
	}
}
