package main

import "golang.org/x/sys/windows"

// libraryNames are patterns for the library's name.
var libraryNames = []string{"raw_r.dll"}

// loadLibrary also finds what the library needs in its own folder.
func loadLibrary(path string) (uintptr, error) {
	h, err := windows.LoadLibraryEx(path, 0, windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR|windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
	return uintptr(h), err
}
