package photo

import "runtime"

// Mix says how much of what a network changed is taken into the photo. The
// change is split twice: into luminance and colour, and into a broad part, which
// follows the picture's own shapes as haze does, and the fine rest, which is
// noise and rain. The zero value takes nothing.
type Mix struct {
	Luma, Color float32 // of the change in luminance and in colour, 0 to MixLimit
	Fine, Broad float32 // of the fine and of the broad part, 0 to 1
	Grain       float32 // how much of the fine change in luminance is left out, 0 to 1
}

// MixLimit is the most of a change that can be taken: a little more than the
// network gives.
const MixLimit = 1.3

// Full takes a restoration as it is.
var Full = Mix{Luma: 1, Color: 1, Fine: 1, Broad: 1}

// Weights are the factors of the four parts of a change.
type Weights struct{ FineLuma, FineColor, BroadLuma, BroadColor float32 }

// Weights multiplies the mix out.
func (m Mix) Weights() Weights {
	luma, color := within(m.Luma, MixLimit), within(m.Color, MixLimit)
	fine, broad := within(m.Fine, 1), within(m.Broad, 1)
	return Weights{luma * fine * (1 - within(m.Grain, 1)), color * fine, luma * broad, color * broad}
}

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

// Mixed returns the photo with the restored one mixed in; both are of one size,
// and neither is changed. Samples stay within 0..1. A mix of nothing is p, a full
// one has restored's samples, bit for bit.
func (p *Photo) Mixed(restored *Photo, m Mix) *Photo {
	w := m.Weights()
	switch w {
	case Weights{}:
		return p
	case Full.Weights():
		return p.WithPix(restored.Pix)
	}
	pix := make([]float32, len(p.Pix))
	bands(p.Height, func(from, to int) { p.mixRows(pix, restored, w, from, to) })
	return p.WithPix(pix)
}

// mixRows fills rows from..to of pix.
func (p *Photo) mixRows(pix []float32, restored *Photo, w Weights, from, to int) {
	n, start, end := p.Width*p.Height, from*p.Width, to*p.Width
	var was, now, broad, out [3][]float32
	for c := range 3 {
		plane := c * n
		was[c], now[c], out[c] = p.Pix[plane+start:plane+end], restored.Pix[plane+start:plane+end], pix[plane+start:plane+end]
		broad[c] = now[c]
		if w.Splits() {
			broad[c] = broadRows(p.Pix[plane:plane+n], restored.Pix[plane:plane+n], p.Width, p.Height, from, to)
		}
	}
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

// bands cuts rows into bands, small enough that the split of one takes little
// memory, and works on as many at once as there are CPUs.
func bands(rows int, work func(from, to int)) {
	const height = 256
	next := make(chan int)
	go func() {
		defer close(next)
		for y := 0; y < rows; y += height {
			next <- y
		}
	}()
	done := make(chan struct{})
	workers := runtime.GOMAXPROCS(0)
	for range workers {
		go func() {
			defer func() { done <- struct{}{} }()
			for y := range next {
				work(y, min(y+height, rows))
			}
		}()
	}
	for range workers {
		<-done
	}
}
