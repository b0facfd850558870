package disk

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Unused returns path, or the first of "name-2.ext", "name-3.ext" … that does
// not exist. Save still checks: another program may take the name in between.
func Unused(path string) string { return numbered(path, len(Taken(path))+1) }

// Taken lists the names that Unused passes over since they are there: path, "name-2.ext" ….
func Taken(path string) (names []string) {
	for n := 1; ; n++ {
		name := numbered(path, n)
		if _, err := os.Lstat(name); err != nil {
			return names
		}
		names = append(names, name)
	}
}

// numbered is path with a number n before its extension; path itself is the first.
func numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ext), n, ext)
}
