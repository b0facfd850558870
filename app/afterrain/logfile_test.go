package main

import (
	"bytes"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLogGrowsAndTurnsOver(t *testing.T) {
	defer log.SetOutput(io.Discard)
	defer closeLog()
	dir := t.TempDir()
	path := filepath.Join(dir, "afterrain", "log.txt")
	if got := openLog(path, false); got != path {
		t.Fatalf("the log is at %q", got)
	}
	log.Print("first day")
	closeLog()
	openLog(path, false)
	log.Print("second day")
	text, _ := os.ReadFile(path)
	if s := string(text); !strings.Contains(s, "first day") || !strings.Contains(s, "second day") || !strings.Contains(s, "afterrain "+version) {
		t.Errorf("the log says %q", s)
	}
	closeLog() // Windows renames no file that is open
	os.WriteFile(path, bytes.Repeat([]byte("x\n"), logMost), 0o600)
	openLog(path, false)
	old, err := os.Stat(filepath.Join(dir, "afterrain", "log-old.txt"))
	if info, _ := os.Stat(path); err != nil || info.Size() > 1000 || old.Size() <= logMost {
		t.Errorf("a log of %d bytes is not turned over: %v", logMost, err)
	}
	if got := openLog(filepath.Join(path, "below a file"), false); got != "" {
		t.Errorf("a log that cannot be written is said to be at %q", got)
	}
}

// closeLog closes the file that log writes into, as the end of the program does.
func closeLog() {
	if f, ok := log.Writer().(io.Closer); ok {
		f.Close()
	}
}
