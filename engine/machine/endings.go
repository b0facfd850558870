package machine

import (
	"os"
	"os/signal"
	"syscall"
)

// Endings are the signals that end a program which cleans up: Ctrl-C, another program's
// wish, and a terminal that is closed, unless nohup keeps that away.
func Endings() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}
