package disk

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What a program that was killed has left goes with the next export into the folder, and
// nothing else does.
func TestLeftoversAreRemoved(t *testing.T) {
	for how, write := range map[string]func(dir string) error{
		"before an export":         TryFolder,
		"with the program's notes": func(dir string) error { return Replace(filepath.Join(dir, "notes"), nil) },
	} {
		dir := t.TempDir()
		for name, age := range map[string]time.Duration{
			".afterrain-0123abcd.part":  stale + time.Hour,
			".afterrain-00000000.part":  stale - time.Hour, // another program may be writing it
			".afterrain-0123abcd.part2": 1000 * time.Hour,  // not ours
			"afterrain-0123abcd.part":   1000 * time.Hour,
			".afterrain-4567ABCD.part":  1000 * time.Hour,
			"old.jpg":                   1000 * time.Hour,
			".afterrain-11111111.part":  0,
		} {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte("half a photo"), 0o666); err != nil {
				t.Fatal(err)
			}
			then := time.Now().Add(-age)
			if err := os.Chtimes(path, then, then); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Mkdir(filepath.Join(dir, ".afterrain-22222222.part"), 0o777); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-1000 * time.Hour)
		os.Chtimes(filepath.Join(dir, ".afterrain-22222222.part"), then, then)
		if err := write(dir); err != nil {
			t.Fatal(err)
		}
		os.Remove(filepath.Join(dir, "notes"))
		t.Log(how)
		onlyFiles(t, dir, ".afterrain-00000000.part", ".afterrain-0123abcd.part2", ".afterrain-11111111.part", ".afterrain-22222222.part",
			".afterrain-4567ABCD.part", "afterrain-0123abcd.part", "old.jpg")
	}
}
