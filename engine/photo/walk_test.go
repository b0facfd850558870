package photo

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestNamesAreOrderedAsInFileManagers(t *testing.T) {
	for _, want := range [][]string{
		{"1.jpg", "2.jpg", "10.jpg"},
		{"dsc_0005.jpg", "DSC_9999.JPG", "DSC_10000.JPG"},
		{"a9b99.png", "a10b2.png", "a10b10.png"},
		{"a.jpg", "a (2).jpg", "a-2.jpg", "ab.jpg"},
		{"img 3.jpg", "Img1.jpg", "img2.jpg", "IMG10.jpg"},
		{"Ähre.jpg", "Apfel.jpg", "Zoo.jpg"},
		{"3.jpg", "20240101123456789012345678.jpg", "20240101123456789012345679.jpg"}, // longer than any number
		{"001.jpg", "01.jpg", "1.jpg", "002.jpg"},                                     // equal as numbers: by text
		{"A.JPG", "A.jpg", "a.JPG", "a.jpg", "a.png"},
		{"a\xff2.jpg", "a\xff10.jpg"}, // no UTF-8
		{"第2.jpg", "第10.jpg"},
	} {
		order := byName()
		for i, a := range want {
			for j, b := range want {
				if got := order(a, b); (got < 0) != (i < j) || (got > 0) != (i > j) {
					t.Errorf("%q against %q: %d", a, b, got)
				}
			}
		}
	}
}

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
