package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeys tells whether a console moves its cursor when it is told to, and asks it to: without that
// the window of cmd.exe prints what it is told.
func obeys(f *os.File) bool {
	console, mode := windows.Handle(f.Fd()), uint32(0)
	return windows.GetConsoleMode(console, &mode) == nil &&
		windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
