package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A program that is started while a window is open, as a file manager does for each photo of "Open with", gives its
// photos to that window and ends. Each message is a file in the inbox, a folder that the window watches: a list of
// paths as JSON. It is whole once it has its name; who renames or removes it first has it.

const (
	messageKind = ".json"
	claimedKind = ".claimed" // by the window
	takenKind   = ".taken"   // the answer: the window has the photos
	refusedKind = ".refused" // or has not: it is being closed
	// patience is how long a window may take to pick a message up: one that has just been started finds graphics cards first.
	patience = 10 * time.Second
	// lookAgain is how often who waits looks for the answer.
	lookAgain = 20 * time.Millisecond
)

// inboxOf is the folder where the window that holds list, on the screen of this program, takes messages.
func inboxOf(list string) string {
	screen := strings.Map(func(r rune) rune {
		if r == '/' || r == ':' {
			return '_'
		}
		return r
	}, os.Getenv("WAYLAND_DISPLAY")+"@"+os.Getenv("DISPLAY"))
	return list + ".inbox" + screen
}

// handOver gives the photos and folders at paths to the window that is open, and tells whether that has taken them.
// It has none of them otherwise.
func handOver(inbox string, paths []string, patience time.Duration) bool {
	letInFront()
	message, err := post(inbox, paths)
	if err != nil {
		return false // no window takes messages
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(lookAgain) {
		if os.Remove(message+takenKind) == nil {
			return true
		}
		if os.Remove(message+refusedKind) == nil {
			return false
		}
	}
	return errors.Is(os.Remove(message), fs.ErrNotExist) // claimed in the last moment
}

// post puts a message into the inbox and gives its path.
func post(inbox string, paths []string) (string, error) {
	whole := make([]string, len(paths))
	for i, path := range paths {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return "", err
		}
		whole[i] = absolute
	}
	text, err := json.Marshal(whole)
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(inbox, "*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), f.Name()+messageKind)
	}
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name() + messageKind, nil
}

// takeMessages makes the inbox and calls open, on a goroutine of its own, with the paths of each message, until closed.
// What open does not take its program opens itself. Where folders cannot be watched each start has a window of its own.
func takeMessages(inbox string, open func(paths []string) (taken bool)) (closed func()) {
	watcher, err := watch(inbox)
	if err != nil {
		log.Print("photos opened from other programs get windows of their own: ", err)
		return func() {}
	}
	go func() {
		for more := true; more; {
			takeAll(inbox, open)
			select {
			case _, more = <-watcher.Events:
			case _, more = <-watcher.Errors: // too many at once: all are looked for anyway
			}
		}
	}()
	return func() {
		watcher.Close()
		os.Remove(inbox) // where a message is in it still, who wrote that finds out that it is left alone
	}
}

func watch(inbox string) (*fsnotify.Watcher, error) {
	if err := os.MkdirAll(inbox, 0o700); err != nil {
		return nil, err
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	if err := watcher.Add(inbox); err != nil {
		watcher.Close()
		return nil, err
	}
	return watcher, nil
}

// takeAll calls open with what each message in the inbox says, and takes away what nobody waits for any more.
func takeAll(inbox string, open func(paths []string) (taken bool)) {
	entries, _ := os.ReadDir(inbox) // nothing in it, or gone
	for _, e := range entries {
		switch path := filepath.Join(inbox, e.Name()); {
		case left(e):
			os.Remove(path)
		case filepath.Ext(path) == messageKind:
			take(path, open)
		}
	}
}

// left tells whether a file is of a program that cannot be waiting any more: the computer was turned off under it.
func left(e fs.DirEntry) bool {
	info, err := e.Info()
	return err == nil && time.Since(info.ModTime()) > 2*patience
}

// take claims a message, so that its program cannot take it back any more, and answers it.
func take(message string, open func(paths []string) (taken bool)) {
	claimed := message + claimedKind
	if os.Rename(message, claimed) != nil {
		return
	}
	answer := takenKind
	var paths []string
	if text, err := os.ReadFile(claimed); err != nil || json.Unmarshal(text, &paths) != nil || !open(paths) {
		answer = refusedKind
	}
	os.Rename(claimed, message+answer)
}
