package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"
)

// keepCrashes lets a crash of any goroutine write its stack into crash.txt of a
// folder, a file that can be sent. It returns where an earlier crash is described now, "" if
// there was none: each is told once.
func keepCrashes(dir string) (earlier string) {
	if dir == "" || os.MkdirAll(dir, 0o755) != nil {
		return ""
	}
	path := filepath.Join(dir, "crash.txt")
	earlier = setAside(path)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return earlier
	}
	defer f.Close()
	fmt.Fprintf(f, "afterrain %s on %s %s, %s\n", version, runtime.GOOS, runtime.GOARCH, runtime.Version())
	debug.SetCrashOutput(f, debug.CrashOptions{})
	return earlier
}

// setAside gives a file that says more than its first line a name of its own.
func setAside(path string) string {
	text, err := os.ReadFile(path)
	if err != nil || bytes.Count(text, []byte("\n")) < 2 {
		return ""
	}
	when := time.Now()
	if info, err := os.Stat(path); err == nil {
		when = info.ModTime()
	}
	aside := filepath.Join(filepath.Dir(path), "crash-"+when.Format("2006-01-02-150405")+".txt")
	if os.Rename(path, aside) != nil && os.WriteFile(aside, text, 0o600) != nil { // Windows renames no file that another window has open
		return ""
	}
	return aside
}
