package jobs

import (
	"context"
	"sync"
)

// Gate holds a job while the queue pauses. The zero value is open.
type Gate struct {
	mu   sync.Mutex
	shut chan struct{} // nil = open; closed when the gate opens
}

// Set shuts or opens the gate.
func (g *Gate) Set(shut bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case shut && g.shut == nil:
		g.shut = make(chan struct{})
	case !shut && g.shut != nil:
		close(g.shut)
		g.shut = nil
	}
}

// Pass waits until the gate is open or ctx is done.
func (g *Gate) Pass(ctx context.Context) {
	g.mu.Lock()
	shut := g.shut
	g.mu.Unlock()
	if shut == nil {
		return
	}
	select {
	case <-shut:
	case <-ctx.Done():
	}
}
