package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/ebitengine/purego"
)

// clib is a library in C, by what names its file.
type clib struct {
	name     string // for people
	variable string // of the environment, that names the file; "" = none does
	folder   string // where it lies beside the program, or wherever that is if it is a whole path
	files    []string
	needs    []string // patterns for what has to be loaded before it, from its own folder, as the system looks elsewhere
}

// load loads the library and what it needs, and returns it and its functions by their names.
func (c clib) load(functions map[string]any) (library uintptr, err error) {
	path, err := c.find()
	if err != nil {
		return 0, err
	}
	for _, pattern := range c.needs {
		found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), pattern))
		for _, needed := range found {
			if _, err := loadLibrary(needed); err != nil {
				return 0, fmt.Errorf("%s's library does not load: %w", c.name, err)
			}
		}
	}
	if library, err = loadLibrary(path); err != nil {
		return 0, fmt.Errorf("%s's library does not load: %w", c.name, err)
	}
	defer func() {
		if r := recover(); r != nil { // purego's way to say that there is no such function
			err = fmt.Errorf("%s's library does not load: %v", c.name, r)
		}
	}()
	for name, function := range functions {
		purego.RegisterLibFunc(function, library, name)
	}
	return library, nil
}

// find is the path of the library.
func (c clib) find() (string, error) {
	if path := os.Getenv(c.variable); path != "" {
		return filepath.Abs(path) // systems look for a bare name in their own folders only
	}
	dir := c.folder
	if !filepath.IsAbs(dir) {
		self, err := os.Executable()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(filepath.Dir(self), dir)
	}
	for _, name := range c.files {
		if found, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(name))); len(found) > 0 {
			return slices.Max(found), nil
		}
	}
	if c.variable == "" {
		return "", fmt.Errorf("%s's library does not load: others that it needs are not in %s: install Afterrain again", c.name, dir)
	}
	return "", fmt.Errorf("%s's library is missing: install Afterrain again, or set %s to its path", c.name, c.variable)
}
