package disk

import (
	"errors"
	"io/fs"
	"runtime"
	"syscall"
	"testing"
)

// Of a card whose switch is set Windows says something else than other systems.
func TestDiskThatIsReadOnlyIsKnown(t *testing.T) {
	code := syscall.Errno(30) // EROFS
	if runtime.GOOS == "windows" {
		code = 19 // ERROR_WRITE_PROTECT
	}
	if err := Unsaved("a.jpg", &fs.PathError{Op: "open", Path: "a.jpg", Err: code}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("not known: %v", err)
	}
}
