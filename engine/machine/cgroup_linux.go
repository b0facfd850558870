package machine

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A container, or a service with a limit, has less memory than the computer: what its
// control group leaves, and each group that this lies in. See cgroups(7).

// groups is where a system keeps its control groups.
type groups struct {
	own  string // file that names this process's
	root string // folder of all
}

// room is what the groups leave of memory and of the swap space that is spare, in bytes; the
// largest number if they have no limit.
func (g groups) room(spare uint64) uint64 {
	left := uint64(math.MaxUint64)
	data, _ := os.ReadFile(g.own)
	for line := range strings.Lines(string(data)) {
		number, controllers, path := cutTwice(strings.TrimSpace(line))
		switch {
		case number == "0" && controllers == "":
			left = min(left, leastOf(g.root, path, func(dir string) uint64 { return roomV2(dir, spare) }))
		case controllers == "memory":
			left = min(left, leastOf(filepath.Join(g.root, "memory"), path, roomV1))
		}
	}
	return left
}

// cutTwice takes a line "0::/user.slice" apart.
func cutTwice(line string) (number, controllers, path string) {
	number, line, _ = strings.Cut(line, ":")
	controllers, path, _ = strings.Cut(line, ":")
	return number, controllers, path
}

// leastOf asks a group and those around it. Inside a container the path may be that outside it,
// where only the root is to be seen.
func leastOf(root, path string, room func(dir string) uint64) uint64 {
	least := room(root)
	for path = filepath.Clean("/" + path); path != "/"; path = filepath.Dir(path) {
		least = min(least, room(filepath.Join(root, path)))
	}
	return least
}

// roomV2 is what one group of version 2 leaves. Its limit on memory does not count swap space,
// which has one of its own.
func roomV2(dir string, spare uint64) uint64 {
	memory := within(dir, "memory.max", "memory.current", "inactive_file")
	if memory == math.MaxUint64 {
		return memory
	}
	return memory + min(spare, within(dir, "memory.swap.max", "memory.swap.current", ""))
}

// roomV1 is what one group of version 1 leaves, without swap space.
func roomV1(dir string) uint64 {
	return within(dir, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
}

// within is a limit less what is used, of which the part that memory.stat calls gives way is
// free; the largest number if there is no limit.
func within(dir, limit, used, givesWay string) uint64 {
	most, ok := number(filepath.Join(dir, limit))
	if !ok || most > math.MaxInt64/2 { // "max", and what version 1 says for it
		return math.MaxUint64
	}
	taken, _ := number(filepath.Join(dir, used))
	taken -= min(taken, stat(dir, givesWay))
	return most - min(most, taken)
}

// number reads a file that holds nothing else.
func number(path string) (n uint64, ok bool) {
	data, _ := os.ReadFile(path)
	n, err := strconv.ParseUint(strings.TrimSpace(string(data)), 10, 64)
	return n, err == nil
}

// stat reads a line "name 123" of a group's memory.stat, 0 if there is none.
func stat(dir, name string) uint64 {
	data, _ := os.ReadFile(filepath.Join(dir, "memory.stat"))
	for line := range strings.Lines(string(data)) {
		if key, value, _ := strings.Cut(strings.TrimSpace(line), " "); key == name {
			n, _ := strconv.ParseUint(value, 10, 64)
			return n
		}
	}
	return 0
}
