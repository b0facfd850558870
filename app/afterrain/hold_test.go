package main

import (
	"path/filepath"
	"testing"
)

func TestListBelongsToOneWindow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "first start", "queue.json")
	first := hold(path)
	if first == nil {
		t.Fatal("the first window does not get it")
	}
	if hold(path) != nil {
		t.Error("a second window gets it too")
	}
	first.Close()
	if again := hold(path); again == nil {
		t.Error("after the first has closed nobody gets it")
	} else {
		again.Close()
	}
}
