package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
)

// keepCrashes lets a panic write its stack into a file that can be sent.
func keepCrashes() {
	dir, err := os.UserCacheDir()
	if err != nil || os.MkdirAll(filepath.Join(dir, "afterrain"), 0o755) != nil {
		return
	}
	f, err := os.OpenFile(filepath.Join(dir, "afterrain", "crash.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		debug.SetCrashOutput(f, debug.CrashOptions{})
		f.Close()
	}
}
