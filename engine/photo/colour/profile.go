// Package colour is about what samples mean: curves between them and light, and the profiles (ICC) that say so.
package colour

import (
	"encoding/binary"
	"math"
)

// An ICC profile of RGB samples is three curves and the place of each colour in XYZ under
// the light D50 (ICC.1:2001-04).

// Gamut is the white and the red, green and blue of samples, each as x and y.
type Gamut [8]float64

// SRGB is the gamut of most photos.
var SRGB = Gamut{0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06}

var adobeRGB = Gamut{0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06}

// adobeGamma is the power that turns samples of Adobe RGB into light.
const adobeGamma = 563.0 / 256

// AdobeRGB is the profile of Adobe RGB, of this name.
func AdobeRGB(name string) []byte { return NewProfile(name, Gamma(adobeGamma), adobeRGB) }

// Near tells whether two gamuts differ by roundings only.
func (g Gamut) Near(h Gamut) bool {
	for i := range g {
		if math.Abs(g[i]-h[i]) > 0.002 {
			return false
		}
	}
	return true
}

// d50 is the white of profiles, in 1/65536.
var d50 = [3]int32{0xf6d6, 0x10000, 0xd32d}

// bradford turns XYZ into the answers of the eye's receptors, in which whites are adapted.
var bradford = Matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}

// NewProfile makes a profile of a curve, as Gamma and Table make them; nil of a gamut that is none.
func NewProfile(name string, curve []byte, g Gamut) []byte {
	colours := g.tags()
	if colours == nil {
		return nil
	}
	header := make([]byte, iccHeader)
	copy(header[8:], "\x02\x10\x00\x00mntrRGB XYZ ")
	copy(header[24:], "\x07\xe0\x00\x01\x00\x01") // a day, of 2016
	copy(header[36:], "acsp")
	copy(header[68:], place(d50)[8:])
	desc := append([]byte("desc\x00\x00\x00\x00\x00\x00\x00"), byte(len(name)+1))
	desc = append(append(desc, name...), make([]byte, 1+78)...) // no Unicode, no Macintosh
	tags := []profileTag{{"desc", desc}, {"cprt", []byte("text\x00\x00\x00\x00No copyright\x00")}, {"wtpt", place(d50)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}}
	return layOut(header, append(tags, colours...))
}

// tags are the places of red, green and blue; nil if they are not colours apart. Blue is
// what is missing to white, so that grey has no tint.
func (g Gamut) tags() (tags []profileTag) {
	colours, ok := g.underD50()
	if !ok {
		return nil
	}
	rest := d50
	for c, name := range [...]string{"rXYZ", "gXYZ"} {
		var xyz [3]int32
		for i := range xyz {
			xyz[i] = int32(math.Round(colours[i][c] * 65536))
			rest[i] -= xyz[i]
		}
		tags = append(tags, profileTag{name, place(xyz)})
	}
	return append(tags, profileTag{"bXYZ", place(rest)})
}

// Apart tells whether red, green and blue are colours apart.
func (g Gamut) Apart() bool { return g.tags() != nil }

// place is X, Y, Z in 1/65536 as a tag.
func place(xyz [3]int32) []byte {
	out := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range xyz {
		out = binary.BigEndian.AppendUint32(out, uint32(v))
	}
	return out
}

// Gamma is a curve that is a power.
func Gamma(gamma float64) []byte {
	return binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(math.Round(gamma*256)))
}

// Table is a curve of any shape, which gives the light of a sample, both 0 to 1.
func Table(light func(sample float64) float64) []byte {
	const steps = 1024
	out := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), steps)
	for i := range steps {
		out = binary.BigEndian.AppendUint16(out, uint16(math.Round(65535*light(float64(i)/(steps-1)))))
	}
	return out
}

// underD50 has the XYZ of red, green and blue in its columns. ok is false if they are not
// colours apart.
func (g Gamut) underD50() (colours Matrix, ok bool) {
	xyz := func(x, y float64) [3]float64 { return [3]float64{x / y, 1, (1 - x - y) / y} }
	for c := range 3 {
		for i, v := range xyz(g[2+2*c], g[3+2*c]) {
			colours[i][c] = v
		}
	}
	white := xyz(g[0], g[1])
	inverse, ok := colours.Inverse()
	back, _ := bradford.Inverse()
	if !ok {
		return colours, false
	}
	shares := inverse.Times(white)
	is, wanted := bradford.Times(white), bradford.Times([3]float64{float64(d50[0]) / 65536, 1, float64(d50[2]) / 65536})
	for c := range 3 {
		seen := bradford.Times([3]float64{colours[0][c] * shares[c], colours[1][c] * shares[c], colours[2][c] * shares[c]})
		for i := range seen {
			seen[i] *= wanted[i] / is[i]
		}
		for i, v := range back.Times(seen) {
			colours[i][c] = v
			ok = ok && math.Abs(v) < 10
		}
	}
	return colours, ok
}
