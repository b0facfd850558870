package photo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

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
	if got, _ := os.ReadFile(source); string(got) != string(data) {
		t.Error("the source was changed")
	}
	onlyFiles(t, dir, "in.jpg")
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

// So much room is asked for before long work.
func TestBytesThatAFileMayTake(t *testing.T) {
	p := &Photo{Width: 6000, Height: 4000, Bits: 16}
	for _, c := range []struct {
		o    SaveOptions
		want uint64
	}{
		{SaveOptions{Format: TIFF, Bits: 16}, 144_000_000},
		{SaveOptions{Format: PNG, Bits: 8}, 72_000_000},
		{SaveOptions{Format: JPEG, Quality: 100, Bits: 8}, 12_000_000},
	} {
		if got := p.need(c.o); got != c.want {
			t.Errorf("%+v takes %d bytes, want %d", c.o, got, c.want)
		}
	}
}
