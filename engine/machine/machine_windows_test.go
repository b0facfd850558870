package machine

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// It cannot be taken back, so a process of its own does it.
func TestStepAsideLowersThePriority(t *testing.T) {
	if os.Getenv("AFTERRAIN_STEP_ASIDE") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestStepAsideLowersThePriority$")
		cmd.Env = append(os.Environ(), "AFTERRAIN_STEP_ASIDE=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	if err := StepAside(); err != nil {
		t.Fatal(err)
	}
	self, _ := syscall.GetCurrentProcess() // cannot fail
	if class, _, _ := kernel.NewProc("GetPriorityClass").Call(uintptr(self)); class != belowNormal {
		t.Errorf("the priority is %#x", class)
	}
}
