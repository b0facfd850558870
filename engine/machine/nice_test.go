//go:build linux

package machine

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Every thread steps aside, and those made later do too.
func TestStepAside(t *testing.T) {
	if !steppedAside(t) {
		return
	}
	for range 8 { // new threads
		go func() {
			for end := time.Now().Add(50 * time.Millisecond); time.Now().Before(end); {
			}
		}()
	}
	time.Sleep(20 * time.Millisecond)
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil || len(threads) < 2 {
		t.Fatalf("%d threads: %v", len(threads), err)
	}
	for _, thread := range threads {
		data, err := os.ReadFile("/proc/self/task/" + thread.Name() + "/stat")
		if err != nil {
			continue // it has ended
		}
		_, after, _ := strings.Cut(string(data), ") ") // the name before may hold blanks
		if nice := strings.Fields(after)[16]; nice != fmt.Sprint(background) {
			t.Errorf("thread %s has nice %s", thread.Name(), nice)
		}
	}
}

// The programs of other terminals come first, too, until it is taken back.
func TestSessionStepsAside(t *testing.T) {
	if os.Getenv("AFTERRAIN_STEP_ASIDE") == "" { // once more, in a session of its own
		cmd := exec.Command(os.Args[0], "-test.run=^TestSessionStepsAside$")
		cmd.Env, cmd.SysProcAttr = append(os.Environ(), "AFTERRAIN_STEP_ASIDE=1"), &syscall.SysProcAttr{Setsid: true}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	session := func() string {
		data, err := os.ReadFile(autogroup)
		if err != nil {
			t.Skip("sessions have no share of their own here")
		}
		_, nice, _ := strings.Cut(strings.TrimSpace(string(data)), " nice ")
		return nice
	}
	was := session()
	back, err := StepAside()
	if err != nil {
		t.Fatal(err)
	}
	if now := session(); now != fmt.Sprint(background) {
		t.Errorf("the session has nice %s", now)
	}
	if back(); session() != was {
		t.Errorf("%s afterwards, %s before", session(), was)
	}
}
