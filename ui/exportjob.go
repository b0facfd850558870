package ui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/mixing"
	"afterrain/engine/photo/protect"
	"afterrain/ui/jobs"
	"afterrain/ui/render"
)

// errSaving marks errors of writing an export, so that their words can speak of
// the folder and not of the photo.
var errSaving = errors.New("export")

// errUnchanged says that an export would make a file again that is there.
var errUnchanged = errors.New("exported before, and nothing has changed since")

// exportJob is one photo's export, with all it needs from the main goroutine.
type exportJob struct {
	tools  tools
	gate   *jobs.Gate
	source found
	look   Look
	stays  *protection     // nil = nothing
	set    engine.Settings // that the look asks of the network
	order  order
	seq    int
	opened *photo.Photo           // nil if the photo is not in view
	stamp  stamp                  // of the file that opened was read from
	output string                 // of the last export
	print  string                 // of what made output
	next   func(now *photo.Photo) // opens the next one ahead, while the network restores this one
}

func (b *bench) exportJob(it *item) exportJob {
	j := exportJob{tools: b.tools, gate: &b.exports.gate, source: it.found, look: it.look, stays: it.stays, set: b.settings(it.look), order: it.order, seq: it.seq, output: it.output, print: it.print}
	j.tools.open = b.exports.openedAhead("", j.tools.open)
	if j.tools.negative != nil {
		j.tools.negative = b.exports.openedAhead(photo.DNG, j.tools.negative)
	}
	if b.proof != nil && b.proof.item == it {
		j.opened, j.stamp = b.proof.photo, b.proof.stamp
	}
	return j
}

// exportResult is what a finished export leaves for the window.
type exportResult struct {
	output  string
	print   string
	finish  finish         // that was asked for; it may have been changed since
	size    image.Point    // of the photo; zero if it was not opened
	unread  bool           // it could not be opened
	newer   bool           // the file is not the one in view any more
	stamp   stamp          // of the file in view when it began
	asItWas bool           // it was saved as it was, and the network did not run
	large   render.Pyramid // what the network gave, if the photo is in view
	set     engine.Settings
}

// run restores a photo and saves it. All that can be known before
// the long work is looked at first.
func (j exportJob) run(ctx context.Context, progress func(done, total int)) (r exportResult, err error) {
	j.gate.Pass(ctx)
	now := stampOf(j.source.path) // before it is opened
	r.finish, r.stamp = finish{j.look, j.stays}, j.stamp
	r.print = j.order.imprint(j.source, now, r.finish, j.tools.model)
	if !j.order.again && j.print != "" && r.print == j.print && j.tools.exists(j.output) {
		return r, errUnchanged
	}
	if r.newer = j.opened != nil && now.after(j.stamp); r.newer {
		j.opened = nil
	}
	p, inView, err := j.photo(ctx)
	if err != nil {
		r.unread = true
		return r, err
	}
	r.size = image.Pt(p.Width, p.Height)
	s := subjectOf(j.source, p.Format, p.Info(), j.seq, now.time())
	if err = j.prepare(p, s); err != nil {
		return r, j.notSaved(err)
	}
	if p, err = j.restored(ctx, p, inView, &r, progress); err != nil {
		return r, err
	}
	if r.output, err = j.tools.save(ctx, p, j.order.wanted(s), j.order.save); err != nil {
		return r, j.notSaved(err)
	}
	return r, nil
}

// photo is the photo to be exported, and whether that is the very one in view. A camera raw file that is to be a DNG is opened as a negative,
// which is not to be seen in the window: its colours are the sensor's. Another is ordered in its own format instead.
func (j *exportJob) photo(ctx context.Context) (p *photo.Photo, inView bool, err error) {
	if j.order.format() == photo.DNG && j.tools.negative != nil {
		if p, err = j.tools.negative(ctx, j.source.path); !errors.Is(err, photo.ErrNegative) {
			return p, false, err
		}
		j.tools.log("no DNG of %s: %v", j.source.path, err)
		j.order.save.Format = ""
	}
	if j.opened != nil {
		return j.opened, true, nil
	}
	p, err = j.tools.open(ctx, j.source.path)
	return p, false, err
}

// notSaved marks an error of writing the export, which goes beside the photo or elsewhere.
func (j exportJob) notSaved(err error) error {
	err = fmt.Errorf("%w: %w", errSaving, err)
	if j.order.folder != "" || j.order.path != "" {
		return err
	}
	return away(j.source.path, err, j.tools.exists)
}

// restored is the photo in the look asked for, and notes what the network did. At strength
// 0 it is the photo itself, and the network does not run.
func (j exportJob) restored(ctx context.Context, p *photo.Photo, inView bool, r *exportResult, progress func(done, total int)) (*photo.Photo, error) {
	mix := j.look.mix(j.tools.tellable())
	if r.asItWas = mix.TakesNothing(); r.asItWas {
		progress(1, 1)
		return p, ctx.Err()
	}
	report := jobs.Throttle(progress)
	r.set = j.set
	restored, err := j.tools.restore(ctx, p, j.set, func(done, total int) {
		report(done, total)
		if done > 0 && j.next != nil && j.tools.device().Name != "cpu" {
			j.next(p)
		}
		j.gate.Pass(ctx)
	})
	if err != nil {
		return nil, err
	}
	if inView { // before the look is mixed in, which takes restored's samples
		if r.large, err = render.NewPyramid(ctx, restored); err != nil {
			return nil, err
		}
	}
	if restored, err = mixing.Into(ctx, p, restored, mix); err != nil {
		return nil, err
	}
	return protect.Apply(ctx, p, restored, j.stays.mask(p.Width, p.Height))
}

// prepare makes the folders of a kept tree and asks whether the file can be
// written. An export folder that is gone is not made anew: its disk may be
// missing.
func (j exportJob) prepare(p *photo.Photo, s subject) error {
	if o := j.order; o.folder != "" && o.path == "" && s.below != "" && j.tools.exists(o.folder) {
		if err := os.MkdirAll(o.into(s.found), 0o777); err != nil {
			return err
		}
	}
	return j.tools.canSave(p, j.order.target(s), j.order.save)
}

// adopt shows the exported pixels if the photo is still in view, and no newer file of its
// name.
func (b *bench) adopt(it *item, r exportResult) {
	if f := b.proof; f != nil && f.item == it && f.stamp == r.stamp && f.size() == r.size && r.large != nil {
		f.large, f.largeSet = r.large, r.set
		b.arrived()
	}
}
