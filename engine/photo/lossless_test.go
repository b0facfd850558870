package photo

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

// Whatever the samples are, LibRaw reads them from the DNG as they are to the last bit.
func TestSamplesOfADNGAreExact(t *testing.T) {
	useOurDeveloper(t)
	path := write(t, "a.dng", negative(t, 1, nil))
	for name, fill := range map[string]func(i int) float32{
		"noise":    func(int) float32 { return rand.Float32() },
		"black":    func(int) float32 { return 0 },
		"extremes": func(i int) float32 { return float32(i*i/3%2) * float32(rand.IntN(2)) },
		"ramp":     func(i int) float32 { return float32(i%rawWide) / rawWide },
	} {
		var want []uint16
		dng := asDNG(t, path, func(p *Photo) {
			for i := range p.Pix {
				p.Pix[i] = fill(i)
			}
			want = p.allMeasured()
		})
		got, _, err := runLibRaw(context.Background(), dng, image.Point{}, "-o", "0")
		if err != nil {
			t.Fatal(name, err)
		}
		for i, v := range got.Pix {
			plane, pixel := i/(rawWide*rawHigh), i%(rawWide*rawHigh)
			if got, want := uint16(math.Round(float64(v)*0xffff)), want[3*pixel+plane]; got != want {
				t.Errorf("%s: sample %d is %d, want %d", name, i, got, want)
				break
			}
		}
	}
}

// allMeasured are the interleaved samples of the photo's DNG.
func (p *Photo) allMeasured() []uint16 {
	pix, back := make([]uint16, len(p.Pix)), p.negative.linear()
	for y := range p.Height {
		p.measured(pix[3*p.Width*y:][:3*p.Width], 0, y, back)
	}
	return pix
}
