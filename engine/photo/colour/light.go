package colour

import "math"

// FromSRGB turns samples into light, both 0 to 1 (IEC 61966-2-1).
func FromSRGB(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// fromVideo does so by ITU-R BT.709.
func fromVideo(v float64) float64 {
	if v < 0.081 {
		return v / 4.5
	}
	return math.Pow((v+0.099)/1.099, 1/0.45)
}

// ToSRGB encodes light as IEC 61966-2-1 does, as FromSRGB decodes it; beyond 1 it goes on.
func ToSRGB(light float64) float64 {
	if light <= 0.0031308 {
		return 12.92 * light
	}
	return 1.055*math.Pow(light, 1/2.4) - 0.055
}
