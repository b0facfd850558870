package photo

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A folder is not restored twice, whatever the results are called; what another
// program has made of a result is a photo again.
func TestWalkLeavesOutOurResults(t *testing.T) {
	dir := t.TempDir()
	with, without := open(t, "meta.jpg"), open(t, "orientation_0.jpg")
	for _, name := range []string{"a.jpg", "b.png", "c.tif"} {
		for kind, p := range map[string]*Photo{"with": with, "without": without} {
			if err := p.Save(filepath.Join(dir, kind+" EXIF "+name), SaveOptions{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	result, err := os.ReadFile(filepath.Join(dir, "with EXIF a.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"beach-restored.jpg": read(t, "meta.jpg"),
		"edited since.jpg":   bytes.ReplaceAll(result, []byte(mark), []byte("GIMP 2.99")),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	others, _ := Walk(dir, func(path string, err error) { names = append(names, filepath.Base(path)) })
	if want := []string{"beach-restored.jpg", "edited since.jpg"}; !slices.Equal(names, want) || others != 6 {
		t.Errorf("visited %q and left out %d, want %q and 6", names, others, want)
	}
}
