package jobs

import (
	"context"
	"testing"
	"time"
)

func TestGateHoldsUntilOpenOrCancelled(t *testing.T) {
	var g Gate
	g.Pass(context.Background()) // open at first
	g.Set(true)
	g.Set(true)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g.Pass(ctx)
	through := make(chan bool)
	go func() { g.Pass(context.Background()); close(through) }()
	select {
	case <-through:
		t.Error("a shut gate lets a job through")
	case <-time.After(20 * time.Millisecond):
	}
	g.Set(false)
	<-through
}
