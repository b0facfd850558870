package main

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
)

// Who cancels while folders are read, devices tested or the engine opened does not wait
// for it.
func TestCancelBeforeThePhotos(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	photo := filepath.Join("..", "..", "engine", "photo", "testdata", "grey.jpg")
	for _, args := range [][]string{{"restore", "-o", t.TempDir(), photo}, {"depths", photo}, {"seams"}, {"bench"}, {"devices"}, {"restore", t.TempDir()}} {
		var out, errs bytes.Buffer
		if code := run(ctx, args, &out, &errs); code != exitCancelled {
			t.Errorf("%v: exit code %d, %s", args, code, &errs)
		}
	}
}
