package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// What is written in Fyne's own folder has Fyne write its preferences too, while the window stands still.
func TestListIsNotAmongFynesPreferences(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(name, home)
	}
	fynes := filepath.Join(home, "fyne", "app.afterrain.desktop")
	path := listPath(fynes)
	if !strings.HasPrefix(path, home) || strings.HasPrefix(path, fynes) {
		t.Errorf("it is at %s", path)
	}
}
