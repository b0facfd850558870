package machine

import (
	"os/exec"
	"runtime"
	"syscall"
)

// Tie lets a program that is about to be started end with this one, however that ends. The system ties it to the thread that starts it,
// which is kept for the caller until untie is called, after the program has ended.
func Tie(cmd *exec.Cmd) (untie func()) {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return runtime.UnlockOSThread
}
