package photo

import (
	"strings"
	"unicode"
)

// Printable is a file's name for people, without what moves a terminal's cursor or begins a new line.
func Printable(path string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return '?'
		}
		return c
	}, path)
}
