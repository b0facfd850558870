//go:build linux || darwin || freebsd

package disk

import (
	"errors"

	"golang.org/x/sys/unix"
)

// Room is how many bytes may still be written into a folder; ok is false where
// that cannot be told: of a memory disk without a limit, and of some network drives, the
// system says that it has no size at all.
func Room(dir string) (bytes uint64, ok bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil || s.Bsize <= 0 || s.Blocks == 0 {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}

// ErrReadOnly is what the system says of a disk that is not to be written to, as a card whose switch is set.
var ErrReadOnly error = unix.EROFS

// full tells whether an error says that a disk, or one's share of it, is full.
func full(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }
