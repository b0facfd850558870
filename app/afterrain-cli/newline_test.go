package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"afterrain/engine/photo"
)

// A name with a line break is one line still, and what was wrong is told.
func TestNameWithALineBreak(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	path := filepath.Join(t.TempDir(), "a\nb.jpg")
	if err := os.WriteFile(path, []byte("no photo"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := photo.Open(path)
	for _, asJSON := range []bool{false, true} {
		var out, errs bytes.Buffer
		r := newReporter(&out, &errs, asJSON)
		r.end(result{source: path, err: err})
		if got := errs.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "a?b.jpg: unsupported image format") {
			t.Errorf("it says %q", got)
		}
		if asJSON {
			var line struct{ Source, Error string }
			if json.Unmarshal(out.Bytes(), &line); line.Source != path || !strings.Contains(line.Error, "unsupported") {
				t.Errorf("as JSON it says %q", out.String())
			}
			continue
		}
		r.end(result{source: path, output: path})
		if got := out.String(); strings.Count(got, "\n") != 1 {
			t.Errorf("it says %q", got)
		}
	}
}
