package photo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
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
	p := open(t, "grey.jpg")
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
			return p.encode(context.Background(), w, SaveOptions{Format: PNG, Bits: 8})
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

func TestSaveNeverReplaces(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "in.jpg")
	data := read(t, "meta.jpg")
	if err := os.WriteFile(source, data, 0o666); err != nil {
		t.Fatal(err)
	}
	p, err := Open(source)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Save(source, SaveOptions{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over the source: %v", err)
	}
	// The name is taken between the check and the end.
	err = writeNew(filepath.Join(dir, "out.jpg"), createFile, func(w io.Writer) error {
		if err := os.WriteFile(filepath.Join(dir, "out.jpg"), []byte("another's"), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := w.Write([]byte("ours"))
		return err
	})
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("race: %v", err)
	}
	for name, want := range map[string]string{"in.jpg": string(data), "out.jpg": "another's"} {
		if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s was changed", name)
		}
	}
	onlyFiles(t, dir, "in.jpg", "out.jpg")
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

func TestCanSaveLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	p := open(t, "grey.jpg")
	if err := p.CanSave(filepath.Join(dir, "a.jpg"), SaveOptions{}); err != nil {
		t.Error(err)
	}
	if err := p.CanSave(filepath.Join(dir, "none", "a.jpg"), SaveOptions{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing folder: %v", err)
	}
	onlyFiles(t, dir)
}

func TestSaveRefuses(t *testing.T) {
	p := open(t, "grey.jpg")
	dir := t.TempDir()
	for _, c := range []struct {
		name string
		o    SaveOptions
		says string
	}{
		{"out.webp", SaveOptions{}, ".jpg, .png or .tif"}, {"out", SaveOptions{}, "extension"},
		{"out.jpg", SaveOptions{Quality: 101}, "quality"}, {"out.png", SaveOptions{Bits: 12}, "bits"},
		{"none/out.png", SaveOptions{}, "no such file"}, {strings.Repeat("x", 300) + ".png", SaveOptions{}, "too long"}, {"out.png", SaveOptions{Format: "gif"}, "gif"},
	} {
		err := p.Save(filepath.Join(dir, c.name), c.o)
		if asked := p.CanSave(filepath.Join(dir, c.name), c.o); fmt.Sprint(asked) != fmt.Sprint(err) {
			t.Errorf("%s %+v: CanSave says %v, Save %v", c.name, c.o, asked, err)
		}
		if runtime.GOOS == "windows" && (c.says == "no such file" || c.says == "too long") {
			c.says = "" // Windows has words of its own, in its user's language
		}
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), ".part") {
			t.Errorf("%s %+v: %v", c.name, c.o, err)
		}
	}
	onlyFiles(t, dir)
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	if runtime.GOOS == "windows" {
		t.Skip("a folder's mode keeps nobody out there")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if err := open(t, "grey.jpg").Save(filepath.Join(dir, "out.png"), SaveOptions{}); !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
}

func TestUnused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.b.jpg")
	for _, want := range []string{"a.b.jpg", "a.b-2.jpg", "a.b-3.jpg"} {
		got := Unused(path)
		if filepath.Base(got) != want {
			t.Errorf("%s instead of %s", got, want)
		}
		if err := os.WriteFile(got, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// A program's own notes are replaced as a whole, for their owner only; what cannot
// be written leaves the old ones.
// What follows the last dot of a name may be a part of it.
func TestEnding(t *testing.T) {
	for name, want := range map[string]string{
		"IMG_1.JPG": ".JPG", "a.tiff": ".tiff", "a.b.jpeg": ".jpeg", "IMG.heic": ".heic", "a.3fr": ".3fr",
		"Dr. Smith portrait": "", "holiday 01.05.2024": "", "a": "", "a.": "", "/x.y/a": "", "the end.of the road": "",
	} {
		if got := Ending(name); got != want {
			t.Errorf("%q ends in %q, want %q", name, got, want)
		}
	}
}

func TestReplace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	path := filepath.Join(dir, "notes.json")
	for _, text := range []string{"first, and longer", "second"} {
		if err := Replace(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); string(got) != text || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := Replace(dir, []byte("third")); err == nil || strings.Contains(err.Error(), ".part") {
		t.Errorf("a folder: %v", err)
	}
	onlyFiles(t, dir, "notes.json")
}
