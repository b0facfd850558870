package engine

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func touch(t *testing.T, path string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// A named place is taken or refused; nothing else is searched behind it.
func TestNamedPlacesWin(t *testing.T) {
	lib := touch(t, filepath.Join(t.TempDir(), "my.so"))
	other := touch(t, filepath.Join(t.TempDir(), "other.so"))
	t.Setenv("ONNXRUNTIME_LIB", lib)
	t.Setenv("AFTERRAIN_MODEL", "/some/model")
	t.Chdir(filepath.Dir(lib))
	for _, c := range []struct {
		explicit, want string
		fails          bool
	}{{"", lib, false}, {other, other, false}, {filepath.Base(lib), lib, false}, {lib + ".none", "", true}} {
		got, err := findLibrary(c.explicit)
		if got != c.want || errors.Is(err, ErrRuntime) != c.fails {
			t.Errorf("%q: %q, %v", c.explicit, got, err)
		}
	}
	if dir, err := findModel(""); dir != "/some/model" || err != nil {
		t.Errorf("%q, %v", dir, err)
	}
	if dir, err := findModel("/mine"); dir != "/mine" || err != nil {
		t.Errorf("%q, %v", dir, err)
	}
}

// "go test" looks upward from the working directory, as "go run" does.
func TestTheRepositoryIsFound(t *testing.T) {
	t.Setenv("ONNXRUNTIME_LIB", "")
	t.Setenv("AFTERRAIN_MODEL", "")
	root := t.TempDir()
	touch(t, filepath.Join(root, "models/release/afterrain/model.json"))
	want := touch(t, filepath.Join(root, "build/onnxruntime", libraryName()))
	if err := os.MkdirAll(filepath.Join(root, "a/b"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(root, "a/b"))
	if got, err := findLibrary(""); err != nil || !sameFile(t, got, want) {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := findModel(""); err != nil || !sameFile(t, got, filepath.Join(root, "models/release/afterrain")) {
		t.Errorf("%q, %v", got, err)
	}
	t.Chdir(t.TempDir())
	if got, err := findModel(""); !errors.Is(err, ErrModel) {
		t.Errorf("nothing there: %q, %v", got, err)
	}
	if got, err := findLibrary(""); !errors.Is(err, ErrRuntime) {
		t.Errorf("nothing there: %q, %v", got, err)
	}
}

func sameFile(t *testing.T, a, b string) bool {
	t.Helper()
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

func TestVersionedLibraryNames(t *testing.T) {
	dir := t.TempDir()
	if _, ok := libraryIn(dir); ok {
		t.Error("found in an empty folder")
	}
	if !versioned(libraryName() + ".1.30.0") {
		t.Skip("no versions in library names here")
	}
	want := touch(t, filepath.Join(dir, libraryName()+".1.30.0"))
	touch(t, filepath.Join(dir, "libonnxruntime_providers_shared.so"))
	if got, _ := libraryIn(dir); got != want {
		t.Errorf("%q", got)
	}
	want = touch(t, filepath.Join(dir, libraryName()))
	if got, _ := libraryIn(dir); got != want {
		t.Errorf("%q", got)
	}
}
