package machine

import (
	"syscall"
	"testing"
)

func TestStepAsideLowersThePriority(t *testing.T) {
	if !steppedAside(t) {
		return
	}
	self, _ := syscall.GetCurrentProcess() // cannot fail
	if class, _, _ := kernel.NewProc("GetPriorityClass").Call(uintptr(self)); class != belowNormal {
		t.Errorf("the priority is %#x", class)
	}
}
