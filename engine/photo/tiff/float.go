package tiff

import (
	"math"

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/ifd"
)

// Programs write floating-point samples in two ways: with a tone curve, as other photos have it, or in proportion to
// light, as of HDR. The profile tells which. Our network knows photos with a tone curve.

// unknownFloat is unknown for floating-point samples.
func (l layout) unknownFloat() string {
	e, ok := l.main.Find(ifd.TagICC)
	var icc []byte
	if ok {
		icc = l.Value(e)
	}
	switch {
	case l.bits != 16 && l.bits != 32:
		break
	case icc == nil:
		return "with floating-point samples and no profile that tells what they mean; save it with 16 bits a channel"
	case colour.Toned(icc):
		return ""
	}
	return "with floating-point samples of another kind than photos have, as of HDR; save it with 16 bits a channel"
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
