package disk

import (
	"errors"

	"golang.org/x/sys/windows"
)

// Room is how many bytes may still be written into a folder; ok is false where
// that cannot be told.
func Room(dir string) (bytes uint64, ok bool) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, false
	}
	err = windows.GetDiskFreeSpaceEx(path, &bytes, nil, nil)
	return bytes, err == nil
}

// ErrReadOnly is what the system says of a disk that is not to be written to, as a card whose switch is set.
var ErrReadOnly error = windows.ERROR_WRITE_PROTECT

// full tells whether an error says that a disk, or one's share of it, is full.
func full(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}
