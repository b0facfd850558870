//go:build !linux

package machine

import "os/exec"

// Tie hides a program's console window. Here it ends by itself once nobody reads what it prints.
func Tie(cmd *exec.Cmd) (untie func()) {
	Hide(cmd)
	return func() {}
}
