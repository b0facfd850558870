package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"afterrain/engine"
)

// A name that another program takes during the work becomes the next number.
func TestNameTakenMeanwhile(t *testing.T) {
	e, err := engine.Open(engine.Config{Library: findLibrary(t), ModelDir: "../../engine/testdata/model", Device: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	dir := t.TempDir()
	take := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	take("grey-restored.jpg")
	in := input{path: filepath.Join("..", "..", "engine", "photo", "testdata", "grey.jpg")}
	o := options{folder: dir, variant: engine.Small, strength: 100}
	res := one(context.Background(), e, in, o, func(done, total int) { take("grey-restored-2.jpg") })
	if want := filepath.Join(dir, "grey-restored-3.jpg"); res.output != want {
		t.Errorf("%q instead of %q, %v", res.output, want, res.err)
	}
}
