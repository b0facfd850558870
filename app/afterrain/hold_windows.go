package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// lock tells whether no other program has f; it is held until f is closed.
func lock(f *os.File) bool {
	const all = 0xffffffff // of the file's length, its lower and its upper half
	flags := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, all, all, &windows.Overlapped{}) != windows.ERROR_LOCK_VIOLATION
}
