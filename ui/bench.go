package ui

import (
	"context"
	"image"
	"slices"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/jobs"
)

// events are the bench's words to the window, called on the main goroutine.
type events struct {
	list     func()        // photos came or went, or another one is selected
	item     func(*item)   // an item's state, progress or thumbnail changed
	proof    func()        // another photo is on the bench, or none
	pixels   func()        // restored pixels arrived
	status   func()        // a job began, moved on or ended
	exported func(summary) // the queue ran empty
	halted   func(*item)   // the queue paused by itself, as this one could not be saved
	leaves   func(*item)   // the export that this one waited for has ended, and it is to go off the strip
}

// bench coordinates the photos of the strip, the one photo in view and the
// jobs on them. It knows nothing of widgets. All its fields belong to the main
// goroutine; jobs come home through do.
type bench struct {
	tools tools
	do    func(func()) // runs a function on the main goroutine
	on    events

	items    []*item
	selected *item
	picked   []*item // chosen besides selected, in any order
	inSight  []*item // that the strip shows
	proof    *proof  // of selected; nil while it opens or has failed
	kept     previews
	stand    *image.RGBA // the camera's picture of selected, while that opens; nil if its thumbnail does

	opening jobs.Slot
	turn    chan struct{} // full while a job opens the photo to be shown
	thumbs  jobs.Slot
	thumbed *item // whose thumbnail is made
	preview previewer
	coming  lookout
	parts   jobs.Slot // tells fine and broad changes apart
	sensing jobs.Slot // asks what the network saw
	exports queue

	fresh    Look          // of photos that are added
	patience time.Duration // with a disk that may never answer, as of a network that is gone
	spare    time.Duration // that the other engine stays open without work
}

// keptBytes is how much memory previews of photos out of view may hold.
const keptBytes = 256 << 20

func newBench(t tools, do func(func()), on events) *bench {
	t.open, t.whole = knowingAway(t.open, t.exists), knowingAway(t.whole, t.exists)
	if t.negative != nil {
		t.negative = knowingAway(t.negative, t.exists)
	}
	b := &bench{tools: t, do: do, on: on, kept: previews{budget: keptBytes}, turn: make(chan struct{}, 1), fresh: defaultLook, patience: 20 * time.Second, spare: time.Minute}
	for _, s := range [...]*jobs.Slot{&b.opening, &b.thumbs, &b.preview.Slot, &b.coming.Slot, &b.parts, &b.sensing, &b.exports.Slot} {
		s.Do = do
	}
	b.preview.settle = 120 * time.Millisecond
	return b
}

// add puts photos into the strip, each path once, and shows the first new one, one that is named as a photo
// before videos and notes that lie among them, or else the first that was there. What could not be read is tried again, and the
// photo in view opened anew if its file has changed.
func (b *bench) add(files []found) (added int) {
	var first, known *item
	there := make(map[string]*item, len(b.items))
	for _, it := range b.items {
		there[it.path] = it
	}
	for _, f := range files {
		if it := there[f.path]; it != nil {
			if known == nil {
				known = it
			}
			b.forgive(it)
			b.follow(it)
			continue
		}
		it := &item{found: f, look: b.fresh, base: b.fresh}
		there[f.path] = it
		b.items = append(b.items, it)
		if added++; first == nil || !photo.NamedPhoto(first.path) && photo.NamedPhoto(it.path) {
			first = it
		}
	}
	if first == nil {
		if known != nil {
			b.show(known)
		}
		return 0
	}
	b.on.list()
	b.show(first)
	return added
}

