package photo

// orientation is the EXIF tag 0x0112: how the stored picture must be turned to
// stand upright. 1 means as it is; 2 to 4 mirror or turn by half; 5 to 8
// exchange width and height. (Exif 2.32, section 4.6.4.)
type orientation int

func (o orientation) transposes() bool { return o >= 5 && o <= 8 }

// orient turns one plane of w x h samples upright in place. Afterwards its rows
// are h samples long if o transposes. An unknown o leaves it as it is.
func orient[T any](plane []T, w, h int, o orientation) {
	if o < 2 || o > 8 {
		return
	}
	stored := append([]T(nil), plane...)
	upW, upH := w, h
	if o.transposes() {
		upW, upH = h, w
	}
	for y := range upH {
		row := plane[y*upW:][:upW]
		for x := range row {
			sx, sy := o.source(x, y, w, h)
			row[x] = stored[sy*w+sx]
		}
	}
}

// source tells which stored pixel stands at (x, y) of the upright picture;
// w and h are the stored size.
func (o orientation) source(x, y, w, h int) (sx, sy int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
