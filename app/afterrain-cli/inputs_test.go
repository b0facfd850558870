package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"afterrain/engine/photo"
)

// A shell's *.jpg names the results of the run that is gone on with.
func TestResultsAreNotRestoredWhereARunIsGoneOnWith(t *testing.T) {
	dir := t.TempDir()
	p, err := photo.Open(filepath.Join("..", "..", "engine", "photo", "testdata", "chroma.png"))
	if err != nil {
		t.Fatal(err)
	}
	source, result := write(t, filepath.Join(dir, "a.png"), "", 0), filepath.Join(dir, "a-restored.png")
	if err := p.Save(result, photo.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	for goOn, want := range map[bool][]input{false: {{path: result}, {path: source}}, true: {{path: source}}} {
		c := collectAll([]string{result, source}, goOn)
		if !slices.Equal(c.photos, want) || len(c.photos)+c.others != 2 {
			t.Errorf("going on %v: %+v", goOn, c)
		}
	}
}

// The shells of Windows leave it to the program what *.jpg stands for.
func TestWildcardsAreReplaced(t *testing.T) {
	dir := t.TempDir()
	p, err := photo.Open(filepath.Join("..", "..", "engine", "photo", "testdata", "grey.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Save(filepath.Join(dir, "a10-restored.jpg"), photo.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a10.jpg", "a2.JPG", "b.png", "notes.txt", "x[1].jpg", "x1.jpg", ".hidden.jpg", filepath.Join("sub.jpg", "c.jpg")} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), "x", 0)
	}
	t.Chdir(dir)
	for _, c := range []struct {
		named  string
		want   []string
		others int
	}{
		{"*.jpg", []string{"a2.JPG", "a10.jpg", "x[1].jpg", "x1.jpg"}, 1},
		{"*", []string{"a2.JPG", "a10.jpg", "b.png", "x[1].jpg", "x1.jpg"}, 2},
		{"A?.jpg", []string{"a2.JPG"}, 0},
		{"x[1]*", []string{"x[1].jpg"}, 0},
		{"a*-restored.jpg", nil, 1},
		{filepath.Join(dir, "sub.jpg", "*.jpg"), []string{filepath.Join(dir, "sub.jpg", "c.jpg")}, 0},
	} {
		got := collectAll([]string{c.named}, false)
		var paths []string
		for _, in := range got.photos {
			paths = append(paths, in.path)
		}
		if !slices.Equal(paths, c.want) || got.others != c.others {
			t.Errorf("%s: %q and %d others", c.named, paths, got.others)
		}
	}
	for _, wrong := range []string{"*.tif", "none.jpg", filepath.Join("gone", "*.jpg")} {
		if got := collectAll([]string{wrong}, false).photos; len(got) != 1 || got[0].path != wrong || got[0].err == nil {
			t.Errorf("%s: %+v", wrong, got)
		}
	}
}

func TestPhotoNamedTwiceIsRestoredOnce(t *testing.T) {
	dir := t.TempDir()
	one, other := write(t, filepath.Join(dir, "a.jpg"), "a", 0), write(t, filepath.Join(dir, "b.jpg"), "b", 0)
	t.Chdir(dir)
	for _, c := range []struct {
		named []string
		want  []input
	}{
		{[]string{one, other, one}, []input{{path: one}, {path: other}}},
		{[]string{one, "a.jpg", "./a.jpg"}, []input{{path: one}}},
		{[]string{other, dir}, []input{{path: other}, {path: one, sub: "."}}},
	} {
		if got := collectAll(c.named, false).photos; !slices.Equal(got, c.want) {
			t.Errorf("%q: %+v", c.named, got)
		}
	}
}

// A camera writes both: of 300 raw files nobody is to read that they are no photos.
func TestRawFilesBesideJPEGsAreSpokenOf(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.jpg", "a.nef", "note.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	found, err := collect(t.Context(), []string{dir}, false)
	if err != nil || len(found.photos) != 1 {
		t.Fatal(found.photos, err)
	}
	var said bytes.Buffer
	(&reporter{errs: &said}).summary(1, 0, 0, found)
	const want = "camera raw files beside a photo of the same name, left out (name the files themselves to restore them): 1\nnot photos or made by Afterrain, left out: 1\n"
	if got := said.String(); got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
