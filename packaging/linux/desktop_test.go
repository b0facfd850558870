//go:build unix

package linux_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"afterrain/engine/photo"
)

// mimeTypes is what the desktop takes files for by their names' ends, as ".jpg". They come with GTK.
func mimeTypes(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("/usr/share/mime/globs2") // weight:type:glob
	if err != nil {
		t.Skip("no list of kinds of files on this computer: ", err)
	}
	types := map[string]string{}
	for line := range strings.Lines(string(text)) {
		parts := strings.Split(strings.TrimSpace(line), ":")
		if len(parts) == 3 && strings.HasPrefix(parts[2], "*.") {
			types[parts[2][1:]] = parts[1]
		}
	}
	return types
}

// A file manager offers Afterrain for the kinds of files that its desktop file names.
func TestFileManagersOfferAfterrainForEveryPhoto(t *testing.T) {
	text, err := os.ReadFile("afterrain.desktop")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "\nMimeType=")
	list, _, _ = strings.Cut(list, "\n")
	offered, types := strings.Split(list, ";"), mimeTypes(t)
	for _, f := range append(photo.Readable(), photo.RAW) { // LibRaw is in the packages
		for _, end := range photo.Extensions(f) {
			if kind := types[end]; kind != "" && !slices.Contains(offered, kind) {
				t.Errorf("%s is %s, which is not in %q", end, kind, list)
			}
		}
	}
}
