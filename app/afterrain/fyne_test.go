package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A list of two kinds in Fyne's file of preferences ended the program before it had a window.
func TestStartDoesNotDependOnFynesPreferences(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(name, home)
	}
	a := newApp()
	path := filepath.Join(a.Storage().RootURI().Path(), "preferences.json")
	if filepath.Base(filepath.Dir(path)) != "app.afterrain.desktop" {
		t.Fatalf("Fyne's folder is that of %s", path)
	}
	const text = `{"presets":["x",1]}`
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	newApp().Preferences().SetString("a", "b")
	if got, _ := os.ReadFile(path); string(got) != text {
		t.Errorf("Fyne has written %s", got)
	}
}
