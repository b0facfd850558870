package ui

import (
	"encoding/binary"
	"image"
	"math"

	"afterrain/engine/photo"
)

// surround is the neutral grey around a photo, sRGB.
const surround = 0x26

// nearestFrom is the zoom from which pixels are shown as squares.
const nearestFrom = 2.0

// A layer is one restored level. Alpha is 255 where the network has been and
// all four channels are 0 elsewhere, so a layer is a premultiplied picture.
type layer struct {
	level int
	img   *image.RGBA // of the whole level, or of a part that begins at its Rect.Min
}

// blend says how restored layers are mixed in.
type blend struct {
	weights photo.Weights
	fine    *layer // the photo with the fine part of its change alone; nil if not known
}

// draw fills dst with what v shows: before, and over it the restored layers,
// finest first, blended in. Where the finest layer has no pixels yet the next
// coarser one stands in. dst has the size of the pane.
func draw(dst *image.RGBA, v viewport, before pyramid, restored []layer, how blend) {
	fill(dst, surround)
	box := v.frame().Intersect(dst.Rect)
	if v.empty() || box.Empty() || len(before) == 0 {
		return
	}
	base, level := before.at(v.level())
	c := composer{under: newSampler(v, box, layer{level, base}), weights: how.weights}
	if how.weights != (photo.Weights{}) {
		for _, l := range restored {
			c.over = append(c.over, newSampler(v, box, l))
		}
	}
	if how.weights.Splits() && how.fine != nil && len(c.over) > 0 {
		s := newSampler(v, box, *how.fine)
		c.fine = &s
	}
	photo.Parallel(box.Dy(), func(y0, y1 int) {
		row := c.ready()
		for y := y0; y < y1; y++ {
			i := dst.PixOffset(box.Min.X, box.Min.Y+y)
			row.compose(dst.Pix[i:i+4*box.Dx()], y)
		}
	})
}

func fill(dst *image.RGBA, grey uint8) {
	copy(dst.Pix, []uint8{grey, grey, grey, 255})
	for n := 4; n < len(dst.Pix); n *= 2 {
		copy(dst.Pix[n:], dst.Pix[:n])
	}
}

// composer mixes one row of the restored layers into a row of the photo.
type composer struct {
	under    sampler
	over     []sampler
	fine     *sampler // nil if fine and broad parts are not told apart
	weights  photo.Weights
	top, gap []uint8
	part     []uint8
}

// ready returns a copy with rows of its own.
func (c composer) ready() *composer {
	n := 4 * len(c.under.x)
	if len(c.over) > 0 {
		c.top, c.gap = make([]uint8, n), make([]uint8, n)
	}
	if c.fine != nil {
		c.part = make([]uint8, n)
	}
	return &c
}

func (c *composer) compose(dst []uint8, y int) {
	if len(c.over) == 0 {
		c.under.row(dst, y)
		return
	}
	c.over[0].row(c.top, y)
	whole := opaque(c.top)
	for _, s := range c.over[1:] {
		if whole {
			break
		}
		s.row(c.gap, y)
		placeUnder(c.top, c.gap)
		whole = opaque(c.top)
	}
	if whole && c.weights == photo.Full.Weights() {
		copy(dst, c.top) // nothing of the photo shows through
		return
	}
	c.under.row(dst, y)
	if share, plain := plainShare(c.weights); plain {
		mix(dst, c.top, share)
		return
	}
	if c.fine != nil {
		c.fine.row(c.part, y)
	}
	mixParts(dst, c.top, c.part, fixed(c.weights))
}

func opaque(row []uint8) bool {
	for i := 3; i < len(row); i += 4 {
		if row[i] != 255 {
			return false
		}
	}
	return true
}

// placeUnder shows lower wherever top is not opaque; both premultiplied.
func placeUnder(top, lower []uint8) {
	for i := 0; i < len(top); i += 4 {
		t, l := top[i:][:4], lower[i:][:4]
		if rest := 255 - int(t[3]); rest > 0 {
			for c := range t {
				t[c] += uint8(int(l[c]) * rest / 255)
			}
		}
	}
}

// mix moves dst towards the premultiplied row top by strength/256.
func mix(dst, top []uint8, strength int) {
	for i := 0; i < len(dst); i += 4 {
		switch a := int(top[i+3]); a {
		case 0:
		case 255:
			pack(dst[i:], lerp(spread(dst, int32(i)), spread(top, int32(i)), uint32(strength)))
		default:
			d, t := dst[i:][:4], top[i:][:4]
			for c := range 3 {
				d[c] += uint8((int(t[c])*255 - int(d[c])*a) * strength / (255 * 256))
			}
		}
	}
}

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
func newSampler(v viewport, box image.Rectangle, l layer) sampler {
	o, zoom := v.origin(), v.zoom*math.Exp2(float64(l.level))
	near := v.zoom >= nearestFrom && l.level == 0
	s := sampler{
		img: l.img,
		x:   taps(box.Min.X-o.X, box.Dx(), zoom, l.img.Rect.Min.X, l.img.Rect.Dx(), 4, near),
		y:   taps(box.Min.Y-o.Y, box.Dy(), zoom, l.img.Rect.Min.Y, l.img.Rect.Dy(), l.img.Stride, near),
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
