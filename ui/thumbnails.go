package ui

import (
	"context"
	"image"
	"slices"
)

// thumbnails makes the missing thumbnails one after another, from the camera's own
// where the file has one, and else decoding one photo at a time.
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
	b.thumbs.start(func(ctx context.Context, _ func(func())) (err error) {
		small, size, err = b.thumbnailOf(ctx, it.path)
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

// thumbnailOf makes the thumbnail of a file and tells the photo's size. It is the
// body of a job that opens the photo to its end once it has begun.
func (b *bench) thumbnailOf(ctx context.Context, path string) (*image.RGBA, image.Point, error) {
	if p, size := b.tools.glance(path); p != nil {
		return thumbnail(p, thumbSize), size, nil
	}
	p, err := b.tools.open(context.WithoutCancel(ctx), path)
	if err != nil {
		return nil, image.Point{}, err
	}
	return thumbnail(p, thumbSize), image.Pt(p.Width, p.Height), nil
}

// glance shows the camera's thumbnail of a photo that is about to be opened, which
// takes a while. It is part of that job.
func (b *bench) glance(it *item, home func(func())) {
	p, size := b.tools.glance(it.path)
	if p == nil {
		return
	}
	small := thumbnail(p, thumbSize)
	home(func() {
		it.thumb, it.size = small, size
		b.on.item(it)
		b.on.proof()
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
