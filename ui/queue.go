package ui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// order says how photos are exported.
type order struct {
	folder string // "" = beside each source
	path   string // for one photo: exactly this file; "" = NAME-restored.EXT
	look   Look   // the photo's own, as it was when it joined the queue
	save   photo.SaveOptions
}

// target is the file that a photo is exported to, numbered if it is taken.
func (o order) target(source string) string {
	if o.path != "" {
		return photo.Unused(o.path)
	}
	folder := o.folder
	if folder == "" {
		folder = filepath.Dir(source)
	}
	ext := filepath.Ext(source)
	stem := strings.TrimSuffix(filepath.Base(source), ext)
	return photo.Unused(filepath.Join(folder, stem+"-restored"+o.extension(ext)))
}

// extension is the source's own, unless another format is asked for.
func (o order) extension(own string) string {
	switch o.save.Format {
	case photo.JPEG:
		return ".jpg"
	case photo.PNG:
		return ".png"
	case photo.TIFF:
		return ".tif"
	}
	return own
}

// summary counts what became of a queue.
type summary struct {
	done, failed, cancelled int
	folders                 []string // where the files are
	last                    *item    // the newest that was exported
	bad                     *item    // the newest that failed
}

// queue exports photos one after another, each wholly on its own: one that
// fails does not stop the rest.
type queue struct {
	slot
	pending []pendingExport
	now     *item
	began   time.Time // of the photo being exported
	sum     summary
	writing sync.WaitGroup // the running export, for closing the window
}

type pendingExport struct {
	item  *item
	order order
}

// export puts photos into the queue and starts it.
func (b *bench) export(items []*item, o order) {
	q := &b.exports
	for _, it := range items {
		if it.state == waiting || it.state == running {
			continue
		}
		it.state, it.err, it.progress = waiting, nil, 0
		o.look = it.look
		q.pending = append(q.pending, pendingExport{it, o})
	}
	b.on.list() // once: there may be hundreds
	if q.now == nil {
		b.preview.slot.stop() // the export gets the engine at once
		b.exportNext()
	}
	b.on.status()
}

// exportNext takes the next photo out of the queue, or reports that all are done.
func (b *bench) exportNext() {
	q := &b.exports
	if q.now = nil; len(q.pending) == 0 {
		sum := q.sum
		q.sum = summary{}
		b.restoreView()
		b.on.status()
		if sum.done+sum.failed+sum.cancelled > 0 {
			b.on.exported(sum)
		}
		return
	}
	next := q.pending[0]
	q.pending = q.pending[1:]
	it := next.item
	q.now, q.began, it.state = it, time.Now(), running
	b.on.item(it)

	var opened *photo.Photo
	if b.proof != nil && b.proof.item == it {
		opened = b.proof.photo
	}
	var r exportResult
	q.writing.Add(1)
	q.start(func(ctx context.Context, home func(func())) (err error) {
		defer q.writing.Done()
		r, err = b.exportOne(ctx, it, opened, next.order, func(done, total int) {
			home(func() { b.progressed(it, float64(done)/float64(max(total, 1))) })
		})
		return err
	}, func(err error) {
		b.settle(it, r, err)
		b.exportNext()
	})
}

// exportResult is what a finished export leaves for the window.
type exportResult struct {
	output string
	large  pyramid // what the network gave, if the photo is in view
	set    engine.Settings
}

// exportOne runs the network over a photo and saves it; it is the body of a job.
func (b *bench) exportOne(ctx context.Context, it *item, p *photo.Photo, o order, progress func(done, total int)) (r exportResult, err error) {
	inView := p != nil
	if p == nil {
		if p, err = b.tools.open(it.path); err != nil {
			return r, err
		}
	}
	if err = b.tools.canSave(p, o.target(it.path), o.save); err != nil {
		return r, fmt.Errorf("%w: %w", errSaving, err)
	}
	tellable := b.tools.tellable()
	r.set = o.look.settings(o.look.Depth, tellable)
	restored, err := b.tools.restore(ctx, p, r.set, throttle(progress))
	if err != nil {
		return r, err
	}
	r.output = o.target(it.path)
	if err = b.tools.save(p.Mixed(restored, o.look.mix(tellable)), r.output, o.save); err != nil {
		return r, fmt.Errorf("%w: %w", errSaving, err)
	}
	if inView {
		r.large = newPyramid(toRGBA(p.Width, p.Height, restored.Pix))
	}
	return r, nil
}

// errSaving marks errors of writing an export, so that their words can speak of
// the folder and not of the photo.
var errSaving = errors.New("export")

func (b *bench) progressed(it *item, share float64) {
	it.progress = share
	b.on.item(it)
	b.on.status()
}

// settle notes how the export of it ended.
func (b *bench) settle(it *item, r exportResult, err error) {
	b.tools.log("exported %s to %q: %v", it.path, r.output, err)
	sum := &b.exports.sum
	switch {
	case errors.Is(err, context.Canceled):
		it.state = cancelled
		sum.cancelled++
	case err != nil:
		it.fail(err)
		sum.failed++
		sum.bad = it
	default:
		it.state, it.output, it.progress = done, r.output, 1
		sum.done++
		sum.last = it
		if dir := filepath.Dir(r.output); !slices.Contains(sum.folders, dir) {
			sum.folders = append(sum.folders, dir)
		}
		b.adopt(it, r)
	}
	b.on.item(it)
}

// adopt shows the exported pixels if the photo is still in view.
func (b *bench) adopt(it *item, r exportResult) {
	large := r.large
	if b.proof == nil || b.proof.item != it || large == nil {
		return
	}
	if large[0].Rect.Max == (image.Point{b.proof.photo.Width, b.proof.photo.Height}) {
		b.proof.large, b.proof.largeSet = large, r.set
		b.arrived()
	}
}

// cancelExports empties the queue and cancels the photo being exported, which
// then ends by itself.
func (b *bench) cancelExports() {
	q := &b.exports
	for _, p := range q.pending {
		p.item.state = cancelled
		q.sum.cancelled++
	}
	q.pending = nil
	b.on.list()
	if q.cancel != nil {
		q.cancel()
	}
	b.on.status()
}

// forget takes an item that waits out of the queue.
func (q *queue) forget(it *item) {
	q.pending = slices.DeleteFunc(q.pending, func(p pendingExport) bool { return p.item == it })
}

// remaining estimates the time to the end of the photo being exported; 0 while
// it is too early to say.
func (q *queue) remaining() time.Duration {
	if q.now == nil || q.now.progress < 0.05 {
		return 0
	}
	spent := time.Since(q.began)
	return time.Duration(float64(spent) * (1 - q.now.progress) / q.now.progress)
}
