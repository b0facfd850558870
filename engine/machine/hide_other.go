//go:build !windows

package machine

import "os/exec"

// Hide does nothing: here programs have no console windows.
func Hide(*exec.Cmd) {}
