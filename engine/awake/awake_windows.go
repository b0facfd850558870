package awake

import (
	"context"
	"fmt"
	"runtime"
	"syscall"
)

// What SetThreadExecutionState takes: a state that lasts, and that the system is needed.
const (
	continuous     = 0x80000000
	systemRequired = 0x00000001
)

var setState = syscall.NewLazyDLL("kernel32.dll").NewProc("SetThreadExecutionState")

// hold keeps a thread until ctx is done: Windows keeps the state by thread, and forgets it with
// the program.
func hold(ctx context.Context, _ string) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if before, _, err := setState.Call(continuous | systemRequired); before == 0 {
		return fmt.Errorf("SetThreadExecutionState: %w", err)
	}
	<-ctx.Done()
	setState.Call(continuous)
	return nil
}
