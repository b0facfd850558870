package ui

import (
	"context"
	"image"
	"sync"

	"afterrain/engine/photo/mixing"
)

// finePart is what a part of a level would be with the fine part of its change
// alone: without noise and rain, and with all of its haze. (That with the broad
// part alone tells as much, but its noise would be cut off at black and white.)
type finePart struct {
	sight   sight
	version int         // of the proof when it was made
	of      *image.RGBA // the restored level that it is a part of
	img     *image.RGBA
}

// split tells fine and broad parts apart in what the window shows, if the look
// weighs them differently. The slow part is a job; meanwhile the change is shown
// undivided. It is called at every change of the view, the look and the pixels.
func (b *bench) split() {
	f := b.proof
	if f == nil || b.parts.busy() || !b.weights().Splits() {
		return
	}
	for where, want := range b.preview.want {
		over := f.layers(want.level, b.final())
		if want.rect.Empty() || len(over) == 0 || over[0].level != want.level {
			continue // or a coarser level stands in
		}
		if had := f.fine[where]; had.sight == want && had.version == f.version && had.of == over[0].img {
			continue
		}
		b.splitOff(where, want, over[0].img)
		return
	}
}

func (b *bench) splitOff(where int, want sight, now *image.RGBA) {
	f, version := b.proof, b.proof.version
	was := f.before[want.level]
	radius := max(2, mixing.BroadRadius>>want.level)
	around := want.rect.Inset(-2*radius - 1).Intersect(was.Rect)
	still := copyOf(now, around) // tiles go on arriving in now
	var out *image.RGBA
	b.parts.start(func(context.Context, func(func())) error {
		out = finePicture(was, still, want.rect.Inset(-1).Intersect(was.Rect), want.rect, radius)
		return nil
	}, func(error) {
		f.fine[where] = finePart{want, version, now, out}
		b.on.pixels()
		b.split()
	})
}

// weights are the factors of the look of the photo in view.
func (b *bench) weights() mixing.Weights {
	if b.proof == nil {
		return mixing.Weights{}
	}
	return b.proof.item.look.mix(b.tools.tellable()).Weights()
}

// blendFor says how to draw a level in the view or the loupe.
func (b *bench) blendFor(where, level int) blend {
	how := blend{weights: b.weights(), stays: b.proof.mask()}
	over, part := b.proof.layers(level, b.final()), b.proof.fine[where]
	if part.img != nil && len(over) > 0 && over[0].img == part.of {
		how.fine = &layer{level, part.img}
	}
	return how
}

func copyOf(img *image.RGBA, part image.Rectangle) *image.RGBA {
	out := image.NewRGBA(part)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		copy(out.Pix[out.PixOffset(part.Min.X, y):][:4*part.Dx()], img.Pix[img.PixOffset(part.Min.X, y):])
	}
	return out
}

// finePicture leaves the broad part of a change out. Now covers the pixels to be
// looked at; the result covers frame, has pixels inside of part only, and is
// transparent where now is.
func finePicture(was, now *image.RGBA, frame, part image.Rectangle, radius int) *image.RGBA {
	out := image.NewRGBA(frame)
	w := now.Rect.Dx()
	opaqueOf(out, now, part)
	var channels sync.WaitGroup
	for c := range 3 {
		channels.Go(func() {
			before, after := make([]float32, area(now.Rect)), make([]float32, area(now.Rect))
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
