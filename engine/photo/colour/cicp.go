package colour

// What cICP says by numbers (ITU-T H.273, tables 2 and 3).
const (
	Unspecified    = 2 // of primaries and of transfer
	TransferLinear = 8
	TransferSRGB   = 13
)

// CICP is a profile for codes of primaries, transfer, matrix and range; nil if they say sRGB or nothing. ok is false if it is none
// of the codes of ordinary pictures, in full range, as of HDR.
func CICP(cicp []byte) (icc []byte, ok bool) {
	if cicp[0] == Unspecified && cicp[1] == Unspecified {
		return nil, true
	}
	g, known := map[byte]Gamut{
		1: SRGB, Unspecified: SRGB,
		5:  {0.3127, 0.3290, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06},
		6:  {0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070},
		7:  {0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070},
		9:  {0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046},
		11: {0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060},
		12: {0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060},
	}[cicp[0]]
	var curve []byte
	switch cicp[1] {
	case TransferSRGB, Unspecified:
		curve = Table(FromSRGB)
	case 1, 6, 14, 15:
		curve = Table(fromVideo)
	case 4:
		curve = Gamma(2.2)
	case 5:
		curve = Gamma(2.8)
	case TransferLinear:
		curve = Gamma(1)
	}
	if !known || curve == nil || cicp[2] != 0 || cicp[3] != 1 {
		return nil, false
	}
	if cicp[1] == TransferSRGB && g == SRGB {
		return nil, true
	}
	return NewProfile("PNG cICP", curve, g), true
}
