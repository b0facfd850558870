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
