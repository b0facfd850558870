package main

import (
	"os"
	"path/filepath"
)

// listPath is where the list of exports is kept. It is written after each photo, so it is not in the folder where Fyne has
// its preferences: that is watched, and at each change in it Fyne writes its preferences anew on the main goroutine, with
// the window standing still until the disk has them. fynes is that folder, which will do where there is no other.
func listPath(fynes string) string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return filepath.Join(fynes, "queue.json")
	}
	return filepath.Join(dir, "afterrain", "queue.json")
}
