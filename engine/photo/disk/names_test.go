package disk

import (
	"os"
	"path/filepath"
	"testing"
)

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
