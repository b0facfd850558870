package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// received makes a window's inbox and gives what comes into it.
func received(t *testing.T) (inbox string, come chan []string) {
	t.Helper()
	inbox = filepath.Join(t.TempDir(), "first start", "queue.json.inbox")
	come = make(chan []string, 100)
	t.Cleanup(takeMessages(inbox, func(paths []string) bool { come <- paths; return true }))
	return inbox, come
}

func TestSecondStartGivesItsPhotosToTheWindow(t *testing.T) {
	inbox, come := received(t)
	t.Chdir(t.TempDir())
	here, err := filepath.Abs("b ü.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if !handOver(inbox, []string{"b ü.jpg", "/photos/a.jpg"}, patience) {
		t.Fatal("the window did not take them")
	}
	absolute, _ := filepath.Abs("/photos/a.jpg")
	if got := <-come; !slices.Equal(got, []string{here, absolute}) {
		t.Errorf("the window got %q", got)
	}
	if left, _ := os.ReadDir(inbox); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// On Windows "Open with" on a choice of photos starts the program once for each.
func TestManyStartsAtOnceGetOneWindow(t *testing.T) {
	inbox, come := received(t)
	var starts sync.WaitGroup
	for i := range 20 {
		starts.Go(func() {
			if !handOver(inbox, []string{"/" + strconv.Itoa(i)}, patience) {
				t.Errorf("start %d was not taken", i)
			}
		})
	}
	starts.Wait()
	got := map[string]bool{}
	for range 20 {
		got[filepath.Base((<-come)[0])] = true
	}
	if len(got) != 20 || len(come) > 0 {
		t.Errorf("%d of 20 came, %d too many", len(got), len(come))
	}
}

func TestStartWithoutAWindowKeepsItsPhotos(t *testing.T) {
	inbox := filepath.Join(t.TempDir(), "inbox")
	if handOver(inbox, []string{"a.jpg"}, patience) {
		t.Error("they were taken by nobody")
	}
	if err := os.Mkdir(inbox, 0o700); err != nil { // a window that hangs, or that has ended by itself
		t.Fatal(err)
	}
	if handOver(inbox, []string{"a.jpg"}, 50*time.Millisecond) {
		t.Error("they were taken by a window that does not look")
	}
	if left, _ := os.ReadDir(inbox); len(left) > 0 {
		t.Errorf("%v would be opened twice", left)
	}
}

func TestWindowThatIsClosedTakesNothing(t *testing.T) {
	inbox := t.TempDir()
	defer takeMessages(inbox, func([]string) bool { return false })()
	if handOver(inbox, []string{"a.jpg"}, patience) {
		t.Error("its photos are lost")
	}
	if left, _ := os.ReadDir(inbox); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestPhotosWaitForAWindowThatIsStarting(t *testing.T) {
	inbox := t.TempDir()
	fresh, err := post(inbox, []string{"/new.jpg"})
	if err != nil {
		t.Fatal(err)
	}
	old, err := post(inbox, []string{"/old.jpg"})
	if err != nil {
		t.Fatal(err)
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	come := make(chan []string, 2)
	closed := takeMessages(inbox, func(paths []string) bool { come <- paths; return true })
	defer closed()
	if got := <-come; filepath.Base(got[0]) != "new.jpg" {
		t.Errorf("the window got %q", got)
	}
	for _, path := range []string{fresh, old} {
		for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
			if _, err := os.Stat(path); err != nil {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("%s is still there", path)
			}
		}
	}
	if len(come) > 0 {
		t.Errorf("a message of yesterday: %q", <-come)
	}
}
