//go:build unix

package photo

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe named as a photo is refused, not waited for: this test would never end.
func TestAPipeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe.jpg")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("%v", err)
	}
}
