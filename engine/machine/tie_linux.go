package machine

import (
	"os/exec"
	"runtime"
	"syscall"
)

// startTied has the system tie the program to the thread that starts it, which is kept for the caller until then.
func startTied(cmd *exec.Cmd) (untie func(), err error) {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return runtime.UnlockOSThread, cmd.Start()
}
