// Package screen looks at the desktop before the window toolkits do. It imports
// nothing but the standard library, and its path sorts before theirs, so Go
// initialises it first.
package screen

import (
	"os"
	"strings"
)

func init() { settleLanguage() }

// settleLanguage names English where the locale is C.UTF-8, as it is in
// containers: Fyne takes C for a language and logs an error about it.
func settleLanguage() {
	locale := os.Getenv("LANG")
	for _, stronger := range [...]string{"LC_MESSAGES", "LC_ALL"} {
		if v := os.Getenv(stronger); v != "" {
			locale = v
		}
	}
	if strings.HasPrefix(locale, "C.") && os.Getenv("LANGUAGE") == "" {
		os.Setenv("LANGUAGE", "en")
	}
}
