package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
)

// brittle is a file that fails at one call, as a full disk or a lost network
// drive does.
type brittle struct {
	*os.File
	write, sync, close error
}

func (b brittle) Write(data []byte) (int, error) {
	if b.write != nil {
		return 0, b.write
	}
	return b.File.Write(data)
}

func (b brittle) Sync() error { return errors.Join(b.sync, b.File.Sync()) }

func (b brittle) Close() error {
	err := b.File.Close()
	if b.close != nil {
		return b.close
	}
	return err
}

func TestAFailingDiskLeavesNothing(t *testing.T) {
	full, quota := error(syscall.ENOSPC), error(syscall.EDQUOT)
	if runtime.GOOS == "windows" {
		full, quota = syscall.Errno(112), syscall.Errno(1295) // ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED
	}
	for name, b := range map[string]brittle{
		"full disk": {write: full}, "sync": {sync: syscall.EIO}, "close": {close: quota},
	} {
		dir := t.TempDir()
		create := func(path string) (file, error) {
			f, err := os.Create(path)
			b.File = f
			return b, err
		}
		err := writeNew(filepath.Join(dir, "out.png"), create, func(w io.Writer) error {
			_, err := w.Write([]byte("a photo"))
			return err
		})
		if err == nil || !errors.Is(err, b.write) && !errors.Is(err, b.sync) && !errors.Is(err, b.close) {
			t.Errorf("%s: %v", name, err)
		}
		onlyFiles(t, dir)
		if full := b.sync == nil; errors.Is(err, ErrSpace) != full {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A name may be taken while a file is written.
func TestWriteNeverReplaces(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.jpg")
	err := writeNew(path, createFile, func(w io.Writer) error {
		if err := os.WriteFile(path, []byte("another's"), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := w.Write([]byte("ours"))
		return err
	})
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("race: %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "another's" {
		t.Error("it was changed")
	}
	onlyFiles(t, dir, "out.jpg")
}

// A memory card knows no hard links.
func TestPublishWithoutHardLinks(t *testing.T) {
	none := func(string, string) error { return syscall.EPERM }
	dir := t.TempDir()
	temp, path := filepath.Join(dir, "temp"), filepath.Join(dir, "out.jpg")
	for _, c := range []struct {
		text string
		want error
	}{{"first", nil}, {"second", fs.ErrExist}} {
		if err := os.WriteFile(temp, []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := publish(temp, path, none); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.text, err)
		}
		if got, _ := os.ReadFile(path); string(got) != "first" {
			t.Errorf("%s: the file holds %q", c.text, got)
		}
	}
}

// onlyThese tells of other files in a folder, and of missing ones.
func onlyFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("the folder holds %v instead of %v", got, names)
	}
}
