package machine

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
)

func available() uint64 {
	memory := kilobytes("/proc/meminfo", "MemAvailable")
	if memory == 0 {
		return 0
	}
	swap := kilobytes("/proc/meminfo", "SwapFree")
	left := groups{"/proc/self/cgroup", "/sys/fs/cgroup"}.room(swap)
	return min(memory+swap, max(left, 1)) // 0 would be unknown
}

func peak() uint64     { return kilobytes("/proc/self/status", "VmHWM") }
func resident() uint64 { return kilobytes("/proc/self/status", "VmRSS") }

// resetPeak: see proc(5), clear_refs.
func resetPeak() bool { return os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) == nil }

// kilobytes reads a line "name:   123 kB" of a file, in bytes.
func kilobytes(path, name string) uint64 {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), ":")
		if key == name {
			n, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			return n << 10
		}
	}
	return 0
}

// background is the nice value of a program that steps aside.
const background = 10

// stepAside sets each thread's nice value, which Linux keeps by thread. A
// thread made meanwhile by one that was not reached yet is found in the second round.
func stepAside() error {
	var errs []error
	for range 2 {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		errs = nil
		for _, t := range threads {
			id, _ := strconv.Atoi(t.Name())
			err := syscall.Setpriority(syscall.PRIO_PROCESS, id, background)
			if !errors.Is(err, syscall.ESRCH) { // it has ended
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}
