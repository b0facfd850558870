package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// A line that is longer than a terminal is wide would go on in the next one, and a folder of photos
// with long names would fill the screen with pieces of bars.
func TestBarStaysOnOneLine(t *testing.T) {
	const columns = 80
	rewritten := regexp.MustCompile(`\r\x1b\[K\x1b\[\?7l([^\x1b\r\n]*)\x1b\[\?7h`) // nothing wraps between the last two
	for _, name := range []string{"Smith-Jones Wedding 2024-05-01 - Ceremony - 0123 - final edit, second look.jpg", strings.Repeat("婚", 60) + ".jpg", "a\nb\x1b[5A\r.jpg"} {
		var b bytes.Buffer
		r := &reporter{errs: &b, bar: true}
		r.begin("wedding/"+name, 298, 300)
		r.tiles(0, 24)
		r.tiles(24, 24)
		lines := rewritten.FindAllStringSubmatch(b.String(), -1)
		if rest := rewritten.ReplaceAllString(b.String(), ""); rest != "" || len(lines) < 3 {
			t.Fatalf("%q: %q is not lines that are cut off at the edge", name, b.String())
		}
		told, _, ok := strings.Cut(lines[len(lines)-1][1], "100%")
		if !ok || utf8.RuneCountInString(told) > columns/2 {
			t.Errorf("how far it is stands after %q", told)
		}
	}
}
