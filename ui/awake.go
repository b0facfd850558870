package ui

import (
	"sync"

	"fyne.io/fyne/v2/lang"
)

// wakeful is the bench's tool to keep the computer awake. If that fails, the log says so, once.
func wakeful(keep func(why string, failed func(error)) (release func()), log func(string, ...any)) func() func() {
	if keep == nil {
		return func() func() { return func() {} }
	}
	var once sync.Once
	failed := func(err error) {
		once.Do(func() { log("the computer may go to sleep during an export: %v", err) })
	}
	return func() func() { return keep(lang.L("An export is running"), failed) }
}

// keepAwake keeps the computer from going to sleep while the queue works, and no longer: not
// while it pauses.
func (b *bench) keepAwake() {
	q := &b.exports
	switch working := q.now != nil && !q.paused; {
	case !working:
		q.sleep()
	case q.release == nil:
		q.release = b.tools.keepAwake()
	}
}

// sleep lets the computer go to sleep again.
func (q *queue) sleep() {
	if q.release != nil {
		q.release()
		q.release = nil
	}
}
