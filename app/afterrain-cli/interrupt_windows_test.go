package main

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// prepare gives a program a group of its own, so that what is told to it is not told to the test too.
func prepare(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// tell sends a process Ctrl-Break, which is to a Go program what Ctrl-C is, and goes to one group alone.
func tell(p *os.Process, _ string) error {
	return windows.GenerateConsoleCtrlEvent(windows.CTRL_BREAK_EVENT, uint32(p.Pid))
}

// hangups tells that terminals cannot be closed from outside.
func hangups() bool { return false }
