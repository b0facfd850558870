package main

import (
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
)

// logMost is how long the log may be when the program starts; a longer one
// becomes log-old.txt.
const logMost = 1 << 20 // bytes

// reports is the folder of the files that people can send with a report; "" if
// there is no place for them.
func reports() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "afterrain")
}

// logPath is the log in that folder.
func logPath() string {
	if dir := reports(); dir != "" {
		return filepath.Join(dir, "log.txt")
	}
	return ""
}

// openLog lets log write into the file at path, and to standard error too if
// asked. It returns the file's path, "" if it cannot be written.
func openLog(path string, loud bool) string {
	log.SetFlags(log.LstdFlags)
	if path == "" || os.MkdirAll(filepath.Dir(path), 0o755) != nil {
		return ""
	}
	if info, err := os.Stat(path); err == nil && info.Size() > logMost {
		os.Rename(path, filepath.Join(filepath.Dir(path), "log-old.txt"))
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return ""
	}
	var w io.Writer = f
	if loud {
		w = io.MultiWriter(os.Stderr, f)
	}
	log.SetOutput(w)
	log.Printf("afterrain %s on %s %s", version, runtime.GOOS, runtime.GOARCH)
	return path
}
