package ui

import (
	"math"

	"afterrain/engine/photo"
)

// This file is photo.Mixed for rows of 8-bit pixels on their way to the screen.

// fixed is photo.Weights in 1/256.
func fixed(w photo.Weights) [4]int {
	at := func(v float32) int { return int(math.Round(float64(v) * 256)) }
	return [4]int{at(w.FineLuma), at(w.FineColor), at(w.BroadLuma), at(w.BroadColor)}
}

// plainShare is the one factor, in 1/256, of a mix that takes an equal share of
// all parts and no more than there is.
func plainShare(w photo.Weights) (share int, plain bool) {
	f := fixed(w)
	return f[0], f[0] == f[1] && f[0] == f[2] && f[0] == f[3] && f[0] <= 256
}

// mixParts changes dst by the parts of the change towards the premultiplied row
// top. Wide is the premultiplied row with the broad part alone; where it has no
// pixel, or is nil, the change is not told apart and as much is taken of it as
// of the part that counts more.
func mixParts(dst, top, wide []uint8, w [4]int) {
	luma, color := max(w[0], w[2]), max(w[1], w[3])
	untold := [4]int{luma, color, luma, color}
	for i := 0; i < len(dst); i += 4 {
		a := int(top[i+3])
		if a == 0 {
			continue
		}
		d, t := dst[i:][:3], top[i:][:3]
		var all, broad [3]int
		for c := range 3 {
			all[c] = int(t[c]) - int(d[c])*a/255
		}
		if wide == nil || wide[i+3] != 255 {
			mixPixel(d, all, all, untold)
			continue
		}
		for c, v := range wide[i:][:3] {
			broad[c] = int(v) - int(d[c])
		}
		mixPixel(d, all, broad, w)
	}
}

func mixPixel(d []uint8, all, broad [3]int, w [4]int) {
	fine := [3]int{all[0] - broad[0], all[1] - broad[1], all[2] - broad[2]}
	fineLuma, broadLuma := luma(fine), luma(broad) // in 1/256
	lift := w[0]*fineLuma + w[2]*broadLuma
	for c := range 3 {
		v := lift + w[1]*(fine[c]<<8-fineLuma) + w[3]*(broad[c]<<8-broadLuma)
		d[c] = uint8(min(max(int(d[c])+(v+1<<15)>>16, 0), 255))
	}
}

// luma is photo's luminance of a change, in 1/256.
func luma(rgb [3]int) int { return 54*rgb[0] + 183*rgb[1] + 19*rgb[2] }
