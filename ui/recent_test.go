package ui

import (
	"path/filepath"
	"testing"
)

// The program may be started from another folder next time.
func TestRelativeArgumentsAreRememberedWhole(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.Open([]string{filepath.Join("wedding", "a.jpg")})
	r.until("open", r.opened)
	for _, path := range append(r.w.prefs.StringList(keyRecent), r.w.set.Last) {
		if !filepath.IsAbs(path) {
			t.Errorf("remembered is %q", path)
		}
	}
	r.quiet()
}
