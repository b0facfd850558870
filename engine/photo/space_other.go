//go:build !linux && !darwin && !freebsd && !windows

package photo

// room cannot be told here.
func room(string) (bytes uint64, ok bool) { return 0, false }
