package main

import (
	"github.com/ebitengine/purego"
	"golang.org/x/sys/windows"
)

// libraryNames are patterns for the library's name.
var libraryNames = []string{"raw_r.dll"}

// loadLibrary also finds what the library needs in its own folder.
func loadLibrary(path string) (uintptr, error) {
	h, err := windows.LoadLibraryEx(path, 0, windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR|windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
	return uintptr(h), err
}

// open reads what a file says of itself.
func (r *libRaw) open(raw uintptr, path string) (status int32) {
	wide, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return -100009 // LIBRAW_IO_ERROR
	}
	var open func(raw uintptr, path *uint16) int32
	purego.RegisterLibFunc(&open, r.library, "libraw_open_wfile")
	return open(raw, wide)
}
