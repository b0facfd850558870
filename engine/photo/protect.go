package photo

import (
	"context"
	"math"
	"sort"

	"afterrain/engine/photo/parallel"
)

// Protected is the weight of a place that stays as it was wholly; see MaskLine.
const Protected = 1 << 16

// A MaskLine reads a mask along rows of the photo, between its pixels. The window's drawing and
// the export share it, so that both protect alike. It belongs to one goroutine.
type MaskLine struct {
	m       *Mask
	x       []maskTap
	row     []uint32 // of the mask, between two of its rows: 0 to Protected
	weights []uint32
}

// maskTap says which two pixels of a row or column to mix, and how much of the second.
type maskTap struct {
	a, b   int
	weight uint32 // of b, 0 to 256
}

// tapAt mixes the pixels of a mask's row or column of n around a place of the photo, px.
func (m *Mask) tapAt(place float64, n int) maskTap {
	u := place*m.scale - 0.5
	a := math.Floor(u)
	w := uint32(math.Round((u - a) * 256))
	i := int(a)
	return maskTap{min(max(i, 0), n-1), min(max(i+1, 0), n-1), w}
}

// Across reads the mask at places of a row that grow, px of the photo: 0.5 is the middle of the
// first pixel.
func (m *Mask) Across(places []float64) *MaskLine {
	l := &MaskLine{m: m, x: make([]maskTap, len(places)), row: make([]uint32, m.width), weights: make([]uint32, len(places))}
	for i, p := range places {
		l.x[i] = m.tapAt(p, m.width)
	}
	return l
}

// At returns how much stays as it was, 0 to Protected, along the row at y, px of the photo. Only
// weights[from:to] are valid; all others are 0. They are so until the next call.
func (l *MaskLine) At(y float64) (weights []uint32, from, to int) {
	v := l.m.tapAt(y, l.m.height)
	s := l.m.spans[v.a].union(l.m.spans[v.b])
	if s.empty() {
		return nil, 0, 0
	}
	l.between(v, span{max(0, s.from-1), min(l.m.width, s.to+1)})
	from = sort.Search(len(l.x), func(i int) bool { return l.x[i].b >= s.from })
	to = sort.Search(len(l.x), func(i int) bool { return l.x[i].a >= s.to })
	for i := from; i < to; i++ {
		t := l.x[i]
		l.weights[i] = (l.row[t.a]*(256-t.weight) + l.row[t.b]*t.weight + 128) >> 8
	}
	return l.weights, from, to
}

// between fills a part of row between two rows of the mask.
func (l *MaskLine) between(v maskTap, s span) {
	a, b := l.m.pix[v.a*l.m.width:], l.m.pix[v.b*l.m.width:]
	for x := s.from; x < s.to; x++ {
		l.row[x] = of256(a[x])*(256-v.weight) + of256(b[x])*v.weight
	}
}

// of256 makes 0 to 255 0 to 256.
func of256(v uint8) uint32 { return uint32(v) + uint32(v>>7) }

// Protect puts p back into restored, of the same size and changed from p, as far as the mask
// says; nil protects nothing. Restored's samples are overwritten and belong to the photo that is
// returned. Where nothing is protected they stay as they are, where all is they are p's, bit for
// bit. Once ctx is done it soon returns ctx's error.
func (p *Photo) Protect(ctx context.Context, restored *Photo, m *Mask) (*Photo, error) {
	if m == nil {
		return restored, nil
	}
	places := make([]float64, p.Width)
	for x := range places {
		places[x] = float64(x) + 0.5
	}
	parallel.Parts(p.Height, func(from, to int) {
		line := m.Across(places)
		for y := from; y < to && ctx.Err() == nil; y++ {
			p.protectRow(restored, line, y)
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return restored, nil
}

func (p *Photo) protectRow(restored *Photo, line *MaskLine, y int) {
	weights, from, to := line.At(float64(y) + 0.5)
	was, now := p.rows(p.Pix, y, y+1), p.rows(restored.Pix, y, y+1)
	for x := from; x < to; x++ {
		switch w := weights[x]; w {
		case 0:
		case Protected:
			for c := range now {
				now[c][x] = was[c][x]
			}
		default:
			for c := range now {
				now[c][x] += (was[c][x] - now[c][x]) * float32(w) / Protected
			}
		}
	}
}
