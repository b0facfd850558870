package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"afterrain/engine/machine"
)

// leaving is how long the program may take to end once all is kept. Fyne 2.7.4 waits for its
// own last event, and for ever if that comes at the wrong moment: an unseen program would hold
// its memory, and the list.
const leaving = 10 * time.Second

func leave() { time.AfterFunc(leaving, func() { os.Exit(0) }) }

// leaveWhenTold follows Fyne, which ends the program at these signals but for that of a
// terminal that is closed: it is handed on as another.
func leaveWhenTold() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, machine.Endings()...)
	go func() {
		if <-told == syscall.SIGHUP {
			tellMyself(syscall.SIGTERM)
		}
		leave()
	}()
}

func tellMyself(s os.Signal) {
	if p, err := os.FindProcess(os.Getpid()); err == nil {
		_ = p.Signal(s) // where there are no signals, leave ends the program
	}
}
