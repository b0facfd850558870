package machine

import (
	"syscall"
	"unsafe"
)

// signals is one more than the greatest number of a signal that programs handle.
const signals = 32

// action is the kernel's struct sigaction, as bytes that are only put back.
type action [8]uintptr

// KeepSignals keeps how signals are handled now, and returns the function that
// puts it back where it has changed: libraries for GPUs handle some as they are
// loaded, and Go neither hears of a Ctrl-C then nor survives a handler that does not
// run on its stack for signals.
func KeepSignals() (restore func()) {
	var kept [signals]action
	for i := 1; i < signals; i++ {
		sigaction(i, nil, &kept[i])
	}
	return func() {
		for i := 1; i < signals; i++ {
			var now action
			if sigaction(i, nil, &now) && now != kept[i] {
				sigaction(i, &kept[i], nil)
			}
		}
	}
}

// sigaction is the system call: set is put in place and old filled in, either may be nil.
func sigaction(signal int, set, old *action) bool {
	const maskBytes = 8 // what most of Go's architectures have; others answer with an error
	_, _, err := syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(signal), uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(old)), maskBytes, 0, 0)
	return err == 0
}
