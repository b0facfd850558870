package main

import (
	"io"
	"os"
)

// working is f, or a file that swallows all if f cannot be asked what it is: Windows starts
// programs without standard output, as its task scheduler does, and the JPEG encoder fails
// if the process has none.
func working(f *os.File) *os.File {
	if _, err := f.Stat(); err == nil {
		return f
	}
	if none, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		return none
	}
	return f
}

// told is standard output that remembers whether something that was asked for did not get
// through, as to a full disk.
type told struct {
	io.Writer
	lost error // the first; nil = nothing is lost
}

func (t *told) Write(b []byte) (int, error) {
	n, err := t.Writer.Write(b)
	if err != nil && t.lost == nil {
		t.lost = err
	}
	return n, err
}
