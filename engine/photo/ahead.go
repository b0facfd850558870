package photo

import (
	"context"
	"os"
	"sync"

	"afterrain/engine/machine"
)

// Ahead makes something of one file before it is asked for, as the photo that follows the one under way. The zero value has
// begun nothing. Its methods may be called from any goroutine.
type Ahead[T any] struct {
	mu   sync.Mutex
	next *making[T] // nil = nothing
}

// making is something of a file that is being made, or was.
type making[T any] struct {
	path   string
	as     Format
	cancel context.CancelFunc
	ready  chan struct{} // closed when what follows is there
	was    os.FileInfo   // the file, before; nil if it could not be looked at
	value  T
	err    error
}

func (m *making[T]) of(path string, as Format) bool { return m != nil && m.path == path && m.as == as }

// Begin calls f, which makes something of the file at path, on a goroutine of its own, unless that was begun already. As tells apart what may
// be made of one file. What was begun before is let go.
func (a *Ahead[T]) Begin(path string, as Format, f func(context.Context) (T, error)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.next.of(path, as) {
		return
	}
	a.drop()
	ctx, cancel := context.WithCancel(context.Background())
	m := &making[T]{path: path, as: as, cancel: cancel, ready: make(chan struct{})}
	a.next = m
	go func() {
		defer close(m.ready)
		if m.was, m.err = os.Stat(path); m.err == nil {
			m.value, m.err = f(ctx)
		}
	}()
}

// Of is what was begun of the file at path. It waits until that is there, or ctx is done. It is not ok where nothing was begun, or that failed, or the
// file has changed since: then it is to be made now.
func (a *Ahead[T]) Of(ctx context.Context, path string, as Format) (value T, ok bool) {
	a.mu.Lock()
	m := a.next
	a.mu.Unlock()
	if !m.of(path, as) {
		return value, false
	}
	select {
	case <-m.ready:
	case <-ctx.Done():
		return value, false
	}
	if m.err != nil {
		return value, false
	}
	now, err := os.Stat(path)
	if err != nil || now.Size() != m.was.Size() || !now.ModTime().Equal(m.was.ModTime()) {
		return value, false
	}
	return m.value, true
}

// Ready tells whether what was begun of the file at path is there: Of need not wait.
func (a *Ahead[T]) Ready(path string, as Format) bool {
	a.mu.Lock()
	m := a.next
	a.mu.Unlock()
	if !m.of(path, as) {
		return false
	}
	select {
	case <-m.ready:
		return m.err == nil
	default:
		return false
	}
}

// Keep lets go what was begun of any other file than that at path.
func (a *Ahead[T]) Keep(path string, as Format) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.next.of(path, as) {
		a.drop()
	}
}

// Drop lets go what was begun: it is cancelled if it is not there yet, and not kept from being freed.
func (a *Ahead[T]) Drop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.drop()
}

func (a *Ahead[T]) drop() {
	if a.next != nil {
		a.next.cancel()
		a.next = nil
	}
}

// Beside is f, which opens a photo ahead, where there is memory for another one as large as p with all that becomes of both in the window and in an export.
// Else its error is ErrMemory.
func Beside[T any](p *Photo, f func(context.Context) (T, error)) func(context.Context) (T, error) {
	w, h := p.Width, p.Height // and not p itself, which may be garbage before f has ended
	return func(ctx context.Context) (none T, err error) {
		if err := checkMemory(2*w, h, machine.Memory()); err != nil {
			return none, err
		}
		return f(ctx)
	}
}
