//go:build linux

package machine

import (
	"fmt"
	"os"
	"strings"
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
