package photo

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strings"

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/parallel"
)

// sensor is what afterrain-decode says of a picture's colours.
type sensor struct {
	Make     string        `json:"make"`
	Model    string        `json:"model"`
	Balance  [3]float64    `json:"balance"`  // what the samples of red, green and blue were multiplied with, 1 at most
	Daylight [3]float64    `json:"daylight"` // what they would have to be multiplied with for white in daylight (D65)
	SRGB     colour.Matrix `json:"srgb"`     // from balanced colours to linear sRGB
	Exposure float64       `json:"exposure"` // stops, for a DNG's BaselineExposure
	Lift     float64       `json:"lift"`     // what black is before the balance; 1 is white
	Noise    noise         `json:"noise"`
}

// light is what a sample of channel c, 0 to 1, says of the light: black is 0, and noise goes below it.
func (s sensor) light(v float64, c int) float64 { return (v - s.Lift*s.Balance[c]) / (1 - s.Lift) }

// known tells whether what it says can be true.
func (s sensor) known() bool {
	for _, b := range s.Balance {
		if !(b > 1e-3 && b <= 1) {
			return false
		}
	}
	return s.Lift >= 0 && s.Lift < 0.99 && s.Noise.Shot >= 0 && s.Noise.Read >= 0
}

// errNotOurs is the ErrNegative of a machine on which another program than afterrain-decode develops.
var errNotOurs = fmt.Errorf("%w: that needs the program afterrain-decode: install Afterrain again", ErrNegative)

// measure makes the linear picture of the camera raw file at path, whose bytes are data, in the sensor's own colours, white-balanced: samples as sensor.light
// takes them. The error is as that of develop, or wraps ErrNegative where there is no such picture.
func measure(ctx context.Context, path string, data []byte, own []cameraJPEG) (*Photo, sensor, error) {
	var s sensor
	if strings.HasPrefix(filepath.Base(developer()), dcrawEmu) {
		return nil, s, errNotOurs
	}
	p, about, err := runLibRaw(ctx, path, rawSize(data, own), "-o", "0", "-g", "1", "1", "-H", "1", "-W")
	switch {
	case err != nil:
		return nil, s, err
	case about == nil:
		return nil, s, errNotOurs
	}
	if err := json.Unmarshal(about, &s); err != nil || !s.known() {
		return nil, s, fmt.Errorf("%w: LibRaw does not know the colours of its camera", ErrNegative)
	}
	return p, s, nil
}

// inSRGB makes an sRGB photo of a linear picture in the sensor's colours, as bright as the picture that was shown, or, if that is nil, so that all but a hundredth is
// below white. What is brighter than the least sensitive colour can be is white.
//
// Where there is hardly any light half of the noise lies below black. It is kept until the mosaic is filled, the colours are found and the brightness is compared: what is cut off
// makes the rest brighter, and purple where the white balance has made more of red and blue. How much that is then is undone once the noise has gone: see meant.
func (p *Photo) inSRGB(s sensor, shown image.Image) {
	white := slices.Min(s.Balance[:])
	var to [3][3]float32
	for i, row := range s.SRGB {
		for j, v := range row {
			to[i][j] = float32(v)
		}
	}
	parallel.Rows(p.Height, func(y int) {
		planes := p.Rows(p.Pix, y, y+1)
		for c, row := range planes {
			scale, black := float32(s.light(1, c)-s.light(0, c))/float32(white), float32(s.light(0, c)/white)
			for x, v := range row {
				row[x] = min(black+scale*v, 1)
			}
		}
		for x := range planes[0] {
			r, g, b := planes[0][x], planes[1][x], planes[2][x]
			for c, m := range to {
				planes[c][x] = m[0]*r + m[1]*g + m[2]*b
			}
		}
	})
	encoded := p.encoding(shown)
	p.meant = s.meant(s.SRGB.Scaled(1/white), encoded, white)
	curve := curveOf(encoded)
	parallel.Parts(len(p.Pix), func(from, to int) {
		for i, v := range p.Pix[from:to] {
			p.Pix[from+i] = curve.at(v)
		}
	})
}

// encoding is the curve from linear samples, p, to those of sRGB.
func (p *Photo) encoding(shown image.Image) func(float64) float64 {
	if shown == nil {
		gain := 1 / p.whitest()
		return func(light float64) float64 { return min(colour.ToSRGB(gain*light), 1) }
	}
	tone := p.toneLike(shown, colour.ToSRGB)
	return func(light float64) float64 { return float64(tone.at(float32(colour.ToSRGB(light)))) }
}

// whitest is the light, 1 at most, that all but a hundredth of the samples of each channel are below, as LibRaw has it.
func (p *Photo) whitest() float64 {
	const levels = 1 << 13
	white := 1
	for c := range 3 {
		var count [levels]int
		plane := p.Pix[c*p.Width*p.Height:][:p.Width*p.Height]
		for _, v := range plane {
			count[int(min(max(v, 0), 1)*(levels-1))]++
		}
		brighter := 0
		for at := levels - 1; at > white; at-- {
			if brighter += count[at]; 100*brighter > len(plane) {
				white = at
			}
		}
	}
	return float64(white) / (levels - 1)
}

// len16 is the number of a fine curve's points.
const len16 = 1<<16 + 1

// curve16 takes samples of 0 to 1 to others, by a table that is fine enough for 16 bits of linear samples.
type curve16 [len16]float32

func curveOf(f func(float64) float64) *curve16 {
	c := new(curve16)
	for i := range c {
		c[i] = float32(f(float64(i) / (len16 - 1)))
	}
	return c
}

func (c *curve16) at(v float32) float32 {
	f := min(max(v, 0), 1) * (len16 - 1)
	i := min(int(f), len16-2)
	return c[i] + (f-float32(i))*(c[i+1]-c[i])
}
