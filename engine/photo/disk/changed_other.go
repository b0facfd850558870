//go:build !linux && !darwin && !freebsd

package disk

import (
	"os"
	"time"
)

// Changed tells when a file was changed last, by its date. The error is one of package fs.
func Changed(path string) (time.Time, error) {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}
