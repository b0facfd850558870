package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// The only code that knows where the model and the runtime library are put.
// An explicit place (Config or environment) is taken or refused; there is no
// search behind it that could find something else.

// findModel returns the folder of model.json. The error wraps ErrModel.
func findModel(explicit string) (string, error) {
	if explicit == "" {
		explicit = os.Getenv("AFTERRAIN_MODEL")
	}
	if explicit != "" {
		return explicit, nil // readManifest says what is wrong with it
	}
	var looked []string
	for _, root := range installRoots() {
		for _, place := range []string{"models", "../share/afterrain/models", "../Resources/models"} {
			looked = append(looked, filepath.Join(root, place, "afterrain"), filepath.Join(root, place))
		}
	}
	for _, root := range sourceRoots() {
		looked = append(looked, upward(root, "models/release/afterrain")...)
	}
	for _, dir := range looked {
		if isFile(filepath.Join(dir, "model.json")) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("%w: no model.json found; %s", ErrModel, reinstall)
}

// findLibrary returns the path of ONNX Runtime's shared library. The error wraps ErrRuntime.
func findLibrary(explicit string) (string, error) {
	if explicit == "" {
		explicit = os.Getenv("ONNXRUNTIME_LIB")
	}
	if explicit != "" {
		if !isFile(explicit) {
			return "", fmt.Errorf("%w: there is no file %s; correct ONNXRUNTIME_LIB or unset it", ErrRuntime, explicit)
		}
		path, err := filepath.Abs(explicit) // systems look for a bare name in their own folders only
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrRuntime, err)
		}
		return path, nil
	}
	var looked []string
	for _, root := range installRoots() {
		for _, place := range []string{".", "../lib/afterrain", "../Frameworks"} {
			looked = append(looked, filepath.Join(root, place))
		}
	}
	for _, root := range sourceRoots() {
		looked = append(looked, upward(root, "build/onnxruntime")...)
	}
	for _, dir := range looked {
		if path, ok := libraryIn(dir); ok {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: %s not found; install Afterrain again, or set ONNXRUNTIME_LIB to its path", ErrRuntime, libraryName())
}

// libraryIn finds the library in dir, with or without a version after its name.
func libraryIn(dir string) (string, bool) {
	path := filepath.Join(dir, libraryName())
	if isFile(path) {
		return path, true
	}
	entries, _ := os.ReadDir(dir) // sorted; a folder that cannot be read holds nothing
	for _, e := range slices.Backward(entries) {
		if versioned(e.Name()) {
			return filepath.Join(dir, e.Name()), true
		}
	}
	return "", false
}

// versioned knows libonnxruntime.so.1.30.0 and libonnxruntime.1.30.0.dylib.
func versioned(name string) bool {
	switch runtime.GOOS {
	case "windows":
		return false
	case "darwin":
		return strings.HasPrefix(name, "libonnxruntime.") && strings.HasSuffix(name, ".dylib")
	}
	return strings.HasPrefix(name, libraryName()+".")
}

func libraryName() string {
	switch runtime.GOOS {
	case "windows":
		return "onnxruntime.dll"
	case "darwin":
		return "libonnxruntime.dylib"
	}
	return "libonnxruntime.so"
}

// libraryNeeds is what the library has to be, and what has to be there besides, to load.
func libraryNeeds() string {
	const itself = "version 1.25 or newer for this computer is needed"
	if runtime.GOOS == "windows" {
		return itself + ", and Microsoft's Visual C++ Redistributable"
	}
	return itself
}

// installRoots is the folder of the executable, links followed.
func installRoots() []string {
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	if real, err := filepath.EvalSymlinks(exe); err == nil {
		exe = real
	}
	return []string{filepath.Dir(exe)}
}

// sourceRoots is where to look upward for the repository: the executable's
// folder, and for "go run" and "go test", whose executables lie in a temporary
// folder, the working directory. An installed program never takes a library
// from the folder that it happens to be started in.
func sourceRoots() []string {
	roots := installRoots()
	if len(roots) == 1 && !strings.Contains(roots[0], "go-build") {
		return roots
	}
	if dir, err := os.Getwd(); err == nil {
		roots = append(roots, dir)
	}
	return roots
}

// upward lists place under dir and under each of its parents.
func upward(dir, place string) []string {
	var list []string
	for {
		list = append(list, filepath.Join(dir, place))
		parent := filepath.Dir(dir)
		if parent == dir {
			return list
		}
		dir = parent
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Library is where Open takes ONNX Runtime's shared library from: explicit if it
// is given, else what the search finds. The error wraps ErrRuntime.
func Library(explicit string) (string, error) { return findLibrary(explicit) }
