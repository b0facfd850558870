// Package jobs runs work beside the main goroutine: one job at a time, which can be cancelled, held and
// heard at a pace.
package jobs

import (
	"context"
	"sync"
	"time"
)

// Slot runs one job at a time. A new job cancels the one before it, and what
// an outdated job still has to say is dropped. All methods belong to the main
// goroutine.
type Slot struct {
	Do     func(func()) // runs a function on the main goroutine
	job    int          // number of the newest job
	cancel context.CancelFunc
}

// Start runs work on its own goroutine and done on the main one. Work sends
// what it has so far to the main goroutine through home. Neither home nor done
// is heard any more once another job has taken the slot or Stop was called.
func (s *Slot) Start(work func(ctx context.Context, home func(func())) error, done func(error)) {
	s.Stop()
	id := s.job
	home := func(f func()) {
		s.Do(func() {
			if id == s.job {
				f()
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	go func() {
		defer cancel()
		err := work(ctx, home)
		home(func() {
			s.cancel = nil
			done(err)
		})
	}()
}

// Stop cancels the running job and does not wait; its done is not called.
func (s *Slot) Stop() {
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel = nil
	s.job++
}

// Interrupt ends the running job early; its done is called.
func (s *Slot) Interrupt() {
	if s.cancel != nil {
		s.cancel()
	}
}

// Busy tells whether a job is running.
func (s *Slot) Busy() bool { return s.cancel != nil }

// Throttle passes on at most 15 reports a second, and always the last one.
func Throttle(report func(done, total int)) func(done, total int) {
	var mu sync.Mutex
	var last time.Time
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if now := time.Now(); done >= total || now.Sub(last) >= time.Second/15 {
			last = now
			report(done, total)
		}
	}
}
