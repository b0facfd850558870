package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// All samples here are planar R, G, B.

// errSamples is a photo that no file holds. No device is to blame for it.
var errSamples = errors.New("photo has samples that are not numbers")

// checkedAtOnce is how many samples are looked at before ctx is asked.
const checkedAtOnce = 1 << 20

// checkSamples refuses what no photo can hold.
func checkSamples(ctx context.Context, pix []float32) error {
	for part := range slices.Chunk(pix, checkedAtOnce) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !finite(part) {
			return fmt.Errorf("restore: %w", errSamples)
		}
	}
	return nil
}

// grey tells whether R, G and B are equal at every pixel. After ctx is done the
// answer is arbitrary.
func grey(ctx context.Context, pix []float32) bool {
	n := len(pix) / 3
	for from := 0; from < n && ctx.Err() == nil; from += checkedAtOnce {
		to := min(from+checkedAtOnce, n)
		red, green, blue := pix[from:to], pix[n+from:n+to], pix[2*n+from:2*n+to]
		if !slices.Equal(red, green) || !slices.Equal(red, blue) {
			return false
		}
	}
	return true
}

// average sets R, G and B of planar samples to their mean. What was equal stays
// as it was, bit for bit.
func average(pix []float32) {
	n := len(pix) / 3
	red, green, blue := pix[:n], pix[n:2*n], pix[2*n:]
	for i, v := range green {
		v += ((red[i] - v) + (blue[i] - v)) / 3
		red[i], green[i], blue[i] = v, v, v
	}
}

func clamp(v float32) float32 { return max(0, min(1, v)) }

// finite tells whether no value is NaN or infinite.
func finite(values []float32) bool {
	for _, v := range values {
		if math.Float32bits(v)&0x7f800000 == 0x7f800000 {
			return false
		}
	}
	return true
}
