package photo

// Halved averages 2x2 samples, an odd last row or column with itself. The result is
// for previews only and carries no metadata. A pixel is as transparent as the most
// transparent of its four: where one of them is hidden, so is the average, which
// has a part of a colour that nobody has photographed.
func (p *Photo) Halved() *Photo {
	w, h := (p.Width+1)/2, (p.Height+1)/2
	out := &Photo{Path: p.Path, Width: w, Height: h, Bits: p.Bits, Format: p.Format, Pix: make([]float32, 3*w*h)}
	parallel(3*h, func(row int) {
		plane, y := row/h, row%h
		top, bottom := twoRows(p.Pix[plane*p.Width*p.Height:], p, y)
		dst := out.Pix[row*w:][:w]
		for x := range dst {
			l, r := 2*x, min(2*x+1, p.Width-1)
			dst[x] = (top[l] + top[r] + bottom[l] + bottom[r]) / 4
		}
	})
	if p.alpha == nil {
		return out
	}
	out.alpha = make([]uint16, w*h)
	parallel(h, func(y int) {
		top, bottom := twoRows(p.alpha, p, y)
		dst := out.alpha[y*w:][:w]
		for x := range dst {
			l, r := 2*x, min(2*x+1, p.Width-1)
			dst[x] = min(top[l], top[r], bottom[l], bottom[r])
		}
	})
	return out
}

// twoRows are the rows of a plane of p that become row y of its half.
func twoRows[T any](plane []T, p *Photo, y int) (top, bottom []T) {
	return plane[2*y*p.Width:][:p.Width], plane[min(2*y+1, p.Height-1)*p.Width:][:p.Width]
}
