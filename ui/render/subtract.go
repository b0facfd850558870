package render

import "image"

// Subtract cuts hole out of disjoint rectangles.
func Subtract(from []image.Rectangle, hole image.Rectangle) []image.Rectangle {
	var out []image.Rectangle
	for _, r := range from {
		h := r.Intersect(hole)
		if h.Empty() {
			out = append(out, r)
			continue
		}
		for _, piece := range [...]image.Rectangle{
			image.Rect(r.Min.X, r.Min.Y, r.Max.X, h.Min.Y),
			image.Rect(r.Min.X, h.Max.Y, r.Max.X, r.Max.Y),
			image.Rect(r.Min.X, h.Min.Y, h.Min.X, h.Max.Y),
			image.Rect(h.Max.X, h.Min.Y, r.Max.X, h.Max.Y),
		} {
			if !piece.Empty() {
				out = append(out, piece)
			}
		}
	}
	return out
}