// show puts an item on the bench: its photo is opened, the last one let go.
func (b *bench) show(it *item) {
	if it == b.selected {
		return
	}
	b.clear()
	b.headFor(it)
	b.selected, b.picked = it, nil
	b.on.list()
	if it == nil {
		b.thumbnails()
		return
	}
	var f *proof
	var small *image.RGBA
	known, stays := it.thumb != nil, it.stays
	b.opening.Start(func(ctx context.Context, home func(func())) (err error) {
		if !known && !photo.NamedRaw(it.path) {
			b.glance(ctx, it, home)
		}
		f, small, err = b.develop(ctx, it, stays, home)
		return err
	}, func(err error) {
		b.tools.log("opened %s: %v", it.path, err)
		it.tried, b.stand = true, nil
		if it.opened(err); err == nil {
			b.kept.take(f)
			b.proof, it.thumb, it.size = f, small, f.size()
			f.use(it.look.settings(engine.Small, b.tools.tellable()))
		}
		b.on.item(it)
		b.on.proof()
		b.openAhead()
		b.thumbnails()
	})
	b.on.proof()
	b.thumbnails()
}

// clear lets the photo in view go; what was previewed of it is kept a while.
func (b *bench) clear() {
	b.opening.Stop()
	b.preview.stop()
	b.takeUp()
	b.coming.Slot.Stop()
	b.parts.Stop()
	b.sensing.Stop()
	if b.proof != nil {
		b.kept.put(b.proof)
	}
	b.proof, b.stand = nil, nil
}

// step selects a photo that many places on, or the last (the first) one on the strip.
func (b *bench) step(by int) {
	if n := len(b.items); n > 0 {
		b.show(b.items[min(max(b.index()+by, 0), n-1)])
	}
}

func (b *bench) index() int { return b.indexOf(b.selected) }

func (b *bench) indexOf(it *item) int { return slices.Index(b.items, it) }

// still lists those of the items that are on the strip.
func (b *bench) still(items []*item) []*item {
	return those(items, func(it *item) bool { return slices.Contains(b.items, it) })
}

// remove takes items off the strip and out of the queue; if the one in view
// goes, another is shown. One that is being exported stays.
func (b *bench) remove(items ...*item) {
	items = slices.Clone(items) // it may be the strip's own list
	goes := func(it *item) bool { return it.state != running && slices.Contains(items, it) }
	at := slices.IndexFunc(b.items, goes)
	if at < 0 {
		return
	}
	b.items = slices.DeleteFunc(b.items, goes)
	b.picked = slices.DeleteFunc(b.picked, goes)
	b.exports.batch = slices.DeleteFunc(b.exports.batch, goes)
	if b.selected != nil && goes(b.selected) {
		b.showInstead(at)
	}
	for _, it := range items { // what went out of view was kept
		b.kept.drop(it)
		b.leaveThumb(it)
	}
	if q := &b.exports; q.paused && q.now == nil && len(b.waiting()) == 0 {
		b.emptied()
	}
	b.on.list()
	b.on.status()
}

// showInstead shows another of the chosen photos, which stay so, after the one in view was
// taken off, or else the neighbour of its place.
func (b *bench) showInstead(at int) {
	rest := b.picked
	if i := slices.IndexFunc(b.items, func(it *item) bool { return slices.Contains(rest, it) }); i >= 0 {
		at = i
	}
	var next *item
	if len(b.items) > 0 {
		next = b.items[min(at, len(b.items)-1)]
	}
	b.show(next)
	b.picked = rest
	b.on.proof()
}

// close stops all jobs and waits for an export that is being written, but not for ever. It
// tells nobody of it: the window may be gone.
func (b *bench) close() {
	b.on = events{list: func() {}, item: func(*item) {}, proof: func() {}, pixels: func() {}, status: func() {}, exported: func(summary) {}, halted: func(*item) {}, leaves: func(*item) {}}
	b.clear()
	b.coming.Drop()
	b.exports.ahead.Drop()
	b.thumbs.Stop()
	b.closeSecondEngine()
	b.exports.Slot.Stop()
	b.exports.sleep()
	ended := make(chan struct{})
	go func() {
		b.exports.writing.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(b.patience):
	}
}
