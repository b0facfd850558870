package machine

import (
	"os/exec"
	"syscall"
)

// Hide keeps a console window from flashing up.
func Hide(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
