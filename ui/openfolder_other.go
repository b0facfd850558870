//go:build !windows

package ui

import (
	"net/url"

	"fyne.io/fyne/v2"
)

// openFolder shows a folder in the file manager.
func openFolder(app fyne.App, path string) error {
	return app.OpenURL(&url.URL{Scheme: "file", Path: path})
}
