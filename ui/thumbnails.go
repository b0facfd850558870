package ui

import (
	"context"
	"image"
	"slices"
)

// thumbnails makes the missing thumbnails one after another, decoding one
// photo at a time.
func (b *bench) thumbnails() {
	if b.thumbs.busy() || b.opening.busy() {
		return
	}
	it := b.nextThumb()
	if it == nil {
		return
	}
	var small *image.RGBA
	var size image.Point
	b.thumbs.start(func(ctx context.Context, _ func(func())) error {
		p, err := b.tools.open(context.WithoutCancel(ctx), it.path)
		if err == nil {
			small, size = thumbnail(p, thumbSize), image.Pt(p.Width, p.Height)
		}
		return err
	}, func(err error) {
		if it.tried = true; err == nil { // else what is known stays
			it.thumb, it.size = small, size
		}
		it.opened(err)
		b.on.item(it)
		b.thumbnails()
	})
}

// nextThumb is the first item without a thumbnail, those in sight before the rest.
func (b *bench) nextThumb() *item {
	for _, list := range [...][]*item{b.inSight, b.items} {
		if i := slices.IndexFunc(list, (*item).wantsThumb); i >= 0 {
			return list[i]
		}
	}
	return nil
}
