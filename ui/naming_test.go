package ui

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"afterrain/engine/photo"
)

func TestNamesFollowTheTemplate(t *testing.T) {
	s := subject{found: found{path: "/x/IMG_1.JPG"}, camera: "Canon EOS R5", date: "2024-05-01", seq: 7}
	for _, c := range []struct{ naming, want string }{
		{"", "IMG_1-restored"},
		{"{name}", "IMG_1"},
		{"{date}_{seq} {camera}", "2024-05-01_0007 Canon EOS R5"},
		{"{name}{name}", "IMG_1IMG_1"},
		{"a/b\\c:d*?\"<>|\n", "a-b-c-d-------"},
		{"雨 {name} ☔", "雨 IMG_1 ☔"},
		{" .{name}. ", "IMG_1"},
		{"...", "IMG_1"},
		{"CON", "CON-"}, {"lpt1.x", "lpt1.x-"}, {"console", "console"},
	} {
		if got := expand(c.naming, s); got != c.want {
			t.Errorf("%q gives %q, want %q", c.naming, got, c.want)
		}
	}
	if got := expand("{date} {camera}", subject{found: found{path: "a.jpg"}}); got != "no-date no-camera" {
		t.Errorf("without data %q", got)
	}
	if got := expand("", subject{found: found{path: "/x/Dr. Smith"}}); got != "Dr. Smith-restored" {
		t.Errorf("a name without an extension becomes %q", got)
	}
	long := expand(strings.Repeat("婚", 300), s)
	if len(long) > maxStem || !utf8.ValidString(long) {
		t.Errorf("a long name becomes %d bytes, valid %v", len(long), utf8.ValidString(long))
	}
}

// A long name gives way to what a template has beside it: "-restored", or the number that tells photos apart.
func TestLongNamesKeepTheRestOfTheTemplate(t *testing.T) {
	for _, name := range []string{strings.Repeat("n", 240), strings.Repeat("婚", 80)} {
		s := subject{found: found{path: "/x/" + name + ".jpg"}, seq: 7}
		for naming, end := range map[string]string{"": "-restored", "{name}-{seq}": "-0007", "{name} {name} a": " a"} {
			got := expand(naming, s)
			if !strings.HasSuffix(got, end) || len(got) > maxStem || len(got) < maxStem-5 || !utf8.ValidString(got) {
				t.Errorf("%q of %q: %q, %d bytes", naming, name, got, len(got))
			}
		}
	}
}

func TestWrongFieldIsNamed(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"{name}-{seq}", ""}, {"", ""}, {"no field", ""},
		{"{nmae}", "{nmae}"}, {"{name}{iso}", "{iso}"}, {"{name", "{name"}, {"{}", "{}"},
	} {
		if got := unknownField(c.in); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDateIsTheCamerasElseTheFiles(t *testing.T) {
	day := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for _, c := range []struct{ taken, want string }{
		{"2024-05-01 12:34:56", "2024-05-01"}, {"", "2026-03-04"}, {"yesterday", "2026-03-04"},
	} {
		if got := subjectOf(found{}, photo.JPEG, photo.Info{Taken: c.taken}, 1, day).date; got != c.want {
			t.Errorf("%q: %q, want %q", c.taken, got, c.want)
		}
	}
	if got := subjectOf(found{}, photo.JPEG, photo.Info{}, 1, time.Time{}).date; got != "" {
		t.Errorf("without any date: %q", got)
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("{name}/..")
	f.Fuzz(func(t *testing.T, naming string) {
		got := expand(naming, subject{found: found{path: "/x/a.jpg"}, camera: naming})
		if got == "" || len(got) > maxStem+1 || filepath.Base(got) != got || strings.ContainsAny(got, `/\:*?"<>|`) {
			t.Errorf("%q gives %q", naming, got)
		}
	})
}
