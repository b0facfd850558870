package machine

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// Running tells whether there is a process of this number.
func Running(number int) bool {
	p, err := os.FindProcess(number)
	if err != nil {
		return false
	}
	defer p.Release()
	if runtime.GOOS == "windows" { // which finds none that has ended, and knows no signal for asking
		return true
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, fs.ErrPermission) // another user's
}
