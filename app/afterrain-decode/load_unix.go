//go:build unix

package main

import (
	"runtime"

	"github.com/ebitengine/purego"
)

// Patterns for the libraries' names, slashes between folders.
var (
	rawFiles = map[bool][]string{
		false: {"*/libraw_r.so.*", "libraw_r.so*"},
		true:  {"*/libraw_r*.dylib", "libraw_r*.dylib"},
	}[runtime.GOOS == "darwin"]
	heifFiles = map[bool][]string{
		false: {"libheif*.so*"},
		true:  {"libheif*.dylib"},
	}[runtime.GOOS == "darwin"]
	jxlFiles = map[bool][]string{
		false: {"libjxl-*.so*", "libjxl.so*"},
		true:  {"libjxl.*dylib"},
	}[runtime.GOOS == "darwin"]
	jxlThreadFiles = map[bool][]string{
		false: {"libjxl_threads*.so*"},
		true:  {"libjxl_threads*.dylib"},
	}[runtime.GOOS == "darwin"]
	jxlNeeds = map[bool][]string{
		false: {"libbrotlicommon*.so*", "libbrotli*.so*", "libjxl_cms*.so*"},
		true:  {"libbrotlicommon*.dylib", "libbrotli*.dylib", "libjxl_cms*.dylib"},
	}[runtime.GOOS == "darwin"]
)

func loadLibrary(path string) (uintptr, error) { return purego.Dlopen(path, purego.RTLD_NOW) }

func symbol(library uintptr, name string) (uintptr, error) { return purego.Dlsym(library, name) }

// call calls a function that returns a heif_error, which comes in two registers: two numbers of 32 bits, and an address.
//
//go:uintptrescapes
func call(function uintptr, arguments ...uintptr) heifError {
	numbers, message, _ := purego.SyscallN(function, arguments...)
	return heifError{int32(numbers), int32(numbers >> 32), message}
}
