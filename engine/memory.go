package engine

import (
	"slices"
	"sync"
	"weak"

	"afterrain/engine/photo"
)

// memory keeps what was found out about the last few photos, each under the settings
// that it was found with. It does not keep photos from being freed.
type memory[T any] struct {
	most int
	mu   sync.Mutex
	kept []kept[T] // the newest last
}

type kept[T any] struct {
	photo    weak.Pointer[photo.Photo]
	settings Settings
	value    T
}

// get returns what is kept of p, or the zero value.
func (m *memory[T]) get(p *photo.Photo, o Settings) (value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.kept {
		if k.photo == weak.Make(p) && k.settings == o {
			return k.value
		}
	}
	return value
}

// put keeps value, in the place of the oldest and of photos that are gone.
func (m *memory[T]) put(p *photo.Photo, o Settings, value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = slices.DeleteFunc(m.kept, func(k kept[T]) bool { return k.photo.Value() == nil })
	m.kept = append(m.kept, kept[T]{weak.Make(p), o, value})
	if n := len(m.kept) - m.most; n > 0 {
		m.kept = slices.Delete(m.kept, 0, n)
	}
}

func (m *memory[T]) clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}
