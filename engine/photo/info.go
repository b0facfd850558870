package photo

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rwcarlsen/goexif/exif"

	"afterrain/engine/photo/ifd"
)

// Info is what the camera wrote, for showing. Empty fields are unknown.
type Info struct {
	Camera, Lens, Exposure, Aperture, ISO, Taken string
}

// Info reads the camera's data out of the EXIF block: "Canon EOS R5",
// "RF24-70mm F2.8", "1/250 s", "f/2.8", "400", "2024-05-01 12:34:56". A tag that is
// damaged leaves its own field empty, and no other.
func (p *Photo) Info() Info { return infoOf(p.meta.exif) }

func infoOf(block []byte) Info {
	t, ok := ifd.Parse(block)
	if !ok {
		return Info{}
	}
	x, err := exif.Decode(bytes.NewReader(sound(t)))
	if err != nil {
		return Info{}
	}
	return Info{
		Camera:   camera(text(x, exif.Make), text(x, exif.Model)),
		Lens:     text(x, exif.LensModel),
		Exposure: exposure(ratio(x, exif.ExposureTime)),
		Aperture: aperture(ratio(x, exif.FNumber)),
		ISO:      sensitivity(x, t),
		Taken:    taken(text(x, exif.DateTimeOriginal)),
	}
}

// sound is the structure laid out anew with what can be read of it. goexif fails as a
// whole where one tag is damaged, and on directories in a circle it never ends.
func sound(t ifd.Structure) []byte {
	budget := maxSegment
	return t.With(ofKnownTypes(t.Fields(t.First(), ifd.All, &budget)))
}

// ofKnownTypes gives texts of EXIF 3.0 the type that texts had before, and leaves out
// fields of other types that goexif does not know.
func ofKnownTypes(fields []ifd.Field) []ifd.Field {
	for i := range fields {
		if fields[i].Kind == ifd.TypeUTF8 {
			fields[i].Kind = ifd.TypeASCII
		}
		fields[i].Sub = ofKnownTypes(fields[i].Sub)
	}
	return slices.DeleteFunc(fields, func(f ifd.Field) bool { return f.Kind > ifd.TypeDouble })
}

func text(x *exif.Exif, name exif.FieldName) string {
	tag, err := x.Get(name)
	if err != nil {
		return ""
	}
	s, _ := tag.StringVal()
	return strings.TrimSpace(strings.ToValidUTF8(s, ""))
}

// number is the first of several, as of two sensitivities.
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

// sensitivity is the ISO. Its usual tag ends at 65535, which cameras write for more than that too;
// then it stands in one of the tags for what it was measured as (Exif 2.3, annex G).
func sensitivity(x *exif.Exif, t ifd.Structure) string {
	iso := number(x, exif.ISOSpeedRatings)
	if iso == "0" { // unknown to the program that wrote it
		return ""
	}
	if iso != fmt.Sprint(math.MaxUint16) {
		return iso
	}
	shot, _ := t.Number(t.First(), ifd.TagExifIFD)
	for _, tag := range [...]uint16{ifd.TagExposureIndex, ifd.TagOutputSensitivity, ifd.TagISOSpeed} {
		if n, _ := t.Number(t.Dir(shot), tag); n > 0 {
			return fmt.Sprint(n)
		}
	}
	return iso
}

// ratio is 0 if the tag is missing or not a positive number.
func ratio(x *exif.Exif, name exif.FieldName) float64 {
	tag, err := x.Get(name)
	if err != nil {
		return 0
	}
	num, den, err := tag.Rat2(0)
	if err != nil || num <= 0 || den <= 0 {
		return 0
	}
	return float64(num) / float64(den)
}

// companies is what makers call themselves behind their names, as RICOH IMAGING COMPANY, LTD. does.
var companies = regexp.MustCompile(`(?i)[ ,]+(camera|computer|imaging|corporation|corp|company|co|ltd|inc|gmbh|techwin)\b.*`)

// camera joins maker and model; many models repeat the maker's name.
func camera(maker, model string) string {
	maker = companies.ReplaceAllString(maker, "")
	named := func(word string) bool { return strings.HasPrefix(strings.ToLower(model), strings.ToLower(word)) }
	if slices.ContainsFunc(strings.Fields(maker), named) {
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

// taken turns EXIF's 2024:05:01 12:34:56 into 2024-05-01 12:34:56, which some programs write
// themselves. It is empty for what is no day, as of a camera whose clock was never set.
func taken(s string) string {
	at := min(len(time.DateOnly), len(s))
	day := strings.ReplaceAll(s[:at], ":", "-")
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return ""
	}
	return day + s[at:]
}
