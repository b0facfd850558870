// Package disk is about files, whatever is in them: they appear whole or not at all, replace nothing by
// accident, are for nobody who is not meant to read them, and leave nothing behind.
package disk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Write lets fill write a new file that appears at path only when it is whole and on the disk. It never replaces a
// file, not even one that appears in the meantime: then the error is fs.ErrExist. Nobody may read the file
// whom r keeps out. After an error nothing is left; once ctx is done it is ctx's.
func Write(ctx context.Context, path string, r Rights, fill func(io.Writer) error) error {
	create := func(path string) (file, error) {
		f, err := r.createFile(path)
		return cancellable{f, ctx}, err
	}
	err := writeNew(path, create, fill)
	if ctx.Err() != nil && err != nil {
		return ctx.Err()
	}
	return err
}

// cancellable is a file that takes nothing more, and does not pass as whole,
// once ctx is done.
type cancellable struct {
	file
	ctx context.Context
}

func (c cancellable) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.file.Write(b)
}

func (c cancellable) Sync() error {
	err := c.file.Sync()
	return errors.Join(c.ctx.Err(), err)
}

// TryFolder makes and removes an empty file, and what a program that was killed has left.
func TryFolder(dir string) error {
	path := temporary(dir)
	f, err := createFile(path)
	if err != nil {
		return err
	}
	removeStale(path)
	return errors.Join(f.Close(), os.Remove(path))
}

// file is an open file to be written: an *os.File, or one that fails in a test.
type file interface {
	io.Writer
	Sync() error
	Close() error
}

func createFile(path string) (file, error) { return Rights{}.createFile(path) }

// writeNew lets write fill a new file that appears at path only when it is whole
// and on the disk.
func writeNew(path string, create func(path string) (file, error), write func(io.Writer) error) error {
	return writeWhole(path, create, write, func(temp, path string) error { return publish(temp, path, os.Link) })
}

// publish gives a finished file its name unless that is taken. A hard link
// fails if the name exists; where there are no hard links, an empty file holds
// the name for the rename.
func publish(temp, path string, link func(old, new string) error) error {
	err := link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	holder, err := createFile(path)
	if err != nil {
		return err
	}
	if err := holder.Close(); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(path)
		return err
	}
	return nil
}
