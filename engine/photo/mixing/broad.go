package mixing

// The broad part of a change is found by a guided filter (He, Sun and Tang,
// "Guided Image Filtering", 2010): in every window the change is fitted as a
// linear function of the restored picture. Taking haze away is one, as
//
//	restored - hazy = (1 - t) (restored - A)
//
// with the air's light A and a transmission t that varies slowly. Noise and rain
// have nothing to do with the restored picture, so what is left over is theirs.

// BroadRadius is half a window at full size, px; pictures seen at a half or a
// quarter of their size take as much less.
const BroadRadius = 16

// broadFloor is the variance of the guide, samples of 0..1 squared, below which
// a window counts as flat.
const broadFloor = 0.001

// Broad is a plane with only the broad part of its change: was is the plane
// before, now after the network, both row-major with rows of w, samples 0 to 1.
// Pixels see radius px around, twice over. The result may leave 0..1 a little.
func Broad(was, now []float32, w, radius int) []float32 {
	return new(guidedFilter).broad(was, now, w, radius)
}

// guidedFilter is the memory of a filter, for using it again: what piles up until
// the garbage is collected would be half as much as a large photo.
type guidedFilter struct {
	mean, change, square, product []float32
	line, kept                    []float32 // of blur
	sums                          []float64 // by column
}

// broad is Broad; the result is good until the next call.
func (f *guidedFilter) broad(was, now []float32, w, radius int) []float32 {
	f.fill(was, now)
	for _, plane := range [][]float32{f.mean, f.change, f.square, f.product} {
		f.blur(plane, w, radius)
	}
	slope, offset := f.square, f.product // in place
	for i, m := range f.mean {
		s := (f.product[i] - m*f.change[i]) / (max(0, f.square[i]-m*m) + broadFloor)
		slope[i], offset[i] = s, f.change[i]-s*m
	}
	f.blur(slope, w, radius)
	f.blur(offset, w, radius)
	for i, v := range now {
		slope[i] = was[i] + slope[i]*v + offset[i]
	}
	return slope
}

// fill sets the planes to what is averaged over windows.
func (f *guidedFilter) fill(was, now []float32) {
	n := len(now)
	f.mean = append(f.mean[:0], now...)
	f.change, f.square, f.product = sized(f.change, n), sized(f.square, n), sized(f.product, n)
	for i, v := range now {
		f.change[i] = v - was[i]
		f.square[i], f.product[i] = v*v, v*f.change[i]
	}
}

// sized is n numbers, whatever they are, in s's memory if there is room.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// blur takes the mean of the window of every pixel, in place; at the edges the
// window is cut.
func (f *guidedFilter) blur(plane []float32, w, radius int) {
	if w < 1 {
		return
	}
	h := len(plane) / w
	f.line = sized(f.line, w)
	for y := range h {
		row := plane[y*w:][:w]
		copy(f.line, row)
		slide(row, f.line, radius)
	}
	f.blurColumns(plane, w, h, radius)
}

// slide fills dst with the means of windows of src, by a running sum.
func slide(dst, src []float32, radius int) {
	var sum float64
	n := len(src)
	for _, v := range src[:min(radius, n)] {
		sum += float64(v)
	}
	for i := range dst {
		if i+radius < n {
			sum += float64(src[i+radius])
		}
		if i > radius {
			sum -= float64(src[i-radius-1])
		}
		dst[i] = float32(sum / float64(min(i+radius, n-1)-max(i-radius, 0)+1))
	}
}

// blurColumns does the same down all columns at once, row by row, with the rows
// still needed kept aside.
func (f *guidedFilter) blurColumns(plane []float32, w, h, radius int) {
	f.sums, f.kept = sized(f.sums, w), sized(f.kept, (radius+1)*w)
	sums, kept := f.sums, f.kept // the last rows are kept as they were
	clear(sums)
	for y := range min(radius, h) {
		for x, v := range plane[y*w:][:w] {
			sums[x] += float64(v)
		}
	}
	for y := range h {
		if y+radius < h {
			for x, v := range plane[(y+radius)*w:][:w] {
				sums[x] += float64(v)
			}
		}
		old := kept[(y%(radius+1))*w:][:w]
		if y > radius {
			for x, v := range old {
				sums[x] -= float64(v)
			}
		}
		line := plane[y*w:][:w]
		copy(old, line)
		count := float64(min(y+radius, h-1) - max(y-radius, 0) + 1)
		for x := range line {
			line[x] = float32(sums[x] / count)
		}
	}
}
