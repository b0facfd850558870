//go:build unix

package main

import (
	"runtime"

	"github.com/ebitengine/purego"
)

// libraryNames are patterns for the library's name, slashes between folders.
var libraryNames = map[bool][]string{
	false: {"*/libraw_r.so.*", "libraw_r.so*"},
	true:  {"*/libraw_r*.dylib", "libraw_r*.dylib"},
}[runtime.GOOS == "darwin"]

func loadLibrary(path string) (uintptr, error) { return purego.Dlopen(path, purego.RTLD_NOW) }

// open reads what a file says of itself.
func (r *libRaw) open(raw uintptr, path string) (status int32) {
	var open func(raw uintptr, path string) int32
	purego.RegisterLibFunc(&open, r.library, "libraw_open_file")
	return open(raw, path)
}
