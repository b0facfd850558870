package main

import (
	"os"
	"path/filepath"
)

// hold takes a file for this window until it is closed: nil if another window that runs has
// it, and if there is no place for it. Two windows would export one list twice, and the one
// that is closed first would throw it away.
func hold(path string) *os.File {
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return nil
	}
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil
	}
	if !lock(f) {
		f.Close()
		return nil
	}
	return f
}
