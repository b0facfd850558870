package photo

import (
	"image"
	"math"
	"slices"

	"afterrain/engine/photo/colour"
)

// tone is the curve between light and the samples that the network sees: sRGB's, and from a knee on bent so that the brightest light stays
// below white: nothing is cut, and the way back is exact.
type tone struct {
	knee float64 // a sample: what is darker looks as it does in a developed photo
	top  float64 // where the brightest would lie beyond the knee, in shares of what is left to white; 1 at least
}

// newTone is the curve for light up to most; 1 is white. The more there is beyond white, the more room it gets: where the curve is flat, noise hardly shows
// and stays, and a level that the network is off is many on the way back.
func newTone(most float64) tone {
	knee := min(max(0.6, 0.95-0.12*math.Log2(most)), 0.95)
	return tone{knee, max(1, (colour.ToSRGB(most)-knee)/(1-knee))}
}

// encoded takes light to a sample.
func (t tone) encoded(light float64) float64 {
	v := colour.ToSRGB(light)
	if v <= t.knee || t.top == 1 {
		return min(v, 1)
	}
	over := (v - t.knee) / (1 - t.knee)
	return min(t.knee+(1-t.knee)*over*(1+over/(t.top*t.top))/(1+over), 1) // Reinhard et al., "Photographic Tone Reproduction", 2002, equation 4
}

// decoded is the way back.
func (t tone) decoded(v float64) float64 {
	if v > t.knee && t.top > 1 {
		s, q := (v-t.knee)/(1-t.knee), t.top*t.top
		over := q / 2 * (s - 1 + math.Sqrt((1-s)*(1-s)+4*s/q))
		v = t.knee + (1-t.knee)*over
	}
	return colour.FromSRGB(v)
}

// exposure is by how much linear samples are to be made brighter to be as bright as the picture that was shown, or, if that is nil,
// so that all but a hundredth of them is below white.
func (p *Photo) exposure(shown image.Image) float64 {
	const least, most = 0.5, 256
	if shown == nil {
		levels := p.brightness(image.Rect(0, 0, p.Width, p.Height), asItIs)
		return min(max(1/max(levels[len(levels)-1], 1e-6), least), most)
	}
	pix, _ := samples(shown)
	size := shown.Bounds().Size()
	other := &Photo{Width: size.X, Height: size.Y, Pix: pix}
	mine, its := p.shared(other)
	is, wanted := p.brightness(mine, asItIs), other.brightness(its, asItIs)
	var gains []float64
	for i := 3; i <= 5; i++ { // the middle of toneShares
		gains = append(gains, colour.FromSRGB(wanted[i])/max(is[i], 1e-6))
	}
	slices.Sort(gains)
	return min(max(gains[1], least), most)
}
