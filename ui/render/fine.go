package render

import (
	"image"
	"sync"

	"afterrain/engine/photo/mixing"
)

// CopyOf is a part of a picture, with pixels of its own.
func CopyOf(img *image.RGBA, part image.Rectangle) *image.RGBA {
	out := image.NewRGBA(part)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		copy(out.Pix[out.PixOffset(part.Min.X, y):][:4*part.Dx()], img.Pix[img.PixOffset(part.Min.X, y):])
	}
	return out
}

// FinePicture leaves the broad part of a change out. Now covers the pixels to be
// looked at; the result covers frame, has pixels inside of part only, and is
// transparent where now is.
func FinePicture(was, now *image.RGBA, frame, part image.Rectangle, radius int) *image.RGBA {
	out := image.NewRGBA(frame)
	w := now.Rect.Dx()
	opaqueOf(out, now, part)
	var channels sync.WaitGroup
	for c := range 3 {
		channels.Go(func() {
			before, after := make([]float32, w*now.Rect.Dy()), make([]float32, w*now.Rect.Dy())
			planesOf(before, after, was, now, c)
			broad := mixing.Broad(before, after, w, radius)
			for y := part.Min.Y; y < part.Max.Y; y++ {
				to := out.Pix[out.PixOffset(part.Min.X, y):]
				at := (y-now.Rect.Min.Y)*w + part.Min.X - now.Rect.Min.X
				for x := range part.Dx() {
					if to[4*x+3] == 255 {
						to[4*x+c] = to8(after[at+x] - (broad[at+x] - before[at+x]))
					}
				}
			}
		})
	}
	channels.Wait()
	return out
}

// opaqueOf takes over where now is opaque.
func opaqueOf(out, now *image.RGBA, part image.Rectangle) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		to, from := out.Pix[out.PixOffset(part.Min.X, y):], now.Pix[now.PixOffset(part.Min.X, y):]
		for x := range part.Dx() {
			if from[4*x+3] == 255 {
				to[4*x+3] = 255
			}
		}
	}
}

// planesOf reads one channel of what now covers; where now is transparent
// nothing has changed.
func planesOf(before, after []float32, was, now *image.RGBA, channel int) {
	r := now.Rect
	for y := r.Min.Y; y < r.Max.Y; y++ {
		a, b := was.Pix[was.PixOffset(r.Min.X, y):], now.Pix[now.PixOffset(r.Min.X, y):]
		at := (y - r.Min.Y) * r.Dx()
		for x := range r.Dx() {
			before[at+x] = float32(a[4*x+channel]) / 255
			if after[at+x] = before[at+x]; b[4*x+3] != 0 {
				after[at+x] = float32(b[4*x+channel]) / 255
			}
		}
	}
}
