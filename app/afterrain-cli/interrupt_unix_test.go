//go:build unix

package main

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func prepare(*exec.Cmd) {}

// tell sends a process the signal of Ctrl-C, or that of a terminal that is closed.
func tell(p *os.Process, how string) error {
	if how == "hangup" {
		return p.Signal(syscall.SIGHUP)
	}
	return p.Signal(os.Interrupt)
}

// hangups tells whether programs started here hear of a closed terminal: under nohup they do not.
func hangups() bool { return !signal.Ignored(syscall.SIGHUP) }
