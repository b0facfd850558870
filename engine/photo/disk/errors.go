package disk

import (
	"errors"
	"io/fs"
	"os"
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

// WithoutPath takes the file's name out of an error, for a sentence that has it
// already, or must not show a temporary one.
func WithoutPath(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
