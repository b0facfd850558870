package photo

import (
	"image"
	"math"
	"slices"
)

// tone is the curve between what a sensor measured and the samples that the network sees: sRGB's, after the light was made brighter, and from
// a knee on bent so that the brightest stays below white: nothing is cut, and the way back is exact.
type tone struct {
	gain float64 // of the light
	top  float64 // where the brightest would lie beyond the knee, in shares of what is left to white; 1 at least
}

// knee is where the curve begins to bend, of samples that the network sees: what is darker looks as it does in a developed photo.
const knee = 0.7

func newTone(gain float64) tone {
	return tone{gain, max(1, (toSRGB(gain)-knee)/(1-knee))}
}

// encoded takes a share of the light that a sensor can measure, 0 to 1, to a sample.
func (t tone) encoded(light float64) float64 {
	v := toSRGB(t.gain * light)
	if v <= knee || t.top == 1 {
		return v
	}
	over := (v - knee) / (1 - knee)
	return knee + (1-knee)*over*(1+over/(t.top*t.top))/(1+over) // Reinhard et al., "Photographic Tone Reproduction", 2002, equation 4
}

// decoded is the way back.
func (t tone) decoded(v float64) float64 {
	if v > knee && t.top > 1 {
		s, q := (v-knee)/(1-knee), t.top*t.top
		over := q / 2 * (s - 1 + math.Sqrt((1-s)*(1-s)+4*s/q))
		v = knee + (1-knee)*over
	}
	return fromSRGB(v) / t.gain
}

// toSRGB encodes light as IEC 61966-2-1 does, as fromSRGB decodes it; beyond 1 it goes on.
func toSRGB(light float64) float64 {
	if light <= 0.0031308 {
		return 12.92 * light
	}
	return 1.055*math.Pow(light, 1/2.4) - 0.055
}

// exposure is by how much linear samples are to be made brighter to be as bright as the picture that was shown, or, if that is nil,
// so that all but a hundredth of them is below white.
func (p *Photo) exposure(shown image.Image) float64 {
	const least, most = 0.5, 256
	if shown == nil {
		levels := p.brightness(image.Rect(0, 0, p.Width, p.Height))
		return min(max(1/max(levels[len(levels)-1], 1e-6), least), most)
	}
	pix, _ := samples(shown)
	size := shown.Bounds().Size()
	other := &Photo{Width: size.X, Height: size.Y, Pix: pix}
	mine, its := p.shared(other)
	is, wanted := p.brightness(mine), other.brightness(its)
	var gains []float64
	for i := 3; i <= 5; i++ { // the middle of toneShares
		gains = append(gains, fromSRGB(wanted[i])/max(is[i], 1e-6))
	}
	slices.Sort(gains)
	return min(max(gains[1], least), most)
}
