package photo

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// buildDecoder builds the program that decodes HEIC and develops raw files, once for all tests.
var buildDecoder = sync.OnceValues(func() (string, error) {
	program := filepath.Join(os.TempDir(), fmt.Sprintf("afterrain-decode-%d.exe", os.Getpid())) // goes when the tests have ended
	out, err := exec.Command("go", "build", "-o", program, "afterrain/app/afterrain-decode").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return program, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built, _ := filepath.Glob(filepath.Join(os.TempDir(), fmt.Sprintf("afterrain-decode-%d.exe", os.Getpid()))); len(built) > 0 {
		os.Remove(built[0])
	}
	os.Exit(code)
}

// script is a program of these lines of sh.
func script(t *testing.T, text string) (path string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no sh")
	}
	path = filepath.Join(t.TempDir(), "standin")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o777); err != nil {
		t.Fatal(err)
	}
	return path
}
