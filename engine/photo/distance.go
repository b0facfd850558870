package photo

import "math"

// Distance tells how far the samples of two photos are apart, 0 to 1.
type Distance struct {
	Mean, Max float64 // of the absolute differences
	Square    float64 // the mean of their squares
}

// DistanceTo compares the photo with another one of the same size.
func (p *Photo) DistanceTo(q *Photo) Distance {
	var d Distance
	for i, v := range p.Pix {
		apart := math.Abs(float64(v - q.Pix[i]))
		d.Mean += apart
		d.Square += apart * apart
		d.Max = max(d.Max, apart)
	}
	n := float64(max(len(p.Pix), 1))
	d.Mean /= n
	d.Square /= n
	return d
}

// PSNR is the peak signal-to-noise ratio in dB; of equal photos it is infinite.
func (d Distance) PSNR() float64 { return -10 * math.Log10(d.Square) }
