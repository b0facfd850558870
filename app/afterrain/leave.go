package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// leaving is how long the program may take to end once all is kept. Fyne 2.7.4 waits for its
// own last event, and for ever if that comes at the wrong moment: an unseen program would hold
// its memory, and the list.
const leaving = 10 * time.Second

func leave() { time.AfterFunc(leaving, func() { os.Exit(0) }) }

// leaveWhenTold follows Fyne, which ends the program at the first two signals. The third,
// of a terminal that is closed, is handed on as the second, unless nohup keeps it away.
func leaveWhenTold() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGINT, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(told, syscall.SIGHUP)
	}
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
