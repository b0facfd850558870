package awake

import (
	"context"
	"runtime"
	"testing"
	"time"
)

// Windows takes the wish, and forgets it when it is taken back: a computer must not stay awake
// for good.
func TestWindowsIsAskedAndLetGo(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	setState.Call(continuous)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := hold(ctx, "a test"); err != nil {
		t.Fatal(err)
	}
	if left, _, _ := setState.Call(continuous); left&systemRequired != 0 {
		t.Errorf("it is left at %#x", left)
	}
}
