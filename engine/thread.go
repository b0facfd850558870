package engine

import (
	"runtime"
	"strings"
)

// thread is one thread of the operating system that works off functions. nil
// is no thread of its own: the caller's does.
type thread struct{ work chan func() }

// threadFor gives DirectML, whose sessions are for one thread at a time, a thread
// a session.
func threadFor(device string) *thread {
	if !strings.HasPrefix(device, "directml") {
		return nil
	}
	t := &thread{make(chan func())}
	go func() {
		runtime.LockOSThread() // and never unlocks: the thread ends with the goroutine
		for f := range t.work {
			f()
		}
	}()
	return t
}

// do runs f on the thread and waits for it.
func (t *thread) do(f func()) {
	if t == nil {
		f()
		return
	}
	done := make(chan struct{})
	t.work <- func() {
		defer close(done)
		f()
	}
	<-done
}

// end lets the thread go; do must not be called after it.
func (t *thread) end() {
	if t != nil {
		close(t.work)
	}
}
