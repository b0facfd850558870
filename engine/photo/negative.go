package photo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"runtime/debug"
)

// A negative is a photo that is not developed: what the sensor measured, with a colour at each pixel, to be restored and saved as a linear
// DNG, which another program develops.
//
//	raw file → linear samples of the sensor's colours, white-balanced (LibRaw) → a curve, as the network knows photos → Restore, MixInto, Protect
//	→ the same curve back → white balance taken out → DNG
//
// The sensor's colours are paler than sRGB's, and none of them lies outside: nothing is cut. Of five photographs with the noise of a sensor the
// network gave pictures 2.0 to 2.9 dB nearer to them in these colours than in sRGB, both developed and compared in sRGB (S, at 21 to 22 dB).

// ErrNegative marks a photo of which there is no negative, and the error says why: one that is no camera raw file, or is of
// a sensor of other colours than red, green and blue.
var ErrNegative = errors.New("cannot be saved as DNG")

// latent is what the samples of a negative mean.
type latent struct {
	sensor sensor
	tone   tone
	colour []field     // of a DNG: what it says of its colours, in the byte order of the EXIF block
	shown  image.Image // the camera's own picture, turned or not; nil if there is none
}

// sensor is what afterrain-raw says of a picture's colours.
type sensor struct {
	Make     string        `json:"make"`
	Model    string        `json:"model"`
	Balance  [3]float64    `json:"balance"`  // what the samples of red, green and blue were multiplied with, 1 at most
	Matrix   [3][3]float64 `json:"matrix"`   // from XYZ to the sensor's colours as they were measured, under daylight (D65)
	SRGB     [3][3]float64 `json:"srgb"`     // from balanced colours to linear sRGB
	Exposure float64       `json:"exposure"` // stops, for a DNG's BaselineExposure
}

// OpenNegative opens a camera raw file for being saved as DNG. The samples are then about as bright as those of the developed photo, of the
// same size and as upright. The error is that of OpenContext or wraps ErrNegative.
func OpenNegative(ctx context.Context, path string) (*Photo, error) {
	return atOnce(ctx, func() (*Photo, error) { return openNegative(ctx, path) })
}

func openNegative(ctx context.Context, path string) (*Photo, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	p, err := negativeIn(ctx, path, data)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	p.Path, p.seen = path, rightsOf(path)
	if p.Width*p.Height > manyPixels {
		debug.FreeOSMemory()
	}
	return p, nil
}

func negativeIn(ctx context.Context, path string, data []byte) (*Photo, error) {
	format, err := formatOf(data)
	if err != nil {
		return nil, err
	}
	seems := format == TIFF && isNamedRaw(path) // see pictureIn
	if format != RAW && !seems {
		return nil, fmt.Errorf("%w: no camera raw file", ErrNegative)
	}
	own := pictures(data)
	p, about, err := runLibRaw(ctx, path, rawSize(data, own), "-o", "0", "-g", "1", "1", "-H", "1", "-W")
	switch {
	case seems && errors.Is(err, ErrKind) && !errors.Is(err, ErrDeveloper):
		return nil, fmt.Errorf("%w: no camera raw file", ErrNegative)
	case err != nil:
		return nil, err
	case about == nil:
		return nil, fmt.Errorf("%w: that needs the program afterrain-raw: install Afterrain again", ErrNegative)
	}
	n := &latent{colour: dngColour(data), shown: cameraPicture(own)}
	if err := json.Unmarshal(about, &n.sensor); err != nil || !n.sensor.sound() {
		return nil, fmt.Errorf("%w: LibRaw does not know the colours of its camera", ErrNegative)
	}
	n.tone = newTone(p.exposure(n.shown))
	n.expose(p)
	p.negative = n
	p.meta = rawMetadata(data).upright(p.Width, p.Height, false)
	return p, nil
}

// sound tells whether samples can be divided by what the sensor's say they were multiplied with.
func (s sensor) sound() bool {
	for _, b := range s.Balance {
		if !(b > 1e-3 && b <= 1) {
			return false
		}
	}
	return true
}

// expose takes linear samples of 16 bits to those that the network sees.
func (n *latent) expose(p *Photo) {
	var table [1 << 16]float32
	for i := range table {
		table[i] = float32(n.tone.encoded(float64(i) / 0xffff))
	}
	Parallel(len(p.Pix), func(from, to int) {
		for i, v := range p.Pix[from:to] {
			p.Pix[from+i] = table[int(v*0xffff+0.5)]
		}
	})
}

// linear takes samples that the network sees back to linear ones.
func (n *latent) linear() *curve16 {
	c := new(curve16)
	for i := range c {
		c[i] = float32(n.tone.decoded(float64(i) / (len16 - 1)))
	}
	return c
}

// len16 is the number of a fine curve's points.
const len16 = 1<<16 + 1

// curve16 takes samples of 0 to 1 to others, by a table that is fine enough for 16 bits of linear samples.
type curve16 [len16]float32

func (c *curve16) at(v float32) float32 {
	f := min(max(v, 0), 1) * (len16 - 1)
	i := min(int(f), len16-2)
	return c[i] + (f-float32(i))*(c[i+1]-c[i])
}
