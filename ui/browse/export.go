// Package browse asks for files and folders with the desktop's own dialogs, and shows folders in its
// file manager.
package browse

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	native "github.com/sqweek/dialog"

	"afterrain/engine/photo"
)

// Chooser asks for files and folders with the desktop's own dialogs, and with
// Fyne's where there are none. The dialogs of the desktop block and two of them
// at once crash, so they run off the main goroutine and one at a time.
type Chooser struct {
	win  fyne.Window
	do   func(func())
	busy sync.Mutex
	// Run runs one of the desktop's dialogs. Where that has none its error is ErrNoDialog.
	Run func(dialog func() (string, error)) (path string, err error)
}

// New makes one for a window; do runs a function on the main goroutine.
func New(win fyne.Window, do func(func())) *Chooser {
	return &Chooser{win: win, do: do, Run: guarded}
}

// ErrNoDialog is the error of a desktop without dialogs of its own.
var ErrNoDialog = errors.New("no native dialog")

// ask runs a native dialog and brings its answer to the main goroutine. A
// cancelled dialog answers nothing; while one is open another is not begun.
func (c *Chooser) ask(dialog func() (string, error), instead func(), answer func(path string)) {
	go func() {
		if !c.busy.TryLock() {
			return
		}
		path, err := c.Run(dialog)
		c.busy.Unlock()
		c.do(func() {
			switch {
			case errors.Is(err, ErrNoDialog):
				instead()
			case err == nil && path != "":
				answer(path)
			}
		})
	}()
}

// guarded turns the panic of a desktop without GTK into an error.
func guarded(dialog func() (string, error)) (path string, err error) {
	defer func() {
		if r := recover(); r != nil {
			path, err = "", fmt.Errorf("%w: %v", ErrNoDialog, r)
		}
	}()
	return dialog()
}

// photoEndings are the names that a dialog shows. GTK tells upper case from lower.
func photoEndings() (list []string) {
	for _, f := range photo.Readable() {
		for _, ext := range photo.Extensions(f) {
			ext = strings.TrimPrefix(ext, ".")
			list = append(list, ext, strings.ToUpper(ext))
		}
	}
	return list
}

// Photo asks for one photo.
func (c *Chooser) Photo(from string, answer func(string)) {
	c.ask(func() (string, error) {
		return native.File().Title(lang.L("Open a photo")).SetStartDir(from).Filter(lang.L("Photos"), photoEndings()...).Filter(lang.L("All files"), "*").Load()
	}, func() {
		d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			if f != nil && err == nil {
				f.Close() // only its name is wanted
				answer(f.URI().Path())
			}
		}, c.win)
		d.SetFilter(storage.NewExtensionFileFilter(withDots(photoEndings())))
		c.begin(d, from)
		d.Show()
	}, answer)
}

// withDots makes the endings of names from what dialogs call extensions.
func withDots(extensions []string) (endings []string) {
	for _, ext := range extensions {
		endings = append(endings, "."+ext)
	}
	return endings
}

// Folder asks for a folder.
func (c *Chooser) Folder(title, from string, answer func(string)) {
	c.ask(func() (string, error) {
		return native.Directory().Title(title).SetStartDir(from).Browse()
	}, func() {
		d := dialog.NewFolderOpen(func(f fyne.ListableURI, err error) {
			if f != nil && err == nil {
				answer(f.Path())
			}
		}, c.win)
		c.begin(d, from)
		d.Show()
	}, answer)
}

// SaveAs asks under which name to export; suggested is a full path.
func (c *Chooser) SaveAs(suggested string, answer func(string)) {
	dir, name := filepath.Split(suggested)
	c.ask(func() (string, error) {
		return native.File().Title(lang.L("Export as")).SetStartDir(dir).SetStartFile(name).Save()
	}, func() {
		d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
			if f != nil && err == nil {
				answer(withoutEmptyFile(f))
			}
		}, c.win)
		c.begin(d, dir)
		d.SetFileName(name)
		d.Show()
	}, answer)
}

// begin lets one of Fyne's dialogs start in a folder, if that is there, and gives it
// most of the window.
func (c *Chooser) begin(d *dialog.FileDialog, dir string) {
	size := c.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(size.Width*0.9, 900), min(size.Height*0.9, 640)))
	if dir == "" {
		return
	}
	if at, err := storage.ListerForURI(storage.NewFileURI(dir)); err == nil {
		d.SetLocation(at)
	}
}

// withoutEmptyFile takes away the empty file that Fyne's dialog has made, so that the
// export finds the name free. A file with something in it is left alone, and
// the export then takes the next number.
func withoutEmptyFile(f fyne.URIWriteCloser) string {
	path := f.URI().Path()
	f.Close()
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		os.Remove(path)
	}
	return path
}
