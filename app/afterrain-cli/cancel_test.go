package main

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
)

// Who cancels while the engine is being opened does not wait for it.
func TestCancelWhileTheEngineOpens(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	photo := filepath.Join("..", "..", "engine", "photo", "testdata", "grey.jpg")
	for _, args := range [][]string{{"restore", "-o", t.TempDir(), photo}, {"depths", photo}, {"seams"}} {
		var out, errs bytes.Buffer
		if code := run(ctx, args, &out, &errs); code != exitCancelled {
			t.Errorf("%v: exit code %d, %s", args, code, &errs)
		}
	}
}
