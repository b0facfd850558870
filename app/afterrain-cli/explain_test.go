package main

import (
	"fmt"
	"io/fs"
	"testing"
)

// Another folder for the results helps nobody whose photo may not be read.
func TestWhatToDoAboutAPermission(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("open a.jpg: %w", fs.ErrPermission), "open a.jpg: permission denied; allow it to be read"},
		{unsaved{fmt.Errorf("save b.jpg: %w", fs.ErrPermission)}, "save b.jpg: permission denied; allow it, or choose another folder with -o"},
	} {
		if got := explain(c.err); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
}
