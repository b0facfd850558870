package ui

import (
	"context"
	"errors"
	"image"
	"time"

	"afterrain/engine"
	"afterrain/ui/jobs"
	"afterrain/ui/render"
)

// sight is a part of a pyramid level of the photo on the bench, restored with
// some settings.
type sight struct {
	set   engine.Settings
	level int
	rect  image.Rectangle // pixels of the level
}

// Two things show the photo, and what the loupe shows is restored first.
const (
	inLoupe = iota
	inView
)

// previewer restores what is in view with DyNet-S. Zoomed in to 1:1 that is
// the photo itself; zoomed out it is a copy of the photo at the pyramid level
// that the screen shows, so a whole photo costs no more than its pixels on the
// screen.
type previewer struct {
	jobs.Slot
	settle  time.Duration // how long the view must rest before work begins
	timer   *time.Timer
	shown   [2]render.Viewport // what the loupe and the view show; empty for none
	want    [2]sight
	running sight
	err     error // why there is no preview; tried again with the next photo
}

// stop ends the work on the photo in view and forgets its failure.
func (p *previewer) stop() {
	p.Slot.Stop()
	p.shown, p.want = [2]render.Viewport{}, [2]sight{}
	p.running, p.err = sight{}, nil
}

// serves tells whether the running job is still worth finishing: it works on
// the wanted level with the wanted settings, and at least half of its part is
// wanted.
func (p *previewer) serves(want sight) bool {
	both := p.running.rect.Intersect(want.rect)
	return p.Busy() && p.running.set == want.set && p.running.level == want.level && 2*area(both) >= area(p.running.rect)
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

// look says what the window shows, and lookThroughLoupe what its loupe shows; an
// empty viewport is a loupe that is put away. The preview follows as soon as the view
// rests.
func (b *bench) look(v render.Viewport)             { b.see(inView, v) }
func (b *bench) lookThroughLoupe(v render.Viewport) { b.see(inLoupe, v) }

func (b *bench) see(where int, v render.Viewport) {
	p, f := &b.preview, b.proof
	if f == nil || where == inView && (v.Empty() || v.Photo != f.size()) {
		return
	}
	var want sight
	if !v.Empty() && v.Photo == f.size() {
		level := min(v.Level(), len(f.before)-1)
		want = sight{f.set, level, v.Visible(level)}
	}
	was := p.shown[where]
	p.shown[where] = v
	if want == p.want[where] {
		return
	}
	other := want.set != p.want[where].set
	p.want[where] = want
	if p.timer != nil {
		p.timer.Stop()
	}
	settle := p.settle
	if other || jumped(was, v) {
		settle = 0
	}
	p.timer = time.AfterFunc(settle, func() { b.do(b.rested) })
}

// jumped tells another photo, and a zoom to 1:1 or back, which end where they are,
// from a notch of the wheel and a press of + and -, which more may follow.
func jumped(was, is render.Viewport) bool {
	const jump = 1.6
	return was.Zoom == 0 || is.Zoom > jump*was.Zoom || was.Zoom > jump*is.Zoom
}

// rested works on what the window shows now that it rests.
func (b *bench) rested() {
	b.restoreView()
	b.split()
}

// restyle follows a change of the look of the photo in view: what other settings
// have made is shown at once, the rest is restored anew.
func (b *bench) restyle() {
	f := b.proof
	if f == nil {
		return
	}
	f.use(f.item.look.settings(engine.Small, b.tools.tellable()))
	for where, v := range b.preview.shown {
		b.see(where, v)
	}
	b.split()
	b.on.pixels()
}

// final is what an export of the photo in view would ask the network for.
func (b *bench) final() engine.Settings {
	if b.proof == nil {
		return engine.Settings{}
	}
	return b.settings(b.proof.item.look)
}

// settings are what an export with the look asks the network for.
func (b *bench) settings(l Look) engine.Settings {
	l = l.offered(b.tools.depths())
	return l.settings(l.Depth, b.tools.tellable())
}

// restoreView starts the job for what is wanted and not there yet. An export gives way to it; where that
// cannot be, it does nothing.
func (b *bench) restoreView() {
	p, f := &b.preview, b.proof
	if f == nil || p.err != nil {
		return
	}
	for _, want := range p.want {
		if p.serves(want) {
			return
		}
		if todo := f.missing(want.level, want.rect); len(todo) > 0 && !f.exportedAs(b.final()) {
			if !b.exportHoldsNetwork() || b.giveWay() {
				b.restoreSight(want, todo)
			}
			return
		}
	}
	p.Slot.Stop()
	b.takeUp()
	b.sense()
	b.lookAhead()
	b.on.status()
}

func (b *bench) restoreSight(want sight, todo []image.Rectangle) {
	p, f := &b.preview, b.proof
	p.running = want
	b.coming.Slot.Stop()
	p.Start(b.previewJob(f, f.patchworkAt(want.level), want, todo, b.arrived), func(err error) {
		b.tools.log("previewed %s at %s %%: %v", f.item.path, percent(want.level), err)
		switch {
		case err == nil:
			b.restoreView() // the view may have moved on meanwhile
		case !errors.Is(err, context.Canceled):
			p.err = err
			b.takeUp()
		}
		b.on.status()
	})
	b.on.status()
}

// previewJob restores the parts in todo one after another and brings each
// finished patch home, where arrived is called then. Where haze has gone in fewer pixels, these are shown until what replaces them
// comes with its broad strokes: it stays gone.
func (b *bench) previewJob(f *proof, work *patchwork, want sight, todo []image.Rectangle, arrived func()) func(context.Context, func(func())) error {
	region, fresh := b.regionTool(), work.img == nil
	broadFirst := b.tools.broad != nil && !b.stepsAside() && f.broadFirst(want)
	return func(ctx context.Context, home func(func())) error {
		p := f.halved.at(want.level)
		if fresh {
			img := image.NewRGBA(f.before[want.level].Rect)
			home(func() { work.begin(img) })
		}
		for _, part := range todo {
			if broadFirst {
				if err := b.tools.broad(ctx, p, part, want.set); err != nil {
					return err
				}
			}
			err := region(ctx, p, part, want.set, func(t engine.Patch) {
				img := render.ToRGBA(ctx, t.Rect.Dx(), t.Rect.Dy(), t.Pix)
				home(func() {
					work.place(t.Rect, img)
					arrived()
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

// arrived tells that restored pixels came.
func (b *bench) arrived() {
	b.proof.version++
	b.split()
	b.on.pixels()
}
