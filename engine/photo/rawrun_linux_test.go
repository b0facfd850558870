package photo

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A program that is killed, or crashes, leaves no development behind.
func TestDevelopmentEndsWithTheProgram(t *testing.T) {
	const name = "AFTERRAIN_TEST_DEVELOP"
	if pipe := os.Getenv(name); pipe != "" { // in the program that is killed
		standIn(t, "exec sleep 60 >"+pipe)
		readDevelopment(context.Background(), developer())
		return
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	program := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	program.Env = append(os.Environ(), name+"="+pipe)
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		f, err := os.Open(pipe) // waits for the development
		if err == nil {
			program.Process.Kill()
			_, err = io.ReadAll(f)
		}
		ended <- err
	}()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("it goes on")
	}
	program.Wait()
}
