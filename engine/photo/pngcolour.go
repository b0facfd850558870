package photo

import (
	"encoding/binary"
	"math"
	"slices"

	"afterrain/engine/photo/colour"
)

// A PNG may say what its samples mean by chunks of its own in place of a profile: cICP, or
// gAMA and cHRM (PNG, third edition, 4.3). JPEG and TIFF have no place for them, and
// without them the colours are others. So they are made a profile, which goes along.

// pngProfile is a profile for what the chunks say; nil if they say sRGB or nothing. ok is
// false if no profile can say it, as of a picture in HDR.
func pngProfile(list []chunk) (icc []byte, ok bool) {
	if cicp := find(list, "cICP", 4); cicp != nil {
		return colour.CICP(cicp)
	}
	if find(list, "sRGB", 1) != nil {
		return nil, true
	}
	g, gamma := pngGamut(list), pngGamma(list)
	usual := gamma == 0 || math.Abs(gamma-2.2) < 0.11 // libpng takes this for sRGB's, too
	switch {
	case usual && g.Near(colour.SRGB):
		return nil, true
	case gamma == 0:
		return colour.NewProfile("PNG cHRM", colour.Table(colour.FromSRGB), g), true
	}
	return colour.NewProfile("PNG gAMA, cHRM", colour.Gamma(gamma), g), true
}

// pngGamut is what cHRM says, sRGB's if it says nothing that makes sense.
func pngGamut(list []chunk) colour.Gamut {
	chrm := find(list, "cHRM", 32)
	if chrm == nil {
		return colour.SRGB
	}
	var g colour.Gamut
	for i := range g {
		g[i] = float64(binary.BigEndian.Uint32(chrm[4*i:])) / 1e5
	}
	if !g.Apart() {
		return colour.SRGB
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

// find is the data of the first chunk of a kind, nil if there is none of this length.
func find(list []chunk, kind string, length int) []byte {
	i := slices.IndexFunc(list, func(c chunk) bool { return c.kind == kind })
	if i < 0 || len(list[i].data) != length {
		return nil
	}
	return list[i].data
}
