package main

import "golang.org/x/sys/windows"

var allowSetForegroundWindow = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow")

// letInFront lets another program's window come to the front, which Windows allows only to the
// program that the user has just started, and to whom that lets.
func letInFront() {
	const anyProgram = ^uintptr(0) // ASFW_ANY
	allowSetForegroundWindow.Call(anyProgram)
}
