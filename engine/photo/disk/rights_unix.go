//go:build linux || darwin || freebsd

package disk

import (
	"io/fs"
	"syscall"
)

// group is the group that a file belongs to, -1 if it has none.
func group(info fs.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Gid)
	}
	return -1
}
