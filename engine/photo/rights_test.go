package photo

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"afterrain/engine/photo/disk"
)

// The result of a private photo is private, beside it and in another folder, and that of one that
// cannot be written is not.
func TestResultIsForThoseWhoCanReadThePhoto(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a folder's rights are its files' there")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "photo.jpg")
	if err := os.WriteFile(path, read(t, "grey.jpg"), 0o666); err != nil {
		t.Fatal(err)
	}
	usual, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ photo, want fs.FileMode }{
		{0o600, 0o600}, {0o400, 0o600}, {0o640, 0o640 & usual.Mode()}, {0o444, 0o644 & usual.Mode()}, {0o777, usual.Mode()},
	} {
		if err := os.Chmod(path, c.photo); err != nil {
			t.Fatal(err)
		}
		p, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range []string{dir, t.TempDir()} {
			result := disk.Unused(filepath.Join(folder, "result.png"))
			if err := p.WithPix(p.Pix).Save(result, SaveOptions{}); err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(result); err != nil || info.Mode() != c.want {
				t.Errorf("of a photo of %v: %v instead of %v, %v", c.photo, info.Mode(), c.want, err)
			}
		}
	}
}

// A photo for its group must not be for another group, which the result may belong to.
func TestResultIsNotForAnotherGroup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, read(t, "grey.jpg"), 0o666); err != nil {
		t.Fatal(err)
	}
	if os.Chown(path, -1, 12345) != nil || os.Chmod(path, 0o640) != nil {
		t.Skip("may not give files to other groups here")
	}
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	result := filepath.Join(t.TempDir(), "result.png")
	if err := p.Save(result, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(result); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
