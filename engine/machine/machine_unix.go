//go:build unix && !linux

package machine

import "syscall"

func peak() uint64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return uint64(u.Maxrss) // bytes on macOS
}

func resident() uint64 { return 0 }
func resetPeak() bool  { return false }

func stepAside() (func(), error) { return func() {}, syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) }
