package photo

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/parallel"
)

// A negative is a photo that is not developed: what the sensor measured, with a colour at each pixel, to be restored and saved as a linear
// DNG, which another program develops.
//
//	raw file → linear samples of the sensor's colours, white-balanced (LibRaw) → colours and brightness that the network knows → Restore,
//	mixing.Into, protect.Apply → the same way back → white balance taken out → DNG
//
// The colours that the network sees are half-way from the sensor's, which are paler, to sRGB's, where the noise is stronger. With weak noise (28 to 30 dB,
// five mosaics of photographs, S) the result was 0.8 dB better than in the sensor's own colours, and 0.2 behind sRGB; with strong noise (21 dB, five
// photographs) 1.5 dB better than in sRGB, and 1.0 behind the sensor's. What lies outside of these colours, below 0, is kept aside and put back.

// ErrNegative marks a photo of which there is no negative, and the error says why: one that is no camera raw file, or is of
// a sensor of other colours than red, green and blue.
var ErrNegative = errors.New("cannot be saved as DNG")

// latent is what the samples of a negative mean.
type latent struct {
	sensor sensor
	light  []uint16      // what they were made of: planar as they are, as LibRaw gave them
	view   colour.Matrix // from light, 0 to 1, to what the curve takes
	back   colour.Matrix // the way back from there
	matrix colour.Matrix // from XYZ to the sensor's colours as they were measured, in daylight
	tone   tone
	colour []ifd.Field // of a DNG: what it says of its colours, in the byte order of the EXIF block
	shown  image.Image // the camera's own picture, turned or not; nil if there is none
}

// OpenNegative opens a camera raw file for being saved as DNG. The samples are then about as bright as those of the developed photo, of the
// same size and as upright. The error is that of OpenContext or wraps ErrNegative.
func OpenNegative(ctx context.Context, path string) (*Photo, error) {
	return parallel.UnlessDone(ctx, func() (*Photo, error) { return openAs(ctx, path, negativeIn) })
}

func negativeIn(ctx context.Context, path string, data []byte) (*Photo, error) {
	format, err := formatOf(data)
	if err != nil {
		return nil, err
	}
	seems := format == TIFF && NamedRaw(path) // see pictureIn
	if format != RAW && !seems {
		return nil, fmt.Errorf("%w: no camera raw file", ErrNegative)
	}
	own := pictures(data)
	p, s, err := measure(ctx, path, data, own)
	switch {
	case seems && errors.Is(err, ErrKind) && !errors.Is(err, ErrDeveloper):
		return nil, fmt.Errorf("%w: no camera raw file", ErrNegative)
	case err != nil:
		return nil, err
	}
	n := &latent{sensor: s, colour: dngColour(data), shown: cameraPicture(own)}
	n.take(p)
	if !n.look(p.exposure(n.shown)) {
		return nil, fmt.Errorf("%w: LibRaw does not know the colours of its camera", ErrNegative)
	}
	n.expose(p)
	p.negative = n
	p.meta = rawMetadata(data).upright(p.Width, p.Height, false)
	return p, nil
}

// paleness is how far the colours that the network sees are from sRGB's to the sensor's.
const paleness = 0.5

// look finds the colours that the network sees light in, so many times as bright. It is false if there is no way back.
func (n *latent) look(gain float64) (ok bool) {
	for i, row := range n.sensor.SRGB {
		for j, v := range row {
			n.view[i][j] = gain * (1 - paleness) * v
		}
		n.view[i][i] += gain * paleness
	}
	back, ok := n.view.Inverse()
	seen, known := n.sensor.toXYZ().Inverse()
	n.back, n.matrix = back, seen
	return ok && known
}

// toXYZ takes the sensor's colours as they were measured in daylight to XYZ. LibRaw does not tell its own matrix for that but the two factors that it has
// made of it (cam_xyz_coeff in its src/utils/utils_dcraw.cpp).
func (s sensor) toXYZ() (m colour.Matrix) {
	srgb := colour.Matrix{{0.412453, 0.357580, 0.180423}, {0.212671, 0.715160, 0.072169}, {0.019334, 0.119193, 0.950227}} // IEC 61966-2-1
	for j, white := range s.Daylight {
		for i, v := range srgb.Times([3]float64{s.SRGB[0][j], s.SRGB[1][j], s.SRGB[2][j]}) {
			m[i][j] = v * white
		}
	}
	return m
}

// take keeps the samples of p, of 16 bits, and makes light of them.
func (n *latent) take(p *Photo) {
	n.light = make([]uint16, len(p.Pix))
	size := p.Width * p.Height
	parallel.Parts(len(p.Pix), func(from, to int) {
		for i, v := range p.Pix[from:to] {
			n.light[from+i] = uint16(v*0xffff + 0.5)
			p.Pix[from+i] = float32(n.sensor.light(float64(v), (from+i)/size))
		}
	})
}

// expose takes light to the samples that the network sees.
func (n *latent) expose(p *Photo) {
	parallel.Rows(p.Height, func(y int) {
		planes := p.Rows(p.Pix, y, y+1)
		for x := range planes[0] {
			var light [3]float64
			for c := range light {
				light[c] = float64(planes[c][x])
			}
			for c, v := range n.view.Times(light) {
				planes[c][x] = float32(v)
			}
		}
	})
	n.tone = newTone(float64(slices.Max(p.Pix)))
	p.meant = n.sensor.meant(n.view, n.tone.encoded, 1)
	parallel.Parts(len(p.Pix), func(from, to int) {
		for i, v := range p.Pix[from:to] {
			p.Pix[from+i] = float32(n.tone.encoded(max(float64(v), 0)))
		}
	})
}

// linear takes samples that the network sees back to what the curve has taken.
func (n *latent) linear() *curve16 {
	return curveOf(n.tone.decoded)
}

// Near the end of what a sensor can measure, in shares of that, a pixel is more and more as it was: there is hardly any noise, and
// where one colour has come to its end and another has not, white would be pink.
const nearEnd, atEnd = 0.85, 0.97

// shadow is the light, 1 is white, up to which noise is expected below black: the more, the darker a pixel is. What lies farther below is there because a bright colour is outside of those that the
// network sees.
const shadow = 0.15

// measured is what pixel i, of planes of so many, is to be in the sensor's colours, 0 to 1, given what the network made of it.
func (n *latent) measured(i, pixels int, now [3]float64) [3]float64 {
	var light [3]float64
	most := 0.0
	for c := range light {
		light[c] = n.sensor.light(float64(n.light[c*pixels+i])/0xffff, c)
		most = max(most, light[c]/n.sensor.Balance[c])
	}
	stays := min(max((most-nearEnd)/(atEnd-nearEnd), 0), 1)
	whole := n.view.Times(light)
	noisy := -max(shadow-max(whole[0], whole[1], whole[2]), 0)
	for c, was := range whole {
		now[c] += min(was-noisy, 0) // which the network has not seen
		now[c] += stays * (was - now[c])
	}
	now = n.back.Times(now)
	for c := range now {
		now[c] = min(max(now[c]/n.sensor.Balance[c], 0), 1)
	}
	return now
}
