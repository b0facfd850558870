// Package mixing takes as much of a restoration into a photo as is asked for.
package mixing

import (
	"context"

	"afterrain/engine/photo"
	"afterrain/engine/photo/parallel"
)

// Mix says how much of what a network changed is taken into the photo. The
// change is split twice: into luminance and colour, and into a broad part, which
// follows the picture's own shapes as haze does, and the fine rest, which is
// noise and rain. The zero value takes nothing.
type Mix struct {
	Luma, Color float32 // of the change in luminance and in colour, 0 to Limit
	Fine, Broad float32 // of the fine and of the broad part, 0 to 1
	Grain       float32 // how much of the fine change in luminance is left out, 0 to 1
}

// Limit is the most of a change that can be taken: a little more than the
// network gives.
const Limit = 1.3

// Full takes a restoration as it is.
var Full = Mix{Luma: 1, Color: 1, Fine: 1, Broad: 1}

// Weights are the factors of the four parts of a change.
type Weights struct{ FineLuma, FineColor, BroadLuma, BroadColor float32 }

// Weights multiplies the mix out.
func (m Mix) Weights() Weights {
	luma, color := within(m.Luma, Limit), within(m.Color, Limit)
	fine, broad := within(m.Fine, 1), within(m.Broad, 1)
	return Weights{luma * fine * (1 - within(m.Grain, 1)), color * fine, luma * broad, color * broad}
}

// TakesNothing tells whether the photo stays as it is, so that no restoration of it is
// needed: at strength 0.
func (m Mix) TakesNothing() bool { return m.Weights() == Weights{} }

// within cuts v to 0..limit; what is no number is 0.
func within(v, limit float32) float32 {
	if !(v > 0) {
		return 0
	}
	return min(v, limit)
}

// Splits tells whether fine and broad parts differ in weight, so that they have
// to be told apart.
func (w Weights) Splits() bool { return w.FineLuma != w.BroadLuma || w.FineColor != w.BroadColor }

// Luminance weighs R, G and B as Rec. 709 does; here of gamma-encoded samples.
const (
	lumaRed   = 0.2126
	lumaGreen = 0.7152
	lumaBlue  = 0.0722
)

// Into mixes p into the restored photo, of the same size, as much of it
// as m leaves: restored's samples are overwritten and belong to the photo that is
// returned, restored itself must not be used any more. p is not changed. Samples
// stay within 0..1; a mix of nothing gives p's own samples, a full one restored's,
// bit for bit. It takes a little memory, whatever the photo's size. Once ctx is done
// it soon returns ctx's error, and restored's samples are of no use.
func Into(ctx context.Context, p, restored *photo.Photo, m Mix) (*photo.Photo, error) {
	w := m.Weights()
	switch {
	case m.TakesNothing():
		restored = p
	case w == Full.Weights():
	case w.Splits():
		mixParts(ctx, p, restored.Pix, w, mixRows(p.Width))
	default:
		parallel.Rows(p.Height, func(y int) {
			if ctx.Err() == nil {
				now := p.Rows(restored.Pix, y, y+1)
				blend(p.Rows(p.Pix, y, y+1), now, now, now, w)
			}
		})
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return p.WithPix(restored.Pix), nil
}

// blend fills out with was and the weighted parts of its change to now; out may be
// broad or now.
func blend(was, now, broad, out [3][]float32, w Weights) {
	for i := range was[0] {
		var wide, fine [3]float32
		for c := range 3 {
			wide[c], fine[c] = broad[c][i]-was[c][i], now[c][i]-broad[c][i]
		}
		wideLuma, fineLuma := luminance(wide), luminance(fine)
		lift := w.BroadLuma*wideLuma + w.FineLuma*fineLuma
		for c := range 3 {
			v := was[c][i] + lift + w.BroadColor*(wide[c]-wideLuma) + w.FineColor*(fine[c]-fineLuma)
			out[c][i] = max(0, min(1, v))
		}
	}
}

func luminance(rgb [3]float32) float32 {
	return lumaRed*rgb[0] + lumaGreen*rgb[1] + lumaBlue*rgb[2]
}
