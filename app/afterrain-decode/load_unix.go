//go:build unix

package main

import (
	"runtime"
	"unsafe"

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
	jxlOthers = map[bool][]string{ // by their names
		false: {"libjxl_%s*.so*"},
		true:  {"libjxl_%s*.dylib"},
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

// byValue is how a function is given a structure of 8 words, none of them a number with a point, that it takes behind a single argument: on the stack, behind six registers,
// or by the address of one that it may write to.
func byValue(first uintptr, structure *[8]uintptr) []uintptr {
	if runtime.GOARCH != "amd64" {
		return []uintptr{first, uintptr(unsafe.Pointer(structure))}
	}
	return append([]uintptr{first, 0, 0, 0, 0, 0}, structure[:]...)
}
