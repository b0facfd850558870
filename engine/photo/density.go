package photo

import (
	"encoding/binary"
	"math"

	"afterrain/engine/photo/ifd"
)

// density is how many pixels go into an inch or a centimetre of paper. Every format writes
// it in a place of its own, so that it has to be carried from one to the other.
type density struct {
	x, y float64
	unit byte // as JFIF counts them
}

// Units of JFIF; those of EXIF and TIFF are one more. PNG has metres.
const (
	perInch       = 1
	perCentimetre = 2

	metreInInches      = 1 / 0.0254
	metreInCentimetres = 100
)

// density is what the source says, in its own place first; ok is false if it says nothing.
func (m metadata) density() (d density, ok bool) {
	if d, ok = jfifDensity(m.jfif); ok {
		return d, true
	}
	if p := find(m.png, "pHYs", 9); p != nil && p[8] == 1 {
		x, y := binary.BigEndian.Uint32(p), binary.BigEndian.Uint32(p[4:])
		d = density{float64(x) / metreInInches, float64(y) / metreInInches, perInch}
		return d, x > 0 && y > 0
	}
	return exifDensity(m.exif)
}

func jfifDensity(jfif []byte) (d density, ok bool) {
	if jfif == nil {
		return d, false
	}
	x, y := binary.BigEndian.Uint16(jfif[8:]), binary.BigEndian.Uint16(jfif[10:])
	d = density{float64(x), float64(y), jfif[7]}
	return d, x > 0 && y > 0 && (d.unit == perInch || d.unit == perCentimetre)
}

func exifDensity(exif []byte) (d density, ok bool) {
	t, ok := ifd.Parse(exif)
	if !ok {
		return d, false
	}
	main := t.First()
	unit, given := t.Number(main, ifd.TagResolutionUnit)
	if !given {
		unit = perInch + 1
	}
	d = density{t.Ratio(main, ifd.TagXResolution), t.Ratio(main, ifd.TagYResolution), byte(unit - 1)}
	return d, d.x > 0 && d.y > 0 && (unit == perInch+1 || unit == perCentimetre+1)
}

// jfifSegment comes first in a JPEG file: the source's, or one that says its density, or nothing.
func (m metadata) jfifSegment() []byte {
	if m.jfif != nil {
		return m.jfif
	}
	d, ok := m.density()
	if !ok || min(d.x, d.y) < 1 || max(d.x, d.y) > math.MaxUint16 {
		d = density{1, 1, 0}
	}
	out := append([]byte(signJFIF), 1, 1, d.unit)
	out = binary.BigEndian.AppendUint16(out, uint16(math.Round(d.x)))
	out = binary.BigEndian.AppendUint16(out, uint16(math.Round(d.y)))
	return append(out, 0, 0) // no thumbnail
}

// pngDensity is the pHYs chunk for a source that has none; nil if that says nothing.
func (m metadata) pngDensity() []byte {
	d, ok := m.density()
	scale := metreInInches
	if d.unit == perCentimetre {
		scale = metreInCentimetres
	}
	if !ok || find(m.png, "pHYs", 9) != nil || scale*max(d.x, d.y) > math.MaxInt32 {
		return nil
	}
	out := binary.BigEndian.AppendUint32(nil, uint32(math.Round(scale*d.x)))
	return append(binary.BigEndian.AppendUint32(out, uint32(math.Round(scale*d.y))), 1)
}

// tiffDensity is the tags for a source whose EXIF block has none; nil if that says nothing.
func (m metadata) tiffDensity(order binary.ByteOrder) []ifd.Field {
	d, ok := m.density()
	const parts = 100 // of a pixel
	if _, there := exifDensity(m.exif); there || !ok || parts*max(d.x, d.y) > math.MaxInt32 {
		return nil
	}
	ratio := func(v float64) []byte {
		return ifd.AppendUint(ifd.AppendUint(nil, order, 4, int(math.Round(parts*v))), order, 4, parts)
	}
	return []ifd.Field{
		{Tag: ifd.TagXResolution, Kind: ifd.TypeRational, Value: ratio(d.x)},
		{Tag: ifd.TagYResolution, Kind: ifd.TypeRational, Value: ratio(d.y)},
		{Tag: ifd.TagResolutionUnit, Kind: ifd.TypeShort, Value: ifd.AppendUint(nil, order, 2, int(d.unit)+1)},
	}
}
