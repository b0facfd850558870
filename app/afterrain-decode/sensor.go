package main

import (
	"bytes"
	"cmp"
	"errors"
	"math"
)

// sensor is what has to be known of the colours of a linear picture to develop it later. It stands in the picture's head as JSON.
type sensor struct {
	Make     string        `json:"make"`
	Model    string        `json:"model"`
	Balance  [3]float64    `json:"balance"`  // what the samples of red, green and blue were multiplied with, 1 at most
	Daylight [3]float64    `json:"daylight"` // what they would have to be multiplied with for white in daylight (D65)
	SRGB     [3][3]float64 `json:"srgb"`     // from balanced colours to linear sRGB
	Exposure float64       `json:"exposure"` // stops by which the picture is to be made brighter to be as bright as the sensor's full scale has it
	Lift     float64       `json:"lift"`     // what black is before the balance; 1 is white
	Noise    noise         `json:"noise"`

	black  blackOf
	lifted int // in the sensor's units
}

// parameters is the beginning of a libraw_iparams_t.
type parameters struct {
	_                    [4]byte
	make, model          [64]byte // as the file has them
	_                    [64]byte
	ownMake, ownModel    [64]byte // as LibRaw knows the camera
	_, _, dng, _, colors int32
}

// sensor asks LibRaw for what it knows of the sensor's colours. Its own matrix is not for the asking, but the two factors that it has made of
// it (cam_xyz_coeff in LibRaw's src/utils/utils_dcraw.cpp): daylight's white balance and the matrix from balanced colours to sRGB.
func (r *libRaw) sensor(raw uintptr) (*sensor, error) {
	of := r.parameters(raw)
	if of.colors != 3 {
		return nil, errors.New("no linear picture of a sensor without red, green and blue")
	}
	s := &sensor{Make: cmp.Or(field(of.ownMake[:]), field(of.make[:])), Model: cmp.Or(field(of.ownModel[:]), field(of.model[:]))}
	for i := range 3 {
		s.Daylight[i] = float64(r.balance(raw, int32(i)))
		for j := range 3 {
			s.SRGB[i][j] = float64(r.toSRGB(raw, int32(i), int32(j)))
		}
	}
	if r.image(raw) == 0 {
		blocks := blocksOf(r.pixels(raw), int(r.width(raw)))
		s.black = r.black(raw)
		s.Exposure = float64(r.maximum(raw)) // until it is known what LibRaw has made of it
		s.Noise = noiseOf(blocks, s.black.least(), s.Exposure)
	}
	return s, nil
}

// developed notes what LibRaw has done to the samples.
func (s *sensor) developed(r *libRaw, raw uintptr) {
	for c := range s.Balance {
		s.Balance[c] = float64(r.balance(raw, int32(c)))
	}
	white, most := s.Exposure, float64(r.maximum(raw))
	s.Exposure = 0
	if now := most - float64(s.lifted); now > 0 && white > 0 {
		s.Exposure = math.Log2(now / white)
		s.Lift = float64(s.lifted) / most
	}
}

// field is a text in a field of fixed length.
func field(b []byte) string { return string(bytes.TrimSpace(bytes.SplitN(b, []byte{0}, 2)[0])) }
