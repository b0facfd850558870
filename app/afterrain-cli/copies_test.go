package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// write makes a file that was changed so many hours after the photo was taken.
func write(t *testing.T, path, text string, hours time.Duration) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	then := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC).Add(hours * time.Hour)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
	return path
}

// A photo that was changed is restored once more and not with each command, and what is no
// photo is no copy of one.
func TestCopyOfAChangedPhotoIsFound(t *testing.T) {
	dir := t.TempDir()
	source := write(t, filepath.Join(dir, "a.jpg"), "a photo", 10)
	path := filepath.Join(dir, "a-restored.jpg")
	if got := (copies{}).of(source, path); got != "" {
		t.Errorf("%q is there", got)
	}
	write(t, path, "before the change", 5)
	if got := (copies{}).of(source, path); got != "" {
		t.Errorf("%q is older than the photo", got)
	}
	write(t, filepath.Join(dir, "a-restored-2.jpg"), "", 11)
	if err := os.MkdirAll(filepath.Join(dir, "a-restored-3.jpg"), 0o777); err != nil {
		t.Fatal(err)
	}
	if got := (copies{}).of(source, path); got != "" {
		t.Errorf("%q is taken for a photo", got)
	}
	want := write(t, filepath.Join(dir, "a-restored-4.jpg"), "after the change", 12)
	if got := (copies{}).of(source, path); got != want {
		t.Errorf("%q instead of %q", got, want)
	}
	if got := (copies{}).of(filepath.Join(dir, "gone.jpg"), path); got != "" {
		t.Errorf("%q is a copy of a photo that is gone", got)
	}
}

// Two cameras call their photos alike, and the copies lie in one folder.
func TestCopyCountsForOnePhoto(t *testing.T) {
	dir := t.TempDir()
	one, other := write(t, filepath.Join(dir, "1", "a.jpg"), "one", 0), write(t, filepath.Join(dir, "2", "a.jpg"), "other", 0)
	path := write(t, filepath.Join(dir, "a-restored.jpg"), "of the one", 1)
	was := newCopies(true)
	if got := was.of(one, path); got != path {
		t.Fatalf("%q instead of %q", got, path)
	}
	is, _ := sight(one)
	was.count(one, is, path)
	if got := was.of(one, path); got != path {
		t.Errorf("a photo named twice has no copy: %q", got)
	}
	if got := was.of(other, path); got != "" {
		t.Errorf("%q is a copy of both", got)
	}
	second := write(t, filepath.Join(dir, "a-restored-2.jpg"), "of the other", 1)
	if got := was.of(other, path); got != second {
		t.Errorf("%q instead of %q", got, second)
	}
	none := newCopies(false)
	if none.count(one, is, path); none.of(one, path) != "" {
		t.Error("copies are looked for that nobody asked for")
	}
}

// The second camera's photos may come on another day.
func TestCopyOfAPhotoTakenAtAnotherTime(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile(filepath.Join("..", "..", "engine", "photo", "testdata", "meta.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	source := write(t, filepath.Join(dir, "a.jpg"), string(data), 0)
	path := write(t, filepath.Join(dir, "a-restored.jpg"), string(data), 1)
	if got := newCopies(true).of(source, path); got != path {
		t.Errorf("%q instead of %q", got, path)
	}
	later := bytes.Replace(data, []byte("2024:05:01 12:34:56"), []byte("2024:05:01 12:34:57"), -1)
	write(t, source, string(later), 0)
	if got := newCopies(true).of(source, path); got != "" || bytes.Equal(data, later) {
		t.Errorf("%q shows another photo", got)
	}
}

// A camera that was set to the time of a place further east dates its photos into the future.
func TestCopyOfAPhotoDatedAhead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("this system has only the photo's own date")
	}
	dir := t.TempDir()
	source := write(t, filepath.Join(dir, "a.jpg"), "a photo", 0)
	ahead := time.Now().Add(9 * time.Hour)
	if err := os.Chtimes(source, ahead, ahead); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a-restored.jpg")
	write(t, path, "its copy", 0)
	done := time.Now().Add(time.Hour)
	if err := os.Chtimes(path, done, done); err != nil {
		t.Fatal(err)
	}
	if got := newCopies(true).of(source, path); got != path {
		t.Errorf("%q instead of %q", got, path)
	}
}
