//go:build linux || windows

package machine

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// A program that hangs does not outlive one that was killed.
func TestStartTied(t *testing.T) {
	again := func(role string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], "-test.run=^TestStartTied$")
		cmd.Env = append(os.Environ(), "AFTERRAIN_TIED="+role)
		return cmd
	}
	switch os.Getenv("AFTERRAIN_TIED") {
	case "hangs":
		time.Sleep(time.Minute)
		return
	case "starts":
		cmd := again("hangs")
		if _, err := StartTied(cmd); err != nil {
			t.Fatal(err)
		}
		fmt.Println(cmd.Process.Pid)
		time.Sleep(time.Minute)
		return
	}
	cmd := again("starts")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pid := 0
	if _, err := fmt.Fscan(bufio.NewReader(out), &pid); err != nil || !Running(pid) {
		t.Fatalf("process %d does not run, %v", pid, err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	for deadline := time.Now().Add(10 * time.Second); Running(pid); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it runs on")
		}
	}
}
