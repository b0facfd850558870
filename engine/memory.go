package engine

import (
	"runtime"
	"slices"
	"sync"
	"weak"

	"afterrain/engine/photo"
)

// memory keeps what was found out about the last few photos, each under the settings
// that it was found with. It does not keep photos from being freed, and forgets those
// that were.
type memory[T any] struct {
	most int
	mu   sync.Mutex
	kept []kept[T] // the one put or asked for last is the last
}

type kept[T any] struct {
	photo    weak.Pointer[photo.Photo]
	settings Settings
	value    T
}

// get returns what is kept of p, which is the newest then, or the zero value.
func (m *memory[T]) get(p *photo.Photo, o Settings) (value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, k := range m.kept {
		if k.photo == weak.Make(p) && k.settings == o {
			m.kept = append(slices.Delete(m.kept, i, i+1), k)
			return k.value
		}
	}
	return value
}

// put keeps value, in the place of what was not asked for longest, until p is gone.
func (m *memory[T]) put(p *photo.Photo, o Settings, value T) {
	runtime.AddCleanup(p, tidy, weak.Make(m)) // weak: p does not keep an engine from being freed
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = append(m.kept, kept[T]{weak.Make(p), o, value})
	if n := len(m.kept) - m.most; n > 0 {
		m.kept = slices.Delete(m.kept, 0, n)
	}
}

// tidy forgets the photos that are gone.
func tidy[T any](of weak.Pointer[memory[T]]) {
	m := of.Value()
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = slices.DeleteFunc(m.kept, func(k kept[T]) bool { return k.photo.Value() == nil })
}

func (m *memory[T]) clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}
