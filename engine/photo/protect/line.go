package protect

import (
	"math"
	"sort"
)

// Whole is the weight of a place that stays as it was wholly; see Line.
const Whole = 1 << 16

// A Line reads a mask along rows of the photo, between its pixels. The window's drawing and
// the export share it, so that both protect alike. It belongs to one goroutine.
type Line struct {
	m       *Mask
	x       []maskTap
	row     []uint32 // of the mask, between two of its rows: 0 to Whole
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
func (m *Mask) Across(places []float64) *Line {
	l := &Line{m: m, x: make([]maskTap, len(places)), row: make([]uint32, m.width), weights: make([]uint32, len(places))}
	for i, p := range places {
		l.x[i] = m.tapAt(p, m.width)
	}
	return l
}

// At returns how much stays as it was, 0 to Whole, along the row at y, px of the photo. Only
// weights[from:to] are valid; all others are 0. They are so until the next call.
func (l *Line) At(y float64) (weights []uint32, from, to int) {
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
func (l *Line) between(v maskTap, s span) {
	a, b := l.m.pix[v.a*l.m.width:], l.m.pix[v.b*l.m.width:]
	for x := s.from; x < s.to; x++ {
		l.row[x] = of256(a[x])*(256-v.weight) + of256(b[x])*v.weight
	}
}

// of256 makes 0 to 255 0 to 256.
func of256(v uint8) uint32 { return uint32(v) + uint32(v>>7) }
