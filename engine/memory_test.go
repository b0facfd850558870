package engine

import (
	"runtime"
	"testing"
	"time"

	"afterrain/engine/photo"
)

// What is known of a photo goes with it, though no other comes after it: of 250
// megapixels that is 0.4 GB.
func TestMemoryGoesWithThePhoto(t *testing.T) {
	m := &memory[*coarse]{most: keptCoarse}
	stays := noise(3, 2)
	m.put(stays, Settings{Variant: Small}, &coarse{times: 2})
	m.put(noise(2, 2), Settings{Variant: Small}, &coarse{times: 3})
	for range 200 {
		runtime.GC()
		if len(m.list()) == 1 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := len(m.list()); n != 1 {
		t.Errorf("%d photos are remembered, and one of two is there", n)
	}
	if c := m.get(stays, Settings{Variant: Small}); c == nil || c.times != 2 {
		t.Error("the photo that is there was forgotten")
	}
}

// list is of the photos that something is kept of, gone ones as nil.
func (m *memory[T]) list() (photos []*photo.Photo) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.kept {
		photos = append(photos, k.photo.Value())
	}
	return photos
}
