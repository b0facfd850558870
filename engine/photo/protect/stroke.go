package protect

import (
	"fmt"
	"image"
	"strconv"
	"strings"
)

// StrokeUnit is the longer side of a photo in the units of strokes, so that a stroke
// means the same place in a photo of another size.
const StrokeUnit = 1 << 14

// A Stroke is one stroke of a brush that protects a photo: where it goes, the photo stays as it
// was, or does so no longer. Its edge is soft.
type Stroke struct {
	Erase  bool          // takes protection away
	Radius int           // of the brush, 1 to StrokeUnit; protection is whole in its inner half
	Points []image.Point // the way of its middle from the photo's top left corner; one for a dot
}

// The first letters of a stroke's text.
const (
	protects = "p"
	erases   = "e"
)

// String is the stroke as text: "p" or "e", the radius and the points; ParseStroke reads it again.
func (s Stroke) String() string {
	out := []byte(protects)
	if s.Erase {
		out = []byte(erases)
	}
	out = strconv.AppendInt(append(out, ' '), int64(s.Radius), 10)
	for _, p := range s.Points {
		out = strconv.AppendInt(append(out, ' '), int64(p.X), 10)
		out = strconv.AppendInt(append(out, ','), int64(p.Y), 10)
	}
	return string(out)
}

// ParseStroke reads what String wrote. A text that makes no sense is an error; so are points
// far outside of the photo.
func ParseStroke(text string) (s Stroke, err error) {
	words := strings.Fields(text)
	if len(words) < 3 || words[0] != protects && words[0] != erases {
		return s, fmt.Errorf("%.40q is no stroke of a brush", text)
	}
	s.Erase = words[0] == erases
	if s.Radius, err = strconv.Atoi(words[1]); err != nil || s.Radius < 1 || s.Radius > StrokeUnit {
		return s, fmt.Errorf("radius %.20q of a stroke", words[1])
	}
	for _, w := range words[2:] {
		x, y, _ := strings.Cut(w, ",")
		p, err := parsePoint(x, y)
		if err != nil {
			return s, err
		}
		s.Points = append(s.Points, p)
	}
	return s, nil
}

func parsePoint(xs, ys string) (image.Point, error) {
	x, errX := strconv.Atoi(xs)
	y, errY := strconv.Atoi(ys)
	const far = 2 * StrokeUnit
	if errX != nil || errY != nil || max(x, -x, y, -y) > far {
		return image.Point{}, fmt.Errorf("point %.20q, %.20q of a stroke", xs, ys)
	}
	return image.Pt(x, y), nil
}
