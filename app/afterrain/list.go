package main

import (
	"os"
	"path/filepath"
)

// listPath is where the list of exports is kept. fynes is the folder that Fyne has for the program, which will do where there is
// no other.
func listPath(fynes string) string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return filepath.Join(fynes, "queue.json")
	}
	return filepath.Join(dir, "afterrain", "queue.json")
}
