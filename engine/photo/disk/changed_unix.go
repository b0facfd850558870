//go:build linux || darwin || freebsd

package disk

import (
	"io/fs"
	"time"

	"golang.org/x/sys/unix"
)

// Changed tells when a file was changed last. A camera whose clock is ahead, as on a journey,
// dates its photos into the future; the disk then knows better when they were written there.
// The error is one of package fs.
func Changed(path string) (time.Time, error) {
	var s unix.Stat_t
	if err := unix.Stat(path, &s); err != nil {
		return time.Time{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	dated, written := time.Unix(s.Mtim.Unix()), time.Unix(s.Ctim.Unix())
	if written.Before(dated) {
		return written, nil
	}
	return dated, nil
}
