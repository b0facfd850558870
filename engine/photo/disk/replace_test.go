package disk

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A program's own notes are replaced as a whole, for their owner only; what cannot
// be written leaves the old ones.
func TestReplace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	path := filepath.Join(dir, "notes.json")
	for _, text := range []string{"first, and longer", "second"} {
		if err := Replace(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); string(got) != text || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := Replace(dir, []byte("third")); err == nil || strings.Contains(err.Error(), ".part") {
		t.Errorf("a folder: %v", err)
	}
	onlyFiles(t, dir, "notes.json")
}
