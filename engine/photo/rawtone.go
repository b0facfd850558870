package photo

import (
	"image"
	"math"
	"slices"

	"afterrain/engine/photo/parallel"
)

// What a sensor measures is flat and dark beside the picture that the camera makes of it and shows on its back. A curve that gives the developed
// photo the same share of dark and bright places makes it look as the photographer has seen it.

// toneShares are the shares of a picture's pixels below which its brightness is compared.
var toneShares = [...]float64{0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99}

const (
	toneSide  = 256  // px, about: pictures are compared so small that noise does not count
	toneSteps = 4096 // of a curve
)

// toneAs gives the photo the brightness and contrast of a picture of the same scene, which may lie on its side.
func (p *Photo) toneAs(own image.Image) {
	curve := p.toneLike(own, asItIs)
	parallel.Parts(len(p.Pix), func(from, to int) {
		for i, v := range p.Pix[from:to] {
			p.Pix[from+i] = curve.at(v)
		}
	})
}

// toneLike is the curve that gives the photo, once its samples are encoded, the brightness and contrast of a picture.
func (p *Photo) toneLike(own image.Image, encoded func(float64) float64) *curve {
	pix, _ := samples(own)
	size := own.Bounds().Size()
	other := &Photo{Width: size.X, Height: size.Y, Pix: pix}
	mine, its := p.shared(other)
	return newCurve(p.brightness(mine, encoded), other.brightness(its, asItIs))
}

func asItIs(v float64) float64 { return v }

// shared is what a photo and a picture of another shape have in common: cameras put black bars around, or show as much as
// a television would, from the middle.
func (p *Photo) shared(other *Photo) (mine, its image.Rectangle) {
	size, shape := image.Pt(p.Width, p.Height), image.Pt(other.Width, other.Height)
	turn := func(p image.Point) image.Point { return p }
	if (size.X > size.Y) != (shape.X > shape.Y) {
		turn = func(p image.Point) image.Point { return image.Pt(p.Y, p.X) }
	}
	if its = inmost(shape, turn(size)); other.blackAround(its, 0.03) { // with what JPEG makes of an edge
		return image.Rectangle{Max: size}, its
	}
	return inmost(size, turn(shape)), image.Rectangle{Max: shape}
}

// inmost is the largest part of a picture of the given size that has the shape of another, in its middle. Those that differ by
// a fiftieth, as developed photos and pictures of cameras do, have one shape.
func inmost(size, shape image.Point) image.Rectangle {
	w, h := size.X, size.Y
	switch a, b := size.X*shape.Y, size.Y*shape.X; {
	case 50*a > 51*b:
		w = max(b/shape.Y, 1)
	case 50*b > 51*a:
		h = max(a/shape.X, 1)
	}
	return image.Rect(0, 0, w, h).Add(image.Pt((size.X-w)/2, (size.Y-h)/2))
}

// blackAround tells whether there is something outside the part of the photo, and its samples are less than black.
func (p *Photo) blackAround(part image.Rectangle, black float32) bool {
	n, dark := 0, 0
	for i, v := range p.Pix {
		if !image.Pt(i%p.Width, i/p.Width%p.Height).In(part) {
			n++
			if v < black {
				dark++
			}
		}
	}
	return n > 0 && 20*dark > 19*n
}

// brightness is how bright a part of the photo is, 0 to 1, below each of the toneShares. The samples may be linear and encoded turns the means of them to others: noise has no part in these then.
func (p *Photo) brightness(part image.Rectangle, encoded func(float64) float64) (levels [len(toneShares)]float64) {
	step := max(1, min(max(part.Dx(), part.Dy())/toneSide, part.Dx(), part.Dy()))
	n := p.Width * p.Height
	var means []float64
	for top := part.Min.Y; top+step <= part.Max.Y; top += step {
		for left := part.Min.X; left+step <= part.Max.X; left += step {
			var sum [3]float64
			for y := top; y < top+step; y++ {
				for i := y*p.Width + left; i < y*p.Width+left+step; i++ {
					for c := range sum {
						sum[c] += float64(p.Pix[c*n+i])
					}
				}
			}
			area := float64(step * step)
			means = append(means, 0.299*encoded(sum[0]/area)+0.587*encoded(sum[1]/area)+0.114*encoded(sum[2]/area))
		}
	}
	slices.Sort(means)
	for i, share := range toneShares {
		levels[i] = means[min(int(share*float64(len(means))), len(means)-1)]
	}
	return levels
}

// curve takes samples of 0 to 1 to others, by a table.
type curve [toneSteps + 1]float32

// newCurve goes through the points that take each level of from to that of to, and through 0 and 1, without turning back
// (Fritsch and Carlson, "Monotone Piecewise Cubic Interpolation", 1980).
func newCurve(from, to [len(toneShares)]float64) *curve {
	x, y := []float64{0}, []float64{0}
	add := func(a, b float64) {
		const least = 1.0 / 512 // between two points, so that no step is steep by chance
		if last := len(x) - 1; a >= x[last]+least && a <= 1 {
			x, y = append(x, a), append(y, math.Max(b, y[last]))
		}
	}
	for i := range from {
		if from[i] <= 1-1.0/512 {
			add(from[i], to[i])
		}
	}
	add(1, 1)
	slopes := monotone(x, y)
	c, k := new(curve), 0
	for i := range c {
		at := float64(i) / toneSteps
		for k < len(x)-2 && at > x[k+1] {
			k++
		}
		c[i] = float32(hermite((at-x[k])/(x[k+1]-x[k]), x[k+1]-x[k], y[k], y[k+1], slopes[k], slopes[k+1]))
	}
	return c
}

// monotone finds the slope at each point with which the cubics between them never turn back.
func monotone(x, y []float64) []float64 {
	n := len(x)
	secants, slopes := make([]float64, n-1), make([]float64, n)
	for i := range secants {
		secants[i] = (y[i+1] - y[i]) / (x[i+1] - x[i])
	}
	slopes[0], slopes[n-1] = secants[0], secants[n-2]
	for i := 1; i < n-1; i++ {
		if a, b := secants[i-1], secants[i]; a > 0 && b > 0 {
			slopes[i] = 2 * a * b / (a + b) // the harmonic mean stays within the region
		}
	}
	return slopes
}

// hermite is the cubic over a stretch of the given width at its share t, by the values and slopes at both ends.
func hermite(t, width, y0, y1, m0, m1 float64) float64 {
	u := 1 - t
	return u*u*(1+2*t)*y0 + t*u*u*width*m0 + t*t*(3-2*t)*y1 - t*t*u*width*m1
}

// at is the curve's value for a sample.
func (c *curve) at(v float32) float32 {
	f := min(max(v, 0), 1) * toneSteps
	i := min(int(f), toneSteps-1)
	return c[i] + (f-float32(i))*(c[i+1]-c[i])
}
