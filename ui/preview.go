package ui

import (
	"context"
	"errors"
	"image"
	"time"

	"afterrain/engine"
)

// sight is a part of a pyramid level of the photo on the bench.
type sight struct {
	level int
	rect  image.Rectangle // pixels of the level
}

// previewer restores what is in view with DyNet-S. Zoomed in to 1:1 that is
// the photo itself; zoomed out it is a copy of the photo at the pyramid level
// that the screen shows, so a whole photo costs no more than its pixels on the
// screen.
type previewer struct {
	slot
	settle  time.Duration // how long the view must rest before work begins
	timer   *time.Timer
	want    sight
	running sight
	err     error // why there is no preview; tried again with the next photo
}

// stop ends the work on the photo in view and forgets its failure.
func (p *previewer) stop() {
	p.slot.stop()
	p.want, p.running, p.err = sight{}, sight{}, nil
}

// serves tells whether the running job is still worth finishing: it works on
// the wanted level, and at least half of its part is wanted.
func (p *previewer) serves(want sight) bool {
	both := p.running.rect.Intersect(want.rect)
	return p.busy() && p.running.level == want.level && 2*area(both) >= area(p.running.rect)
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

// look says what the window shows. The preview follows as soon as the view
// rests.
func (b *bench) look(v viewport) {
	f := b.proof
	if f == nil || v.empty() || v.photo != f.size() {
		return
	}
	level := min(v.level(), len(f.before)-1)
	want := sight{level, v.visible(level)}
	if want == b.preview.want {
		return
	}
	b.preview.want = want
	if b.preview.timer != nil {
		b.preview.timer.Stop()
	}
	b.preview.timer = time.AfterFunc(b.preview.settle, func() { b.do(b.restoreView) })
}

// restoreView starts the job for what is wanted and not there yet. It does
// nothing while an export holds the engine.
func (b *bench) restoreView() {
	p, f := &b.preview, b.proof
	if f == nil || p.err != nil || b.exports.busy() || p.serves(p.want) {
		return
	}
	todo := f.missing(p.want.level, p.want.rect)
	if len(todo) == 0 {
		p.slot.stop()
		b.on.status()
		return
	}
	p.running = p.want
	work := f.patchworkAt(p.want.level)
	level := p.want.level
	p.start(b.previewJob(f, work, level, todo), func(err error) {
		b.tools.log("previewed %s at %s %%: %v", f.item.path, percent(level), err)
		switch {
		case err == nil:
			b.restoreView() // the view may have moved on meanwhile
		case !errors.Is(err, context.Canceled):
			p.err = err
		}
		b.on.status()
	})
	b.on.status()
}

// previewJob restores the parts in todo one after another and brings each
// finished patch home.
func (b *bench) previewJob(f *proof, work *patchwork, level int, todo []image.Rectangle) func(context.Context, func(func())) error {
	return func(ctx context.Context, home func(func())) error {
		p := f.halved.at(level)
		for _, part := range todo {
			err := b.tools.region(ctx, p, part, engine.Settings{Variant: engine.Small}, func(t engine.Patch) {
				img := toRGBA(t.Rect.Dx(), t.Rect.Dy(), t.Pix)
				home(func() {
					work.place(t.Rect, img)
					b.on.pixels()
				})
			})
			if err != nil {
				return err
			}
			home(func() { work.finish(part) })
		}
		return nil
	}
}

// phase says how far the picture on the right side of the divider is.
type phase int

const (
	noPreview  phase = iota
	pausing          // an export holds the engine
	starting         // nothing restored in view yet
	previewing       // some of the view is restored
	previewed        // all of the view is DyNet-S
	exported         // all of the photo is DyNet-L
	broken           // see bench.preview.err
)

// previewState tells the truth about the pixels in view: how far they are,
// the share done (0 to 1) and the level they were made at.
func (b *bench) previewState() (ph phase, share float64, level int) {
	p, f := &b.preview, b.proof
	switch {
	case f == nil:
		return noPreview, 0, 0
	case f.large != nil:
		return exported, 1, 0
	case p.err != nil:
		return broken, 0, 0
	case p.want.rect.Empty():
		return noPreview, 0, 0
	}
	level = p.want.level
	if len(f.missing(level, p.want.rect)) == 0 {
		return previewed, 1, level
	}
	if w := f.small[level]; w != nil {
		share = w.covered(p.want.rect)
	}
	switch {
	case b.exports.busy():
		return pausing, share, level
	case share == 0:
		return starting, 0, level
	}
	return previewing, min(share, 0.99), level
}
