//go:build linux

package machine

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// A library that takes a signal away while it is loaded does not keep it.
func TestSignalsArePutBack(t *testing.T) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGUSR2)
	defer signal.Stop(heard)
	restore := KeepSignals()
	const ignore = 1 // SIG_IGN
	if !sigaction(int(syscall.SIGUSR2), &action{ignore}, nil) {
		t.Skip("not on this architecture")
	}
	restore()
	if err := syscall.Kill(os.Getpid(), syscall.SIGUSR2); err != nil {
		t.Fatal(err)
	}
	select {
	case <-heard:
	case <-time.After(10 * time.Second):
		t.Error("the signal is not heard any more")
	}
}
