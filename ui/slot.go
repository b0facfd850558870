package ui

import (
	"context"
	"sync"
	"time"
)

// slot runs one job at a time. A new job cancels the one before it, and what
// an outdated job still has to say is dropped. All methods belong to the main
// goroutine.
type slot struct {
	do     func(func())
	job    int // number of the newest job
	cancel context.CancelFunc
}

// start runs work on its own goroutine and done on the main one. Work sends
// what it has so far to the main goroutine through home. Neither home nor done
// is heard any more once another job has taken the slot or stop was called.
func (s *slot) start(work func(ctx context.Context, home func(func())) error, done func(error)) {
	s.stop()
	id := s.job
	home := func(f func()) {
		s.do(func() {
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

// stop cancels the running job and does not wait; its done is not called.
func (s *slot) stop() {
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel = nil
	s.job++
}

func (s *slot) busy() bool { return s.cancel != nil }

// throttle passes on at most 15 reports a second, and always the last one.
func throttle(report func(done, total int)) func(done, total int) {
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
