package render

import (
	"math"

	"afterrain/engine/photo/mixing"
)

// This file is mixing.Into for rows of 8-bit pixels on their way to the screen.

// fixed is mixing.Weights in 1/256.
func fixed(w mixing.Weights) [4]int {
	at := func(v float32) int { return int(math.Round(float64(v) * 256)) }
	return [4]int{at(w.FineLuma), at(w.FineColor), at(w.BroadLuma), at(w.BroadColor)}
}

// plainShare is the one factor, in 1/256, of a mix that takes an equal share of
// all parts and no more than there is.
func plainShare(w mixing.Weights) (share int, plain bool) {
	f := fixed(w)
	return f[0], f[0] == f[1] && f[0] == f[2] && f[0] == f[3] && f[0] <= 256
}

// shares are the weights of a pixel's change, in 1/256. What luminance takes more
// of than colour is counted once for all three channels.
type shares struct{ fineLift, fine, broadLift, broad int }

func sharesOf(w [4]int) shares { return shares{w[0] - w[1], w[1], w[2] - w[3], w[3]} }

// mixParts changes dst by the parts of the change towards the premultiplied row
// top. Fine is the premultiplied row with the fine part of the change alone; where
// it has no pixel, or is nil, the change is not told apart and as much is taken of
// it as of the part that counts more.
func mixParts(dst, top, fine []uint8, w [4]int) {
	luma, color := max(w[0], w[2]), max(w[1], w[3])
	told, untold := sharesOf(w), sharesOf([4]int{luma, color, luma, color})
	for i := 0; i+4 <= len(dst); i += 4 {
		d, t := dst[i:][:4], top[i:][:4]
		r, g, b := int(d[0]), int(d[1]), int(d[2])
		allR, allG, allB := int(t[0])-r, int(t[1])-g, int(t[2])-b
		switch a := int(t[3]); a {
		case 0:
			continue
		case 255:
		default:
			allR, allG, allB = int(t[0])-r*a/255, int(t[1])-g*a/255, int(t[2])-b*a/255
		}
		if fine == nil || fine[i+3] != 255 {
			lift := untold.fineLift*luminance(allR, allG, allB) + half
			d[0] = level(r, lift+untold.fine*allR<<8)
			d[1] = level(g, lift+untold.fine*allG<<8)
			d[2] = level(b, lift+untold.fine*allB<<8)
			continue
		}
		f := fine[i:][:4]
		fineR, fineG, fineB := int(f[0])-r, int(f[1])-g, int(f[2])-b
		allR, allG, allB = allR-fineR, allG-fineG, allB-fineB // the broad part
		lift := told.fineLift*luminance(fineR, fineG, fineB) + told.broadLift*luminance(allR, allG, allB) + half
		d[0] = level(r, lift+(told.fine*fineR+told.broad*allR)<<8)
		d[1] = level(g, lift+(told.fine*fineG+told.broad*allG)<<8)
		d[2] = level(b, lift+(told.fine*fineB+told.broad*allB)<<8)
	}
}

const half = 1 << 15 // rounds a sum of 1/65536 to the nearest

// luminance is photo's of a change, in 1/256.
func luminance(r, g, b int) int { return 54*r + 183*g + 19*b }

// level adds a change in 1/65536 and stays within 0 to 255.
func level(v, change int) uint8 {
	if v += change >> 16; uint(v) > 255 {
		v = ^v >> 63 & 255
	}
	return uint8(v)
}
