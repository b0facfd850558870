//go:build linux || windows

package machine

import (
	"os"
	"os/exec"
	"testing"
)

// steppedAside tells whether this process has stepped aside. That cannot be taken back, so t runs
// once more in a process of its own, for which this is true.
func steppedAside(t *testing.T) bool {
	t.Helper()
	if os.Getenv("AFTERRAIN_STEP_ASIDE") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "AFTERRAIN_STEP_ASIDE=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return false
	}
	back, err := StepAside()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(back)
	return true
}
