package photo

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The numbers of {seq} follow this order.
func TestWalkGoesByNumbersInNames(t *testing.T) {
	dir := t.TempDir()
	want := []string{"1.jpg", "2.jpg", "day 9/DSC_9999.jpg", "day 9/DSC_10000.jpg", "day 10/a.jpg", "Day 11.jpg", "é.jpg", "f.jpg"}
	for _, name := range want {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	Walk(dir, func(path string, err error) {
		rel, _ := filepath.Rel(dir, path)
		got = append(got, filepath.ToSlash(rel))
	})
	if !slices.Equal(got, want) {
		t.Errorf("visited %q, want %q", got, want)
	}
}

// A card or a drive is dropped as a whole, with the wastebasket that the system keeps on it.
func TestWalkPassesOverWhatIsKeptAside(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/1.jpg", "$RECYCLE.BIN/S-1-5/$R1.jpg", "b/@eaDir/1.jpg/SYNOPHOTO_THUMB_XL.jpg", "#recycle/1.jpg", "lost+found/1.jpg", ".Trash-1000/files/1.jpg", "recycle/1.jpg"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	visited := func(root string) (got []string) {
		Walk(root, func(path string, err error) {
			rel, _ := filepath.Rel(root, path)
			got = append(got, filepath.ToSlash(rel))
		})
		return got
	}
	if got, want := visited(dir), []string{"a/1.jpg", "recycle/1.jpg"}; !slices.Equal(got, want) {
		t.Errorf("visited %q, want %q", got, want)
	}
	if got, want := visited(filepath.Join(dir, "#recycle")), []string{"1.jpg"}; !slices.Equal(got, want) {
		t.Errorf("named itself: %q, want %q", got, want)
	}
}
