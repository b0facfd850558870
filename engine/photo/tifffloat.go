package photo

import (
	"encoding/binary"
	"math"
)

// Programs write floating-point samples in two ways: with a tone curve, as other photos have it, or in proportion to
// light, as of HDR. The profile tells which. Our network knows photos with a tone curve.

// unknownFloat is unknown for floating-point samples.
func (l tiffLayout) unknownFloat() string {
	e, ok := l.main.find(tagICC)
	var icc []byte
	if ok {
		icc = l.value(e)
	}
	curve := iccTag(icc, "rTRC")
	if curve == nil {
		curve = iccTag(icc, greyCurve)
	}
	switch {
	case l.bits != 16 && l.bits != 32:
		break
	case icc == nil:
		return "with floating-point samples and no profile that tells what they mean; save it with 16 bits a channel"
	case isCurve(curve) && !straightCurve(curve):
		return ""
	}
	return "with floating-point samples of another kind than photos have, as of HDR; save it with 16 bits a channel"
}

// straightCurve tells whether a profile's curve leaves samples about as they are, so that they are proportional to light. Of what it
// does not understand it says so, too.
func straightCurve(curve []byte) bool {
	return !(math.Abs(curveAtHalf(curve)-0.5) > 0.05)
}

// curveAtHalf is the light of a sample of one half (ICC.1:2022, 10.6 and 10.18); NaN if the curve makes no sense.
func curveAtHalf(curve []byte) float64 {
	if string(curve[:4]) == "para" {
		return formulaAtHalf(curve[8:])
	}
	values := curve[12:]
	switch n := binary.BigEndian.Uint32(curve[8:]); n {
	case 0:
		return 0.5
	case 1:
		return math.Pow(0.5, float64(binary.BigEndian.Uint16(values))/256)
	default:
		return float64(binary.BigEndian.Uint16(values[(n-1)/2*2:])) / 0xffff
	}
}

// formulaAtHalf is curveAtHalf for a kind of formula and its numbers: gamma, a, b, c, d, e, f.
func formulaAtHalf(formula []byte) float64 {
	kind := binary.BigEndian.Uint16(formula)
	var p [7]float64
	for i := range p {
		if at := 4 + 4*i; at+4 <= len(formula) {
			p[i] = float64(int32(binary.BigEndian.Uint32(formula[at:]))) / 65536
		}
	}
	power := math.Pow(p[1]*0.5+p[2], p[0])
	switch {
	case kind == 0:
		return math.Pow(0.5, p[0])
	case kind == 2:
		return power + p[3]
	case kind == 1 || kind == 3:
		return power
	case kind == 4:
		return power + p[5]
	}
	return math.NaN()
}

// floatLevel is a sample of 0 to 1 as 0 to 65535.
func floatLevel(v float32) uint32 {
	if !(v > 0) {
		return 0
	}
	return uint32(min(v, 1)*0xffff + 0.5)
}

// half turns a floating-point number of 16 bits into one of 32 (IEEE 754, binary16).
func half(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch exponent {
	case 0:
		v := float32(fraction) / (1 << 24)
		return math.Float32frombits(math.Float32bits(v) | sign)
	case 0x1f:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}
