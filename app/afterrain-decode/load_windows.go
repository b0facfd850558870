package main

import (
	"unsafe"

	"github.com/ebitengine/purego"
	"golang.org/x/sys/windows"
)

// Patterns for the libraries' names.
var (
	rawFiles       = []string{"raw_r.dll"}
	heifFiles      = []string{"libheif*.dll"}
	jxlFiles       = []string{"libjxl-*.dll", "libjxl.dll"}
	jxlThreadFiles = []string{"libjxl_threads*.dll"}
	jxlNeeds       []string // see loadLibrary
)

// loadLibrary also finds what the library needs in its own folder.
func loadLibrary(path string) (uintptr, error) {
	h, err := windows.LoadLibraryEx(path, 0, windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR|windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
	return uintptr(h), err
}

func symbol(library uintptr, name string) (uintptr, error) {
	return windows.GetProcAddress(windows.Handle(library), name)
}

// call calls a function that returns a heif_error, which it writes where its first argument says.
//
//go:uintptrescapes
func call(function uintptr, arguments ...uintptr) heifError {
	e := new(heifError)
	purego.SyscallN(function, append([]uintptr{uintptr(unsafe.Pointer(e))}, arguments...)...)
	return *e
}
