package photo

import "golang.org/x/sys/windows"

// room is how many bytes may still be written into a folder; ok is false where
// that cannot be told.
func room(dir string) (bytes uint64, ok bool) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, false
	}
	err = windows.GetDiskFreeSpaceEx(path, &bytes, nil, nil)
	return bytes, err == nil
}
