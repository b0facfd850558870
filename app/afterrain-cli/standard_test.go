package main

import (
	"os"
	"path/filepath"
	"testing"

	"afterrain/engine/photo"
)

// A program that is started without standard output, as by Windows' task scheduler, saves JPEGs too.
func TestJPEGsWithoutStandardOutput(t *testing.T) {
	closed, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	cannot := working(closed)
	if _, err := cannot.Stat(); err != nil {
		t.Errorf("what stands in for a file that is closed: %v", err)
	}
	if cannot != closed {
		defer cannot.Close()
	}
	if working(cannot) != cannot {
		t.Error("a file that works is replaced")
	}
	stdout, stderr := os.Stdout, os.Stderr
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	os.Stdout, os.Stderr = cannot, cannot
	p, err := photo.Open("../../engine/photo/testdata/grey.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Save(filepath.Join(t.TempDir(), "a.jpg"), photo.SaveOptions{}); err != nil {
		t.Error(err)
	}
}
