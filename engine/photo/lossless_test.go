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

// No code is longer than 16 bits or of ones alone, however rare its difference is, and each difference that occurs has one.
func TestCodesOfDifferences(t *testing.T) {
	seldom := [categories]int{1, 1}
	for i := 2; i < categories; i++ {
		seldom[i] = seldom[i-1] + seldom[i-2]
	}
	for name, counts := range map[string][categories]int{"each seldomer than two others": seldom, "one": {0, 0, 7}, "none": {}, "two": {9, 0, 0, 0, 1}, "equal": {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}} {
		lengths, order := huffmanCode(counts)
		codes, n, used := codesOf(lengths, order), 0, map[uint32]bool{}
		for c, count := range counts {
			if (count > 0) != (codes[c].length > 0) {
				t.Errorf("%s: difference %d, there %d times, has a code of %d bits", name, c, count, codes[c].length)
			}
			if n = codes[c].length; n == 0 {
				continue
			}
			if codes[c].bits == 1<<n-1 {
				t.Errorf("%s: the code of %d is of ones alone", name, c)
			}
			from, to := codes[c].bits<<(16-n), (codes[c].bits+1)<<(16-n)
			for i := from; i < to; i++ {
				if used[i] {
					t.Fatalf("%s: the code of %d begins another", name, c)
				}
				used[i] = true
			}
		}
	}
}
