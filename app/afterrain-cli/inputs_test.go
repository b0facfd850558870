package main

import (
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
