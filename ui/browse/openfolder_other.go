//go:build !windows

package browse

import (
	"net/url"

	"fyne.io/fyne/v2"
)

// OpenFolder shows a folder in the file manager.
func OpenFolder(app fyne.App, path string) error {
	return app.OpenURL(&url.URL{Scheme: "file", Path: path})
}
