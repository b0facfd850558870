package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"afterrain/engine/photo"
)

// A program that is started without standard output, as by Windows' task scheduler, saves JPEGs too.
func TestJPEGsWithoutStandardOutput(t *testing.T) {
	closed, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	cannot := working(closed)
	if _, err := cannot.Stat(); err != nil {
		t.Errorf("what stands in for a file that is closed: %v", err)
	}
	if cannot != closed {
		defer cannot.Close()
	}
	if working(cannot) != cannot {
		t.Error("a file that works is replaced")
	}
	stdout, stderr := os.Stdout, os.Stderr
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	os.Stdout, os.Stderr = cannot, cannot
	p, err := photo.Open("../../engine/photo/testdata/grey.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Save(filepath.Join(t.TempDir(), "a.jpg"), photo.SaveOptions{}); err != nil {
		t.Error(err)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// A script that asks for results must not take a full disk for success; the photos are restored all the same.
func TestResultsThatDoNotGetThroughFail(t *testing.T) {
	t.Setenv("ONNXRUNTIME_LIB", findLibrary(t))
	t.Setenv("AFTERRAIN_MODEL", filepath.Join("..", "..", "engine", "testdata", "model"))
	grey, dir := filepath.Join("..", "..", "engine", "photo", "testdata", "grey.jpg"), t.TempDir()
	for _, c := range []struct {
		args string
		want int
	}{
		{"devices", exitFailed}, {"devices --json", exitFailed}, {"bench --device cpu --tiles 1", exitFailed}, {"seams --size 64 sky", exitFailed},
		{"depths --device cpu " + grey, exitFailed}, {"version", exitFailed}, {"help", exitFailed}, {"devices --nonsense", exitUsage},
		{"restore --device cpu --format png --json -o " + filepath.Join(dir, "json") + " " + grey, exitFailed},
		{"restore --device cpu --format png --json -o " + filepath.Join(dir, "partly") + " none.jpg " + grey, exitPartly},
		{"restore --device cpu --format png -o " + filepath.Join(dir, "plain") + " " + grey, exitDone}, // its lines are for people
	} {
		var errs strings.Builder
		if got := run(t.Context(), strings.Fields(c.args), full{}, &errs); got != c.want {
			t.Errorf("%s: exit code %d instead of %d: %s", c.args, got, c.want, errs.String())
		}
		if told := strings.Contains(errs.String(), "some results are lost: no space left on device; send standard output somewhere else"); told != (c.want == exitFailed || c.want == exitPartly) {
			t.Errorf("%s: said is %q", c.args, errs.String())
		}
	}
	for _, folder := range []string{"json", "partly", "plain"} {
		if _, err := os.Stat(filepath.Join(dir, folder, "grey-restored.png")); err != nil {
			t.Errorf("%s: %v", folder, err)
		}
	}
}
