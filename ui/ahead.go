package ui

import (
	"context"
	"errors"
	"image"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/jobs"
)

// This file opens photos to be shown, and gets others ready before they are asked for: the neighbour of the one in view, and the next one of an export.

// lookout has the photo ready that is likely to be shown next, opened and with what the view would show of it restored. It belongs to the main
// goroutine, but for the photo, which a job may ask for.
type lookout struct {
	photo.Ahead[*proof]
	jobs.Slot     // restores it
	heading   int // 1 or -1, by which way the last step went on the strip
}

// headFor notes which way the strip is walked, as another item is about to be shown, and lets go what lies the other way.
func (b *bench) headFor(it *item) {
	was, is := b.index(), b.indexOf(it)
	b.coming.Slot.Stop()
	if b.coming.heading = 1; was >= 0 && is == was-1 {
		b.coming.heading = -1
	}
	path := ""
	if it != nil {
		path = it.path
	}
	b.coming.Keep(path, "")
}

// following is the item that is likely to be shown next; nil if there is none, or it is known that it cannot be opened.
func (b *bench) following() *item {
	at := b.index()
	if next := at + b.coming.heading; at >= 0 && next >= 0 && next < len(b.items) && !b.items[next].unread {
		return b.items[next]
	}
	return nil
}

// openAhead begins to open what is likely to be shown next. An export has better uses for the memory.
func (b *bench) openAhead() {
	it := b.following()
	if b.proof == nil || it == nil || b.exporting() {
		return
	}
	path, stays := it.path, it.stays
	b.coming.Begin(path, "", photo.Beside(b.proof.photo, func(ctx context.Context) (*proof, error) {
		return b.prove(ctx, it, path, stays)
	}))
}

// lookAhead restores what is likely to be shown next, now that nothing else is to be done.
func (b *bench) lookAhead() {
	now, it := b.proof, b.following()
	if now == nil || it == nil || b.exporting() || b.coming.Busy() {
		return
	}
	b.openAhead()
	path := it.path
	var f *proof
	b.coming.Start(func(ctx context.Context, _ func(func())) (err error) {
		f, _ = b.coming.Of(ctx, path, "")
		return ctx.Err()
	}, func(error) {
		if f != nil && f.item == it && f != b.proof {
			b.previewAhead(f, now.size())
		}
	})
}

// previewAhead restores what the view would show of a photo, if it is as large as the one in view: then the same part of it.
func (b *bench) previewAhead(f *proof, size image.Point) {
	want := b.preview.want[inView]
	if f.size() != size || want.rect.Empty() {
		return
	}
	b.kept.lend(f)
	want.set = f.item.look.settings(engine.Small, b.tools.tellable())
	f.use(want.set)
	todo := f.missing(want.level, want.rect)
	if len(todo) == 0 {
		return
	}
	b.coming.Start(b.previewJob(f, f.patchworkAt(want.level), want, todo, func() {}), func(err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			b.tools.log("not previewed ahead: %s: %v", f.item.path, err)
		}
	})
}

// develop does the slow part of showing an item; it is the body of a job. Jobs
// take turns, and one that is outdated when its turn comes opens nothing, and none is cut
// short, which would leave it behind half opened: paging through the strip must
// not hold a dozen photos in memory. One that never comes holds the others up for a while
// only.
func (b *bench) develop(ctx context.Context, it *item, stays *protection, home func(func())) (*proof, *image.RGBA, error) {
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-time.After(b.patience):
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if photo.NamedRaw(it.path) && !b.coming.Ready(it.path, "") {
		b.glance(ctx, it, home)
	}
	f, ok := b.coming.Of(ctx, it.path, "")
	if !ok || f.item != it || f.stays != stays {
		var err error
		if f, err = b.prove(ctx, it, it.path, stays); err != nil {
			return nil, nil, err
		}
	}
	return f, f.before.Within(thumbSize), nil
}

// prove opens the photo of an item.
func (b *bench) prove(ctx context.Context, it *item, path string, stays *protection) (*proof, error) {
	was := stampOf(path)
	p, err := b.tools.whole(ctx, path)
	if err != nil {
		return nil, err
	}
	f, err := newProof(ctx, it, stays, p, b.tools.reduced)
	if err != nil {
		return nil, err
	}
	f.stamp = was
	return f, nil
}

// opener opens the photo of an item that waits for its export, if there is memory for it beside the one that is restored now. It returns nil where
// that one need not be opened, or it is not known as what.
func (b *bench) opener(it *item) func(now *photo.Photo) {
	path, as, open := it.path, photo.Format(""), b.tools.open
	if it.order.format() == photo.DNG && b.tools.negative != nil {
		as, open = photo.DNG, b.tools.negative
	}
	inView := as == "" && b.proof != nil && b.proof.item == it
	unchanged := it.skips != (finish{}) && it.skips == it.finish()
	if inView || unchanged || as == photo.DNG && !photo.NamedRaw(path) {
		return nil
	}
	return func(now *photo.Photo) {
		b.exports.ahead.Begin(path, as, photo.Beside(now, func(ctx context.Context) (*photo.Photo, error) { return open(ctx, path) }))
	}
}

// openedAhead is open, or hands out what was opened ahead as that.
func (q *queue) openedAhead(as photo.Format, open openFunc) openFunc {
	return func(ctx context.Context, path string) (*photo.Photo, error) {
		defer q.ahead.Drop()
		if p, ok := q.ahead.Of(ctx, path, as); ok {
			return p, nil
		}
		return open(ctx, path)
	}
}
