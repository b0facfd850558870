package render

import (
	"image"

	"afterrain/engine/photo/mixing"
	"afterrain/engine/photo/parallel"
	"afterrain/engine/photo/protect"
)

// Surround is the neutral grey around a photo, sRGB.
const Surround = 0x26

// nearestFrom is the zoom from which pixels are shown as squares.
const nearestFrom = 2.0

// A Layer is one restored level. Alpha is 255 where the network has been and
// all four channels are 0 elsewhere, so a layer is a premultiplied picture.
type Layer struct {
	Level int
	Image *image.RGBA // of the whole level, or of a part that begins at its Rect.Min
}

// Blend says how restored layers are mixed in.
type Blend struct {
	Weights mixing.Weights
	Fine    *Layer        // the photo with the fine part of its change alone; nil if not known
	Stays   *protect.Mask // where the photo stays as it was; nil for nowhere
}

// Draw fills dst with what v shows: before, and over it the restored layers,
// finest first, blended in. Where the finest layer has no pixels yet the next
// coarser one stands in. dst has the size of the pane.
func Draw(dst *image.RGBA, v Viewport, before Pyramid, restored []Layer, how Blend) {
	Clear(dst)
	box := v.frame().Intersect(dst.Rect)
	if v.Empty() || box.Empty() || len(before) == 0 {
		return
	}
	base, level := before.At(v.Level())
	c := composer{under: newSampler(v, box, Layer{level, base}), weights: how.Weights}
	if how.Weights != (mixing.Weights{}) {
		for _, l := range restored {
			c.over = append(c.over, newSampler(v, box, l))
		}
	}
	if how.Weights.Splits() && how.Fine != nil && len(c.over) > 0 {
		s := newSampler(v, box, *how.Fine)
		c.fine = &s
	}
	if how.Stays != nil && len(c.over) > 0 {
		c.guard = newGuard(v, box, how.Stays)
	}
	parallel.Parts(box.Dy(), func(y0, y1 int) {
		row := c.ready()
		for y := y0; y < y1; y++ {
			i := dst.PixOffset(box.Min.X, box.Min.Y+y)
			row.compose(dst.Pix[i:i+4*box.Dx()], y)
		}
	})
}

// Clear shows no photo: dst is all surround.
func Clear(dst *image.RGBA) {
	copy(dst.Pix, []uint8{Surround, Surround, Surround, 255})
	for n := 4; n < len(dst.Pix); n *= 2 {
		copy(dst.Pix[n:], dst.Pix[:n])
	}
}

// composer mixes one row of the restored layers into a row of the photo.
type composer struct {
	under    sampler
	over     []sampler
	fine     *sampler // nil if fine and broad parts are not told apart
	weights  mixing.Weights
	guard    *guard // nil if nothing is protected
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
	if c.guard != nil {
		c.guard = c.guard.ready()
	}
	return &c
}

func (c *composer) compose(dst []uint8, y int) {
	c.mixed(dst, y)
	if c.guard != nil {
		c.guard.keep(dst, c.under, y)
	}
}

// mixed is the row as it would be if nothing of it was protected.
func (c *composer) mixed(dst []uint8, y int) {
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
	if whole && c.weights == mixing.Full.Weights() {
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
