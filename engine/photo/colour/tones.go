package colour

import (
	"encoding/binary"
	"math"
)

// Toned tells whether a profile has a tone curve that is understood, and with which samples are not proportional to light.
func Toned(icc []byte) bool {
	curve := Tag(icc, "rTRC")
	if curve == nil {
		curve = Tag(icc, greyCurve)
	}
	return isCurve(curve) && !straightCurve(curve)
}

// straightCurve tells whether a profile's curve leaves samples about as they are, so that they are proportional to light. Of what it
// does not understand it says so, too.
func straightCurve(curve []byte) bool {
	return !(math.Abs(AtHalf(curve)-0.5) > 0.05)
}

// AtHalf is the light of a sample of one half by a tag that is a curve (ICC.1:2022, 10.6 and 10.18), whole as isCurve says; NaN if it makes no sense.
func AtHalf(curve []byte) float64 {
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

// formulaAtHalf is AtHalf for a kind of formula and its numbers: gamma, a, b, c, d, e, f.
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
