package photo

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"afterrain/engine/photo/ifd"
)

// Tags of a DNG file (Adobe, "Digital Negative Specification", 1.4).
const (
	tagDNGBackward    = 0xc613
	tagCameraModel    = 0xc614
	tagBlackLevel     = 0xc61a
	tagWhiteLevel     = 0xc61d
	tagColourMatrix   = 0xc621
	tagAsShotNeutral  = 0xc628
	tagBaseline       = 0xc62a
	tagIlluminant     = 0xc65a
	tagMake, tagModel = 0x010f, 0x0110

	daylight = 21 // D65, of an illuminant
)

// colouring are the tags of a DNG that say how its colours are to be developed, whatever its samples are, and of which camera and lens they are.
func colouring(tag uint16) bool {
	return slices.Contains([]uint16{
		tagCameraModel, 0xc615, 0xc62f, 0xc630, // and its name, serial number, lens
		tagColourMatrix, 0xc622, 0xc623, 0xc624, 0xc627, tagAsShotNeutral, tagIlluminant, 0xc65b, 0xc714, 0xc715, // the second, calibrations, AnalogBalance, ForwardMatrix
		tagBaseline, 0xc62e, 0xc633, 0xc7a5, 0xc7a6, // LinearResponseLimit, ShadowScale, BaselineExposureOffset, DefaultBlackRender
		0xc6f3, 0xc6f4, 0xc6f6, 0xc6f8, 0xc6f9, 0xc6fa, 0xc6fb, 0xc6fc, 0xc6fd, 0xc6fe, 0xc725, 0xc726, 0xc7a3, 0xc7a4, // the profile
	}, tag)
}

// dngColour is what a DNG file says of its colours; nil of another.
func dngColour(data []byte) []ifd.Field {
	t, ok := ifd.Parse(data)
	if !ok {
		return nil
	}
	main := t.First()
	if _, ok := main.Find(ifd.TagDNGVersion); !ok {
		return nil
	}
	budget := ifd.MaxEXIF
	fields := t.Fields(main, colouring, &budget)
	return slices.DeleteFunc(fields, func(f ifd.Field) bool { return f.Sub != nil || !meaningful(t, f) })
}

// meaningful tells whether all fractions of a field have a denominator; some programs write 0/0.
func meaningful(t ifd.Structure, f ifd.Field) bool {
	if f.Kind != ifd.TypeRational && f.Kind != ifd.TypeSRational {
		return ifd.TypeSize(f.Kind) > 0
	}
	for at := 4; at+4 <= len(f.Value); at += 8 {
		if t.Order.Uint32(f.Value[at:]) == 0 {
			return false
		}
	}
	return true
}

// colours are a DNG's tags for the colours of the negative: those of the file that it is of, or else what LibRaw knows of the camera.
func (n *latent) colours(order binary.ByteOrder) []ifd.Field {
	s := n.sensor
	fields := slices.Clone(n.colour)
	if !slices.ContainsFunc(fields, func(f ifd.Field) bool { return f.Tag == tagColourMatrix }) {
		fields = []ifd.Field{signed(tagColourMatrix, order, slices.Concat(n.matrix[0][:], n.matrix[1][:], n.matrix[2][:])...),
			{Tag: tagIlluminant, Kind: ifd.TypeShort, Value: ifd.AppendUint(nil, order, 2, daylight)}}
	}
	var neutral []float64
	for _, b := range s.Balance {
		neutral = append(neutral, slices.Min(s.Balance[:])/b)
	}
	return append(fields, // of two with one tag the first counts
		unsigned(tagAsShotNeutral, order, neutral...), signed(tagBaseline, order, s.Exposure),
		ascii(tagCameraModel, s.camera()), ascii(tagMake, s.Make), ascii(tagModel, s.Model))
}

// camera is the name of make and model, which may begin with that of its make.
func (s sensor) camera() string {
	name := s.Model
	if !strings.HasPrefix(name, s.Make) {
		name = s.Make + " " + name
	}
	if name = strings.TrimSpace(name); name == "" {
		return "Camera"
	}
	return name
}

func ascii(tag uint16, s string) ifd.Field {
	return ifd.Field{Tag: tag, Kind: ifd.TypeASCII, Value: append([]byte(s), 0)}
}

// fraction is the denominator of values that are written as fractions.
const fraction = 1_000_000

func unsigned(tag uint16, order binary.ByteOrder, values ...float64) ifd.Field {
	f := signed(tag, order, values...)
	f.Kind = ifd.TypeRational
	return f
}

// signed is a field of fractions.
func signed(tag uint16, order binary.ByteOrder, values ...float64) ifd.Field {
	f := ifd.Field{Tag: tag, Kind: ifd.TypeSRational}
	for _, v := range values {
		f.Value = ifd.AppendUint(ifd.AppendUint(f.Value, order, 4, int(math.Round(v*fraction))), order, 4, fraction)
	}
	return f
}
