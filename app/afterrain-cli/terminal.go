package main

import (
	"io"
	"os"
)

// onTerminal tells whether w is a terminal, where a line can be rewritten.
func onTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && obeys(f)
}
