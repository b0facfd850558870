package photo

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"afterrain/engine/photo/ifd"
)

// standIn puts a script in the place of LibRaw's program for a test.
func standIn(t *testing.T, text string) {
	t.Helper()
	path, before := script(t, text), developer
	developer = func() string { return path }
	t.Cleanup(func() { developer = before })
}

// A cancel ends the development, also one that has begun others.
func TestCancelOfDevelopment(t *testing.T) {
	for _, script := range []string{"exec sleep 60", "sleep 60; true"} {
		standIn(t, script)
		path := write(t, "a.dng", negative(t, 1, nil))
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		if _, err := OpenWhole(ctx, path); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 30*time.Second {
			t.Errorf("%s: after %v: %v", script, time.Since(began), err)
		}
	}
}

// LibRaw goes on where data are damaged, says so and gives a picture, which is half garbage.
func TestWhatLibRawSaysOfDamage(t *testing.T) {
	picture := "printf 'P6\\n2 1\\n65535\\n123456789012'"
	for _, c := range []struct {
		script, says string
		want         error
	}{
		{picture, "", nil},
		{"echo 'a.nef: data corrupted at 2944653' >&2; " + picture, "not whole", ErrDamaged},
		{"echo 'a.nef: Unexpected end of file' >&2; " + picture, "ends early", ErrDamaged},
		{"echo 'a.nef: Unexpected end of file\nCannot unpack a.nef: Input/output error' >&2", "ends early", ErrDamaged},
		{"echo 'Cannot unpack a.nef: Unsufficient memory' >&2", "memory", ErrMemory},
		{"echo 'Cannot unpack a.nef: Image too big for processing' >&2", "too large", ErrTooLarge},
		{"echo 'cannot unpack a.nef: Unsupported file format or not RAW file' >&2; exit 1", "does not know", ErrKind}, // afterrain-decode
		{"echo 'cannot develop a.nef: Data error' >&2; exit 1", "Data error", ErrDamaged},
		{"echo \"LibRaw's library is missing: install Afterrain again\" >&2; exit 1", "library is missing", ErrDeveloper},
		{"echo 'half a word' >&2; kill -SEGV $$", "segmentation fault", ErrDamaged},
		{"kill -SEGV $$", "segmentation fault", ErrDamaged},
		{picture + "; kill -SEGV $$", "segmentation fault", ErrDamaged},
		{"printf 'P6\\n2 1\\n65535\\n1234'; kill -KILL $$", "memory", ErrMemory}, // as the system does that is short of it
		{"printf 'P6\\n2 1\\n65535\\n1234'", "broke off", ErrDamaged},
	} {
		standIn(t, c.script)
		p, err := Open(write(t, "a.dng", negative(t, 1, nil)))
		if !errors.Is(err, c.want) || err != nil && (p != nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %v", c.script, err, c.want)
		}
	}
}

// What the file says of its size is asked before LibRaw takes the memory, and what LibRaw has taken counts as free.
func TestMemoryForCameraRaw(t *testing.T) {
	started := filepath.Join(t.TempDir(), "started")
	standIn(t, "touch "+started)
	data := negative(t, 1, nil)
	d, _ := ifd.Parse(data)
	d.Set(d.First(), ifd.TagWidth, 30000)
	d.Set(d.First(), ifd.TagHeight, 30000)
	if _, err := Open(write(t, "a.dng", data)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	if _, err := os.Stat(started); err == nil {
		t.Error("LibRaw was started")
	}
	if err := checkMemory(1000, 1000, afterLibrary(30_000_000, 1000, 1000, rawBytes)); err != nil || afterLibrary(0, 1, 1, rawBytes) != 0 {
		t.Error(err)
	}
}
