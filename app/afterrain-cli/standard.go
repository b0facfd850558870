package main

import "os"

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
