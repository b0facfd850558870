package render

import (
	"encoding/binary"
	"image"
	"math"
)

// tap says which two pixels of a row or column to mix, and how much of the second.
type tap struct {
	a, b   int32
	weight uint32 // of b, 0 to 256
}

// sampler draws one level through a viewport, bilinearly, or square by square
// when zoomed far in.
type sampler struct {
	img  *image.RGBA
	x, y []tap // x in bytes, y in bytes of whole rows
	run  bool  // the pixels of a row lie side by side, as at 1:1
}

// newSampler prepares for the device pixels of box.
func newSampler(v Viewport, box image.Rectangle, l Layer) sampler {
	o, zoom := v.Origin(), v.Zoom*math.Exp2(float64(l.Level))
	near := v.Zoom >= nearestFrom && l.Level == 0
	s := sampler{
		img: l.Image,
		x:   taps(box.Min.X-o.X, box.Dx(), zoom, l.Image.Rect.Min.X, l.Image.Rect.Dx(), 4, near),
		y:   taps(box.Min.Y-o.Y, box.Dy(), zoom, l.Image.Rect.Min.Y, l.Image.Rect.Dy(), l.Image.Stride, near),
		run: true,
	}
	for i, t := range s.x {
		s.run = s.run && t.weight == 0 && t.a == s.x[0].a+int32(4*i)
	}
	return s
}

// taps maps n device pixels, the first of them start pixels into the photo, to
// a line of size pixels, the first of them from pixels into the level, that lie
// step bytes apart.
func taps(start, n int, zoom float64, from, size, step int, near bool) []tap {
	t := make([]tap, n)
	for i := range t {
		u := (float64(start+i)+0.5)/zoom - 0.5
		if near {
			u = math.Round(u)
		}
		a := math.Floor(u)
		w := uint32(math.Round((u - a) * 256))
		first := int(a) - from
		lo, hi := min(max(first, 0), size-1), min(max(first+1, 0), size-1)
		t[i] = tap{int32(lo * step), int32(hi * step), w}
	}
	return t
}

// row writes device row y. The four channels travel in one word, 16 bits each.
func (s sampler) row(dst []uint8, y int) {
	v := s.y[y]
	top, bottom := s.img.Pix[v.a:], s.img.Pix[v.b:]
	if s.run && v.weight == 0 {
		copy(dst[:4*len(s.x)], top[s.x[0].a:])
		return
	}
	for i, h := range s.x {
		word := lerp(spread(top, h.a), spread(top, h.b), h.weight)
		if v.weight != 0 {
			word = lerp(word, lerp(spread(bottom, h.a), spread(bottom, h.b), h.weight), v.weight)
		}
		pack(dst[4*i:], word)
	}
}

// pack is the reverse of spread.
func pack(dst []uint8, word uint64) {
	word = (word | word>>8) & 0x0000ffff0000ffff
	binary.LittleEndian.PutUint32(dst, uint32(word|word>>16))
}

// spread reads four bytes into the low halves of four 16-bit lanes.
func spread(pix []uint8, i int32) uint64 {
	v := uint64(binary.LittleEndian.Uint32(pix[i:]))
	v = (v | v<<16) & 0x0000ffff0000ffff
	return (v | v<<8) & 0x00ff00ff00ff00ff
}

// lerp mixes four 8-bit lanes, rounding to nearest.
func lerp(a, b uint64, weight uint32) uint64 {
	w := uint64(weight)
	return (a*(256-w) + b*w + 0x0080008000800080) >> 8 & 0x00ff00ff00ff00ff
}
