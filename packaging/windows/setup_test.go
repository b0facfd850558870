// Package windows_test looks setup.nsi through, which no test can run without Windows.
package windows_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"afterrain/engine/photo"
)

// found gives what a pattern has in parentheses, at each place of setup.nsi where it fits.
func found(t *testing.T, pattern string) (all []string) {
	t.Helper()
	script, err := os.ReadFile("setup.nsi")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(script), -1) {
		all = append(all, m[1])
	}
	return all
}

// A type that the app opens and setup does not know would be missing under "Open with" in Explorer.
func TestSetupOffersEveryTypeThatTheAppOpens(t *testing.T) {
	var want []string
	for _, f := range append(photo.Readable(), photo.RAW) { // raw files only where LibRaw is
		for _, ext := range photo.Extensions(f) {
			want = append(want, strings.TrimPrefix(ext, "."))
		}
	}
	types := strings.Fields(strings.Join(found(t, `!define TYPES "(.*)"`), " "))
	slices.Sort(want)
	slices.Sort(types)
	if want = slices.Compact(want); !slices.Equal(types, want) {
		t.Errorf("setup.nsi offers %v\nthe app opens    %v", types, want)
	}
}

// Who uses the app in a language is not asked in another one by its setup.
func TestSetupSpeaksTheLanguagesOfTheApp(t *testing.T) {
	names := map[string]string{"de": "German", "es": "Spanish", "ja": "Japanese", "zh-Hans": "SimpChinese"}
	want := []string{"English"}
	files, err := filepath.Glob("../../assets/translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		want = append(want, names[strings.TrimSuffix(filepath.Base(path), ".json")])
	}
	got := found(t, `insertmacro words (\w+)`)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("setup.nsi speaks %v, the app %v", got, want)
	}
}

// A folder that somebody chose may have photos in it: what is in it goes by name only.
func TestUninstallerEmptiesNoFolder(t *testing.T) {
	if lines := found(t, `(?i)(.*(?:RMDir\s+/r|Delete\s.*\*).*)`); len(lines) > 0 {
		t.Error(lines)
	}
}
