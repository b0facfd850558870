package photo

import (
	"bytes"
	"fmt"
	"strings"
)

// Info is what the camera wrote, for showing. Empty fields are unknown.
type Info struct {
	Camera, Lens, Exposure, Aperture, ISO, Taken string
}

// Info reads the camera's data out of the EXIF block: "Canon EOS R5",
// "RF24-70mm F2.8", "1/250 s", "f/2.8", "400", "2024-05-01 12:34:56". A tag that is
// damaged leaves its own field empty, and no other.
func (p *Photo) Info() Info {
	t, ok := newTIFFStructure(p.meta.exif)
	if !ok {
		return Info{}
	}
	main := t.first()
	at, _ := t.number(main, tagExifIFD)
	shot := t.dir(at)
	return Info{
		Camera:   camera(t.text(main, tagMaker), t.text(main, tagModel)),
		Lens:     t.text(shot, tagLens),
		Exposure: exposure(t.ratio(shot, tagExposure)),
		Aperture: aperture(t.ratio(shot, tagAperture)),
		ISO:      t.iso(shot),
		Taken:    taken(t.text(shot, tagTaken)),
	}
}

// text reads a text up to its first zero.
func (t tiffStructure) text(d ifd, tag uint16) string {
	e, _ := d.find(tag)
	if e.kind != typeASCII && e.kind != typeUTF8 {
		return ""
	}
	s, _, _ := bytes.Cut(t.value(e), []byte{0})
	return strings.TrimSpace(strings.ToValidUTF8(string(s), ""))
}

// ratio reads a single fraction; 0 if the tag is missing or not a positive number.
func (t tiffStructure) ratio(d ifd, tag uint16) float64 {
	e, _ := d.find(tag)
	v := t.value(e)
	if e.kind != typeRational && e.kind != typeSRational || len(v) < 8 {
		return 0
	}
	num, den := int32(t.order.Uint32(v)), int32(t.order.Uint32(v[4:]))
	if num <= 0 || den <= 0 {
		return 0
	}
	return float64(num) / float64(den)
}

// iso reads the first of the sensitivities, of which some cameras write two.
func (t tiffStructure) iso(d ifd) string {
	e, _ := d.find(tagISO)
	switch v := t.value(e); {
	case e.kind == typeShort && len(v) >= 2:
		return fmt.Sprint(t.order.Uint16(v))
	case e.kind == typeLong && len(v) >= 4:
		return fmt.Sprint(t.order.Uint32(v))
	}
	return ""
}

// camera joins maker and model; many models repeat the maker's name.
func camera(maker, model string) string {
	if first, _, _ := strings.Cut(maker, " "); strings.HasPrefix(strings.ToLower(model), strings.ToLower(first)) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}

func exposure(seconds float64) string {
	switch {
	case seconds == 0:
		return ""
	case seconds < 0.4:
		return fmt.Sprintf("1/%.0f s", 1/seconds)
	}
	return fmt.Sprintf("%.3g s", seconds)
}

func aperture(n float64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("f/%.3g", n)
}

// taken turns EXIF's 2024:05:01 12:34:56 into 2024-05-01 12:34:56.
func taken(s string) string {
	if len(s) < 10 || s[4] != ':' || s[7] != ':' {
		return s
	}
	return s[:4] + "-" + s[5:7] + "-" + s[8:]
}
