package ui

import (
	"context"
	"image"
	"slices"

	"afterrain/ui/render"
)

// thumbnails makes the missing thumbnails one after another, from the camera's own
// where the file has one, and else decoding one photo at a time. While the photo to
// be shown is opened nothing else is decoded.
func (b *bench) thumbnails() {
	if b.thumbs.Busy() {
		return
	}
	quick := b.opening.Busy()
	it := b.nextThumb(quick)
	if it == nil {
		return
	}
	var small *image.RGBA
	var size image.Point
	b.thumbed = it
	b.thumbs.Start(func(ctx context.Context, _ func(func())) (err error) {
		small, size, err = b.thumbnailOf(ctx, it.path, quick)
		return err
	}, func(err error) {
		if it.glanced = true; small != nil || !quick {
			it.tried = true
			if err != nil {
				it.opened(err) // what is known stays
			} else {
				it.thumb, it.size = small, size
			}
			b.on.item(it)
			if it == b.selected && b.proof == nil {
				b.on.proof() // it stands in for the photo
			}
		}
		b.thumbnails()
	})
}

// leaveThumb ends the making of a thumbnail that nobody will see: the development of a camera raw file
// takes long, and of a damaged one may take for ever.
func (b *bench) leaveThumb(it *item) {
	if b.thumbs.Busy() && b.thumbed == it {
		b.thumbs.Stop()
		b.thumbnails()
	}
}

// thumbnailOf makes the thumbnail of a file and tells the photo's size; quick leaves
// it at nil if that takes the whole photo. It is the body of a job.
func (b *bench) thumbnailOf(ctx context.Context, path string, quick bool) (*image.RGBA, image.Point, error) {
	if p, size := b.tools.glance(ctx, path); p != nil {
		return render.Thumbnail(p, thumbSize), size, nil
	}
	if quick {
		return nil, image.Point{}, nil
	}
	if p, size := b.tools.small(path); p != nil {
		return render.Thumbnail(p, thumbSize), size, nil
	}
	p, err := b.tools.whole(ctx, path)
	if err != nil {
		return nil, image.Point{}, err
	}
	return render.Thumbnail(p, thumbSize), image.Pt(p.Width, p.Height), nil
}

// standSize bounds the picture that stands in for a photo, px.
var standSize = image.Pt(1600, 1000)

// glance shows the camera's own picture of a photo that is about to be opened, which
// takes a while: in a camera raw file that is a large one. It is part of that job.
func (b *bench) glance(ctx context.Context, it *item, home func(func())) {
	p, size := b.tools.glance(ctx, it.path)
	if p == nil {
		return
	}
	small, stand := render.Thumbnail(p, thumbSize), render.Thumbnail(p, standSize)
	home(func() {
		if stand.Rect != small.Rect {
			b.stand = stand
		}
		if it.thumb == nil { // else it is of the developed photo
			it.thumb, it.size = small, size
		}
		b.on.item(it)
		b.on.proof()
	})
}

// nextThumb is the first item without a thumbnail, those in sight before the rest;
// a quick look is taken once only.
func (b *bench) nextThumb(quick bool) *item {
	wants := func(it *item) bool { return it.wantsThumb() && !(quick && it.glanced) }
	for _, list := range [...][]*item{b.inSight, b.items} {
		if i := slices.IndexFunc(list, wants); i >= 0 {
			return list[i]
		}
	}
	return nil
}
