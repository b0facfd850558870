package photo

import (
	"encoding/binary"
	"math"
	"slices"
)

// A PNG may say what its samples mean by chunks of its own in place of a profile: cICP, or
// gAMA and cHRM (PNG, third edition, 4.3). JPEG and TIFF have no place for them, and
// without them the colours are others. So they are made a profile, which goes along.

// What cICP says by numbers (ITU-T H.273, tables 2 and 3).
const (
	cicpUnspecified = 2
	cicpLinear      = 8
	cicpSRGB        = 13
)

// pngProfile is a profile for what the chunks say; nil if they say sRGB or nothing. ok is
// false if no profile can say it, as of a picture in HDR.
func pngProfile(list []chunk) (icc []byte, ok bool) {
	if cicp := find(list, "cICP", 4); cicp != nil {
		return cicpProfile(cicp)
	}
	if find(list, "sRGB", 1) != nil {
		return nil, true
	}
	g, gamma := pngGamut(list), pngGamma(list)
	usual := gamma == 0 || math.Abs(gamma-2.2) < 0.11 // libpng takes this for sRGB's, too
	switch {
	case usual && g.near(sRGB):
		return nil, true
	case gamma == 0:
		return newProfile("PNG cHRM", toneTable(fromSRGB), g), true
	}
	return newProfile("PNG gAMA, cHRM", toneGamma(gamma), g), true
}

// pngGamut is what cHRM says, sRGB's if it says nothing that makes sense.
func pngGamut(list []chunk) gamut {
	chrm := find(list, "cHRM", 32)
	if chrm == nil {
		return sRGB
	}
	var g gamut
	for i := range g {
		g[i] = float64(binary.BigEndian.Uint32(chrm[4*i:])) / 1e5
	}
	if g.tags() == nil {
		return sRGB
	}
	return g
}

// pngGamma is the power that turns samples into light, of which gAMA has the inverse; 0
// if it says nothing that makes sense.
func pngGamma(list []chunk) float64 {
	gama := find(list, "gAMA", 4)
	if gama == nil {
		return 0
	}
	gamma := 1e5 / float64(binary.BigEndian.Uint32(gama))
	if gamma < 0.1 || gamma > 10 {
		return 0
	}
	return gamma
}

// cicpProfile knows the codes of ordinary pictures, in full range.
func cicpProfile(cicp []byte) (icc []byte, ok bool) {
	if cicp[0] == cicpUnspecified && cicp[1] == cicpUnspecified {
		return nil, true
	}
	g, known := map[byte]gamut{
		1: sRGB, cicpUnspecified: sRGB,
		5:  {0.3127, 0.3290, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06},
		6:  {0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070},
		7:  {0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070},
		9:  {0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046},
		11: {0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060},
		12: {0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060},
	}[cicp[0]]
	var curve []byte
	switch cicp[1] {
	case cicpSRGB, cicpUnspecified:
		curve = toneTable(fromSRGB)
	case 1, 6, 14, 15:
		curve = toneTable(fromVideo)
	case 4:
		curve = toneGamma(2.2)
	case 5:
		curve = toneGamma(2.8)
	case cicpLinear:
		curve = toneGamma(1)
	}
	if !known || curve == nil || cicp[2] != 0 || cicp[3] != 1 {
		return nil, false
	}
	if cicp[1] == cicpSRGB && g == sRGB {
		return nil, true
	}
	return newProfile("PNG cICP", curve, g), true
}

// find is the data of the first chunk of a kind, nil if there is none of this length.
func find(list []chunk, kind string, length int) []byte {
	i := slices.IndexFunc(list, func(c chunk) bool { return c.kind == kind })
	if i < 0 || len(list[i].data) != length {
		return nil
	}
	return list[i].data
}

// fromSRGB and fromVideo (ITU-R BT.709) turn samples into light, both 0 to 1.
func fromSRGB(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func fromVideo(v float64) float64 {
	if v < 0.081 {
		return v / 4.5
	}
	return math.Pow((v+0.099)/1.099, 1/0.45)
}
