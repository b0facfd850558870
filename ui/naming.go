package ui

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"afterrain/engine/photo"
)

// defaultNaming is the template of exported files' names, without extension.
const defaultNaming = "{name}-restored"

// fields of a naming template.
var namingFields = []string{"{name}", "{date}", "{camera}", "{seq}"}

// maxStem bounds a file name without its extension, bytes: most file systems
// end at 255, and a number may follow.
const maxStem = 200

// subject is what a file name can tell of a photo.
type subject struct {
	found
	format photo.Format // of the file's content; "" = not opened yet
	camera string       // "" = unknown
	date   string       // 2024-05-01; "" = unknown
	seq    int          // place in the export, from 1
}

// subjectOf takes the date from the camera, and else from the file.
func subjectOf(f found, format photo.Format, i photo.Info, seq int, modified time.Time) subject {
	s := subject{found: f, format: format, camera: i.Camera, seq: seq}
	if day, _, _ := strings.Cut(i.Taken, " "); len(day) == len(time.DateOnly) {
		s.date = day
	} else if !modified.IsZero() {
		s.date = modified.Format(time.DateOnly)
	}
	return s
}

// expand fills a template in. The result is a file name that every file system
// takes, without extension.
func expand(naming string, s subject) string {
	name := strings.TrimSuffix(filepath.Base(s.path), photo.Ending(s.path))
	naming = cmp.Or(naming, defaultNaming)
	stem := s.fill(naming, name)
	for short := name; len(stem) > maxStem && short != ""; stem = s.fill(naming, short) { // what stands behind it stays
		short = cut(short, len(short)-1)
	}
	return cmp.Or(fileName(stem), fileName(name), "photo")
}

// fill puts what is known of the photo into a template.
func (s subject) fill(naming, name string) string {
	return strings.NewReplacer("{name}", name, "{date}", cmp.Or(s.date, "no-date"),
		"{camera}", cmp.Or(s.camera, "no-camera"), "{seq}", fmt.Sprintf("%04d", s.seq)).Replace(naming)
}

// cut takes whole letters off the end of s until it is size bytes at most.
func cut(s string, size int) string {
	for len(s) > size {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}

// reserved are names that Windows keeps for devices.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// fileName replaces what some file systems refuse in names, so that an export
// can be copied anywhere, and cuts what is too long.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.IsControl(r) || r == utf8.RuneError {
			return '-'
		}
		return r
	}, s)
	s = strings.Trim(cut(s, maxStem), " .")
	if reserved.MatchString(s) {
		s += "-"
	}
	return s
}

var braces = regexp.MustCompile(`\{[^{}]*\}?`)

// unknownField is the first {field} of a template that means nothing; "" if all do.
func unknownField(naming string) string {
	for _, f := range braces.FindAllString(naming, -1) {
		if !slices.Contains(namingFields, f) {
			return f
		}
	}
	return ""
}
