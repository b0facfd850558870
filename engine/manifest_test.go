package engine

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// copyModel copies the fixture model to a folder that a test may spoil.
func copyModel(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "model"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// edit changes model.json.
func edit(t *testing.T, dir string, change func(map[string]any)) {
	t.Helper()
	path := filepath.Join(dir, "model.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	change(m)
	if data, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestManifest(t *testing.T) {
	m, err := readManifest(copyModel(t))
	if err != nil || m.ID != "fixture" || m.Tile != 64 || m.Variants[Large].File != "dynet-l.onnx" {
		t.Fatalf("%+v, %v", m, err)
	}
}

// spoiler spoils the model in a folder.
type spoiler = func(t *testing.T, dir string)

func setting(key string, value any) spoiler {
	return func(t *testing.T, dir string) { edit(t, dir, func(m map[string]any) { m[key] = value }) }
}

func writing(name, text string) spoiler {
	return func(t *testing.T, dir string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func removing(name string) spoiler {
	return func(t *testing.T, dir string) {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// halving gives the large depth a graph in float16.
func halving(file string) spoiler {
	return func(t *testing.T, dir string) {
		edit(t, dir, func(m map[string]any) {
			m["variants"].(map[string]any)["l"].(map[string]any)["half"] = map[string]any{"graph": file, "sha256": ""}
		})
	}
}

func TestManifestRefuses(t *testing.T) {
	set, write, remove, half := setting, writing, removing, halving
	graphs := func(file string) map[string]any {
		g := map[string]any{"graph": file, "sha256": "", "reuse": []int{2, 3, 3, 4}}
		return map[string]any{"s": g, "l": g}
	}
	reuse := func(f ...int) map[string]any {
		return map[string]any{"s": map[string]any{"graph": "dynet-s.onnx", "reuse": f}}
	}
	dial := func(file, input string) map[string]any {
		return map[string]any{"graph": file, "sha256": "", "input": input}
	}
	for _, c := range []struct {
		spoil spoiler
		says  string
	}{
		{set("input_kind", "linear-rgb"), `input_kind "linear-rgb" is unknown`},
		{set("version", "1.0.0"), `version "1.0.0"`}, {set("version", ""), "version"},
		{set("multiple", 0), "tile 64 is not"}, {set("tile", 60), "tile 60 is not"}, {set("tile", 1<<20), "tile"},
		{set("halo", 40), "halo 40"}, {set("halo", 12), "halo 12"}, {set("halo", -1), "halo -1"}, {set("output", ""), "no name"},
		{set("variants", map[string]any{}), `variant "s" is missing`},
		{set("variants", graphs("../model.json")), "not the name of a file"},
		{set("variants", graphs("none.onnx")), "none.onnx is missing"},
		{set("variants", reuse()), "reuse [] of"}, {set("variants", reuse(2, 3, 3)), "reuse [2 3 3] of"},
		{set("variants", reuse(2, 0, 3, 4)), "reuse [2 0 3 4] of"}, {set("variants", reuse(2, 3, 17, 4)), "from 1 to 16"},
		{set("dial", dial("dynet-l.onnx", "")), `input "" of the dial`}, {set("dial", dial("x.onnx", "image")), "of its own"},
		{set("dial", dial("none.onnx", "reuse")), "none.onnx is missing"}, {set("dial", dial("../s.onnx", "reuse")), "not the name of a file"},
		{set("dial", dial("dynet-l.onnx", "reuse")), "dynet-l.onnx is damaged"},
		{half("none.onnx"), "none.onnx is missing"}, {half("dynet-l.onnx"), "dynet-l.onnx is damaged"},
		{write("weights.bin", strings.Repeat("x", 360)), "weights.bin is damaged"},
		{write("weights.bin", "short"), "5 bytes instead of 360"},
		{write("dynet-l.onnx", "no graph"), "dynet-l.onnx is damaged"},
		{write("model.json", "{"), "unexpected end"}, {remove("weights.bin"), "weights.bin is missing"},
		{remove("model.json"), "model.json: "},
	} {
		dir := copyModel(t)
		c.spoil(t, dir)
		_, err := readManifest(dir)
		if !errors.Is(err, ErrModel) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), reinstall) {
			t.Errorf("%q expected: %v", c.says, err)
		}
	}
}
