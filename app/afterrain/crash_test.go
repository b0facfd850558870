package main

import (
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"
)

// The test's own program crashes as the window would.
func TestMain(m *testing.M) {
	if dir := os.Getenv("AFTERRAIN_TEST_CRASH_IN"); dir != "" {
		keepCrashes(dir)
		broken := func() { panic("a bug") }
		if os.Getenv("AFTERRAIN_TEST_CRASH_OF") == "main" {
			broken()
		}
		go broken()
		select {}
	}
	os.Exit(m.Run())
}

func TestCrashOfAnyGoroutineLeavesAFileThatIsToldOnce(t *testing.T) {
	for _, of := range []string{"main", "a job"} {
		dir := t.TempDir()
		defer debug.SetCrashOutput(nil, debug.CrashOptions{}) // Windows removes no file that is open
		if got := keepCrashes(dir); got != "" {
			t.Errorf("%s: before any crash one is told: %s", of, got)
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "AFTERRAIN_TEST_CRASH_IN="+dir, "AFTERRAIN_TEST_CRASH_OF="+of)
		if cmd.Run() == nil {
			t.Fatalf("%s: nothing crashed", of)
		}
		left := keepCrashes(dir)
		text, err := os.ReadFile(left)
		if s := string(text); err != nil || !strings.HasPrefix(s, "afterrain "+version) || !strings.Contains(s, "panic: a bug") || !strings.Contains(s, "crash_test.go") {
			t.Errorf("%s: the file says %q: %v", of, s, err)
		}
		if again := keepCrashes(dir); again != "" {
			t.Errorf("%s: it is told twice: %s", of, again)
		}
	}
	if got := keepCrashes(""); got != "" {
		t.Errorf("without a folder %q is told", got)
	}
}
