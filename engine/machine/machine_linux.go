package machine

import (
	"bufio"
	"bytes"
	"os"
	"strconv"
	"strings"
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
