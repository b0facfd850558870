package disk

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Replace gives path the content data, as a whole or not at all: a temporary file
// in the same folder, sync, close, new name. The folder is made if it is missing;
// the file is for its owner only. It is for a program's own notes, not for photos.
func Replace(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return Unsaved(path, err)
	}
	create := func(path string) (file, error) {
		return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	write := func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
	err := writeWhole(path, create, write, os.Rename)
	if err == nil {
		removeStale(path)
	}
	return err
}

// writeWhole lets write fill a temporary file beside path, and calls publish to
// give it its name when it is whole and on the disk. After an error nothing is left.
func writeWhole(path string, create func(path string) (file, error), write func(io.Writer) error, publish func(temp, path string) error) error {
	temp := temporary(filepath.Dir(path))
	f, err := create(temp)
	if err != nil {
		return Unsaved(path, err)
	}
	defer os.Remove(temp)
	b := bufio.NewWriterSize(f, 1<<20)
	err = write(b)
	if err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = publish(temp, path)
	}
	if err != nil {
		return Unsaved(path, err)
	}
	return nil
}

// Unsaved tells which file could not be written, and why. A disk or a quota that is full
// is ErrSpace.
func Unsaved(path string, err error) error {
	err = WithoutPath(err)
	if full(err) {
		err = noRoom{err}
	}
	return fmt.Errorf("save %s: %w", Printable(path), err)
}
