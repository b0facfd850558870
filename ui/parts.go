package ui

import (
	"context"
	"image"

	"afterrain/engine/photo/mixing"
	"afterrain/ui/render"
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
	if f == nil || b.parts.Busy() || !b.weights().Splits() {
		return
	}
	for where, want := range b.preview.want {
		over := f.layers(want.level, b.final())
		if want.rect.Empty() || len(over) == 0 || over[0].Level != want.level {
			continue // or a coarser level stands in
		}
		if had := f.fine[where]; had.sight == want && had.version == f.version && had.of == over[0].Image {
			continue
		}
		b.splitOff(where, want, over[0].Image)
		return
	}
}

func (b *bench) splitOff(where int, want sight, now *image.RGBA) {
	f, version := b.proof, b.proof.version
	was := f.before[want.level]
	radius := max(2, mixing.BroadRadius>>want.level)
	around := want.rect.Inset(-2*radius - 1).Intersect(was.Rect)
	still := render.CopyOf(now, around) // tiles go on arriving in now
	var out *image.RGBA
	b.parts.Start(func(context.Context, func(func())) error {
		out = render.FinePicture(was, still, want.rect.Inset(-1).Intersect(was.Rect), want.rect, radius)
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
func (b *bench) blendFor(where, level int) render.Blend {
	how := render.Blend{Weights: b.weights(), Stays: b.proof.mask()}
	over, part := b.proof.layers(level, b.final()), b.proof.fine[where]
	if part.img != nil && len(over) > 0 && over[0].Image == part.of {
		how.Fine = &render.Layer{Level: level, Image: part.img}
	}
	return how
}
