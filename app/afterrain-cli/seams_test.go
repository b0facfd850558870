package main

import (
	"context"
	"path/filepath"
	"testing"

	"afterrain/engine"
)

// The tiles of the network that ships do not show, where neither side of the photo is a
// multiple of 8 pixels either. A quarter of a level of 255 is the goal.
func TestTilesOfTheShippedNetworkDoNotShow(t *testing.T) {
	e, err := engine.Open(engine.Config{ModelDir: filepath.Join("..", "..", "models", "release", "afterrain"), Device: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, s := range scenes {
		found, err := e.Seams(context.Background(), s.photo(300, 225), engine.Settings{Variant: engine.Small})
		if err != nil {
			t.Fatal(err)
		}
		if found.Mean > 0.25/255 {
			t.Errorf("%s: tiles are %.3f levels from one piece on average", s.name, 255*found.Mean)
		}
	}
}
