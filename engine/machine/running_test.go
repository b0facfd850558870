package machine

import (
	"os"
	"os/exec"
	"testing"
)

func TestRunning(t *testing.T) {
	over := exec.Command(os.Args[0], "-test.run=^$")
	if err := over.Run(); err != nil {
		t.Fatal(err)
	}
	if !Running(os.Getpid()) || !Running(os.Getppid()) || Running(over.Process.Pid) {
		t.Errorf("itself %v, the one before %v, one that has ended %v", Running(os.Getpid()), Running(os.Getppid()), Running(over.Process.Pid))
	}
}
