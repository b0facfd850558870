package ui

import "time"

// pace learns how long a megapixel takes to export on this machine.
type pace struct {
	perMP float64 // seconds; 0 = not measured yet
}

// learn takes a finished photo in; newer photos count more.
func (p *pace) learn(mp float64, spent time.Duration) {
	if mp <= 0 || spent <= 0 {
		return
	}
	now := spent.Seconds() / mp
	if p.perMP == 0 {
		p.perMP = now
		return
	}
	p.perMP += 0.4 * (now - p.perMP)
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

// outlook weighs the photos of the running export by their size. A photo whose
// size is not known yet counts as the mean of the others.
func (q *queue) outlook() outlook {
	mean := q.meanSize()
	var all, gone, rest float64
	for _, it := range q.batch {
		mp := it.megapixels()
		if mp == 0 {
			mp = mean
		}
		all += mp
		switch it.state {
		case waiting:
			rest += mp
		case running:
			gone += mp * it.progress
			rest += mp * (1 - it.progress)
		default:
			gone += mp
		}
	}
	if all == 0 {
		return outlook{}
	}
	return outlook{gone / all, time.Duration(rest * q.perMP() * float64(time.Second))}
}

// perMP is the pace of the photo under way once it tells one, else the learnt.
func (q *queue) perMP() float64 {
	it := q.now
	if it == nil || it.progress < 0.1 || it.megapixels() == 0 {
		return q.pace.perMP
	}
	return q.clock.elapsed().Seconds() / (it.progress * it.megapixels())
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
