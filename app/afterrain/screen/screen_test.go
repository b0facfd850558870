//go:build !windows && !darwin

package screen

import (
	"os"
	"strings"
	"testing"
)

func TestNoScreenIsToldInOneSentence(t *testing.T) {
	for _, display := range []string{"", ":98765", ":98765.0"} {
		t.Setenv("DISPLAY", display)
		err := Check()
		if err == nil || !strings.Contains(err.Error(), "afterrain-cli") || strings.Contains(err.Error(), "\n") {
			t.Errorf("DISPLAY=%q: %v", display, err)
		}
	}
}

func TestRemoteScreenIsLeftToTheWindowSystem(t *testing.T) {
	t.Setenv("DISPLAY", "elsewhere:10.0")
	if err := Check(); err != nil {
		t.Error(err)
	}
}

func TestLanguageOfContainersIsEnglish(t *testing.T) {
	for _, c := range []struct{ lang, all, language, want string }{
		{"C.UTF-8", "", "", "en"},
		{"de_DE.UTF-8", "", "", ""},
		{"de_DE.UTF-8", "C.UTF-8", "", "en"},
		{"C.UTF-8", "de_DE.UTF-8", "", ""},
		{"C.UTF-8", "", "fr", "fr"},
		{"", "", "", ""},
	} {
		t.Setenv("LANG", c.lang)
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", "")
		t.Setenv("LANGUAGE", c.language)
		if settleLanguage(); os.Getenv("LANGUAGE") != c.want {
			t.Errorf("LANG=%q LC_ALL=%q LANGUAGE=%q gives %q, want %q", c.lang, c.all, c.language, os.Getenv("LANGUAGE"), c.want)
		}
	}
}
