package ui

import (
	"cmp"
	"slices"
	"time"

	"afterrain/engine"
)

// paced are the depths that have a pace of their own, in its order.
var paced = []engine.Variant{engine.Large, engine.Middle, engine.Small}

// pace is how many seconds a megapixel takes to export on this machine, at each of
// the paced depths; 0 = not measured yet.
type pace [3]float64

// once is a depth that runs once for every tile, and how often it does for depth.
func once(depth engine.Variant) (engine.Variant, float64) {
	if depth == engine.Twice {
		return engine.Large, 2
	}
	return depth, 1
}

// learn takes a finished photo in; newer photos count more.
func (p *pace) learn(depth engine.Variant, mp float64, spent time.Duration) {
	depth, times := once(depth)
	mp *= times
	at := slices.Index(paced, depth)
	if at < 0 || mp <= 0 || spent <= 0 {
		return
	}
	now := spent.Seconds() / mp
	if p[at] == 0 {
		p[at] = now
		return
	}
	p[at] += 0.4 * (now - p[at])
}

// of is the pace of a depth. One that was not measured is taken to be as slow as the
// slowest that was.
func (p pace) of(depth engine.Variant) float64 {
	depth, times := once(depth)
	if at := slices.Index(paced, depth); at >= 0 && p[at] > 0 {
		return times * p[at]
	}
	return times * slices.Max(p[:])
}

// sane returns the pace without what makes no sense: it may come from a file.
func (p pace) sane() pace {
	for i, s := range p {
		if !(s > 0 && s < 3600) {
			p[i] = 0
		}
	}
	return p
}

// clock measures the time that a photo is worked on, without pauses.
type clock struct {
	since time.Time // zero while it stands
	spent time.Duration
}

func (c *clock) reset()  { *c = clock{since: time.Now()} }
func (c *clock) pause()  { c.spent, c.since = c.elapsed(), time.Time{} }
func (c *clock) resume() { c.since = time.Now() }

func (c *clock) elapsed() time.Duration {
	if c.since.IsZero() {
		return c.spent
	}
	return c.spent + time.Since(c.since)
}

// outlook is how far an export is and how long the rest will take.
type outlook struct {
	share float64       // 0 to 1, by megapixels
	left  time.Duration // 0 = too early to say
}

// copying is what a photo at strength 0 takes, as a share of what restoring it would: it is
// only opened and saved.
const copying = 0.05

// weight is a photo's part in an export: its size in megapixels as far as the network runs for
// them, of which mean is used while it is not known.
func (it *item) weight(mean float64) float64 {
	mp := cmp.Or(it.megapixels(), mean)
	switch {
	case it.skips == it.finish() && it.skips != (finish{}) && (it.state == waiting || it.state == skipped):
		return 0
	case it.look.takesNothing():
		return mp * copying
	}
	return mp
}

// outlook weighs the photos of the running export by their size and by whether the network
// runs for them. A photo whose size is not known yet counts as the mean of the others.
func (q *queue) outlook() outlook {
	mean := q.meanSize()
	var all, gone, left float64 // left in seconds
	for _, it := range q.batch {
		mp := it.weight(mean)
		all += mp
		switch it.state {
		case waiting:
			left += mp * q.perMP(it.look.Depth)
		case running:
			gone += mp * it.progress
			left += mp * (1 - it.progress) * q.perMP(it.depth)
		default:
			gone += mp
		}
	}
	if all == 0 {
		return outlook{}
	}
	return outlook{gone / all, time.Duration(left * float64(time.Second))}
}

// perMP is the pace of the photo under way, once it tells one, for photos of its depth; for
// others it is the learnt, or again that if nothing was learnt.
func (q *queue) perMP(depth engine.Variant) float64 {
	var now float64
	if it := q.now; it != nil && it.progress >= 0.1 && it.megapixels() > 0 && !it.look.takesNothing() {
		now = q.clock.elapsed().Seconds() / (it.progress * it.megapixels())
		if it.depth == depth {
			return now
		}
	}
	return cmp.Or(q.pace.of(depth), now)
}

// meanSize is in megapixels; 1 if no photo's size is known.
func (q *queue) meanSize() float64 {
	var sum, n float64
	for _, it := range q.batch {
		if mp := it.megapixels(); mp > 0 {
			sum += mp
			n++
		}
	}
	if n == 0 {
		return 1
	}
	return sum / n
}
