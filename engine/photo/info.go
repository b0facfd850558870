package photo

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"

	"github.com/rwcarlsen/goexif/exif"
)

// Info is what the camera wrote, for showing. Empty fields are unknown.
type Info struct {
	Camera, Lens, Exposure, Aperture, ISO, Taken string
}

// Info reads the camera's data out of the EXIF block: "Canon EOS R5",
// "RF24-70mm F2.8", "1/250 s", "f/2.8", "400", "2024-05-01 12:34:56".
func (p *Photo) Info() (info Info) {
	defer func() {
		if recover() != nil { // goexif panics on some damaged blocks
			info = Info{}
		}
	}()
	if len(p.meta.exif) == 0 {
		return Info{}
	}
	x, err := exif.Decode(bytes.NewReader(p.meta.exif))
	if x == nil || err != nil && exif.IsCriticalError(err) {
		return Info{}
	}
	return Info{
		Camera:   camera(text(x, exif.Make), text(x, exif.Model)),
		Lens:     text(x, exif.LensModel),
		Exposure: exposure(rational(x, exif.ExposureTime)),
		Aperture: aperture(rational(x, exif.FNumber)),
		ISO:      number(x, exif.ISOSpeedRatings),
		Taken:    taken(text(x, exif.DateTimeOriginal)),
	}
}

func text(x *exif.Exif, name exif.FieldName) string {
	tag, err := x.Get(name)
	if err != nil {
		return ""
	}
	s, _ := tag.StringVal()
	return strings.TrimSpace(strings.Trim(strings.ToValidUTF8(s, ""), "\x00"))
}

func number(x *exif.Exif, name exif.FieldName) string {
	tag, err := x.Get(name)
	if err != nil {
		return ""
	}
	n, err := tag.Int(0)
	if err != nil {
		return ""
	}
	return fmt.Sprint(n)
}

// rational is nil if the tag is missing or not a positive number.
func rational(x *exif.Exif, name exif.FieldName) *big.Rat {
	tag, err := x.Get(name)
	if err != nil {
		return nil
	}
	num, den, err := tag.Rat2(0)
	if err != nil || num <= 0 || den <= 0 {
		return nil
	}
	return big.NewRat(num, den)
}

// camera joins maker and model; many models repeat the maker's name.
func camera(maker, model string) string {
	if first, _, _ := strings.Cut(maker, " "); strings.HasPrefix(strings.ToLower(model), strings.ToLower(first)) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}

func exposure(t *big.Rat) string {
	if t == nil {
		return ""
	}
	seconds, _ := t.Float64()
	if seconds < 0.4 {
		return fmt.Sprintf("1/%.0f s", 1/seconds)
	}
	return fmt.Sprintf("%.3g s", seconds)
}

func aperture(f *big.Rat) string {
	if f == nil {
		return ""
	}
	n, _ := f.Float64()
	return fmt.Sprintf("f/%.3g", n)
}

// taken turns EXIF's 2024:05:01 12:34:56 into 2024-05-01 12:34:56.
func taken(s string) string {
	if len(s) < 10 || s[4] != ':' || s[7] != ':' {
		return s
	}
	return s[:4] + "-" + s[5:7] + "-" + s[8:]
}
