//go:build linux || darwin || freebsd

package photo

import "golang.org/x/sys/unix"

// room is how many bytes may still be written into a folder; ok is false where
// that cannot be told.
func room(dir string) (bytes uint64, ok bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil || s.Bsize <= 0 {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}
