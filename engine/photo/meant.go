package photo

import (
	"math"

	"afterrain/engine/photo/colour"
)

// A network that takes noise away gives the mean of what was there. That is not the light's own: samples are encoded so that shadows have many of them, and what is below black is cut off. So noise makes shadows
// brighter and what is a little brighter darker, and in red and blue, where the white balance has made more of it, more than in green: a shadow of 6 6 5 (levels of 255) came out of the network as 13 6 10, purple.
// How much it is can be told where the noise of the sensor is known (Mäkitalo and Foi, "Optimal inversion of the generalized Anscombe transformation for Poisson-Gaussian noise", 2013). It is undone as far
// as the channels differ; to undo all of it would make what is left of the noise in shadows several times as strong.

// noise is that of a sensor: a sample of x, 1 is white, has the variance shot*x + read.
type noise struct {
	Shot float64 `json:"shot"`
	Read float64 `json:"read"`
}

// deviation is that of channel c of what to makes of white-balanced light in the sensor's colours, which is neutral.
func (s sensor) deviation(to colour.Matrix, c int, light float64) float64 {
	sum := 0.0
	for j, b := range s.Balance {
		sum += to[c][j] * to[c][j] * b * b * (s.Noise.Shot*light/b + s.Noise.Read)
	}
	return math.Sqrt(sum)
}

const (
	meantPoints = 256        // of light that is looked at
	leastMeant  = 0.25 / 255 // what is less than this does not count
)

// meant finds what means of noisy samples mean in each channel: what they are in green, of neutral light. It is nil if they are about the same. The samples are encoded of what to makes of light, which
// goes up to most.
func (s sensor) meant(to colour.Matrix, encoded func(float64) float64, most float64) *[3]curve {
	var seems [3][]float64
	for c := range seems {
		gain := to[c][0] + to[c][1] + to[c][2]
		for i := range meantPoints + 1 {
			light := most * math.Pow(float64(i)/meantPoints, 2.5)
			seems[c] = append(seems[c], meanOf(encoded, gain*light, s.deviation(to, c, light), gain*most))
		}
	}
	var curves [3]curve
	counts := false
	for c := range curves {
		curves[c].through(seems[c], seems[1])
		for i, v := range seems[c] {
			counts = counts || math.Abs(v-seems[1][i]) > leastMeant
		}
	}
	if !counts {
		return nil
	}
	return &curves
}

// meanOf is the mean of encoded values around one, normally distributed. What is below 0 is cut off; beyond end encoded goes straight on.
func meanOf(encoded func(float64) float64, value, deviation, end float64) float64 {
	const reach, steps = 4, 32
	slope := (encoded(end) - encoded(0.99*end)) / (0.01 * end)
	sum, weights := 0.0, 0.0
	for i := range steps + 1 {
		z := reach * (2*float64(i)/steps - 1)
		x, w := max(value+deviation*z, 0), math.Exp(-z*z/2)
		v := encoded(min(x, end))
		if x > end {
			v += (x - end) * slope
		}
		sum, weights = sum+w*v, weights+w
	}
	return sum / weights
}

// through makes the curve go straight from 0 through points, of which x and y grow, and beyond the last as far above or below as there.
func (c *curve) through(x, y []float64) {
	fromX, fromY, next := 0.0, 0.0, 0
	for i := range c {
		at := float64(i) / toneSteps
		for ; next < len(x) && x[next] <= at; next++ {
			fromX, fromY = x[next], y[next]
		}
		slope := 1.0
		if next < len(x) {
			slope = (y[next] - fromY) / (x[next] - fromX)
		}
		c[i] = float32(min(fromY+slope*(at-fromX), 1))
	}
}

// Meant is what a sample of a channel stands for that a network has made of the photo's.
func (p *Photo) Meant(channel int, v float32) float32 {
	if p.meant == nil {
		return v
	}
	return p.meant[channel].at(v)
}
