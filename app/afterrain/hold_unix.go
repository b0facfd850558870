//go:build unix

package main

import (
	"os"
	"syscall"
)

// lock tells whether no other program has f; it is held until f is closed.
func lock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != syscall.EWOULDBLOCK
}
