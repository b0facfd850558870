package browse

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"
)

// OpenFolder shows a folder in the file manager. Its name is given as it is: of the address that
// Fyne would give, Windows takes umlauts for others. The backslash at its end keeps a program
// beside it, of the same name, from being started.
func OpenFolder(_ fyne.App, path string) error {
	folder, err := windows.UTF16PtrFromString(strings.TrimRight(filepath.Clean(path), `\`) + `\`)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, windows.StringToUTF16Ptr("explore"), folder, nil, nil, windows.SW_SHOWNORMAL)
}
