package photo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
)

// Save writes p to path atomically: temporary file in the same folder, sync,
// close, new name. It never replaces a file, not even one that appears in the
// meantime: then the error is fs.ErrExist. After an error nothing is left behind.
// Nobody may read the file who could not read the photo.
func (p *Photo) Save(path string, o SaveOptions) error {
	return p.SaveContext(context.Background(), path, o)
}

// SaveContext is Save until ctx is done; then it soon returns ctx's error, and
// nothing is left behind.
func (p *Photo) SaveContext(ctx context.Context, path string, o SaveOptions) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o, err := p.ready(path, o)
	if err != nil {
		return unsaved(path, err)
	}
	if p.Width*p.Height > manyPixels {
		debug.FreeOSMemory() // the photo that was restored may be garbage by now
	}
	create := func(path string) (file, error) {
		f, err := p.seen.createFile(path)
		return cancellable{f, ctx}, err
	}
	err = writeNew(path, create, func(w io.Writer) error { return p.encode(ctx, w, o) })
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

// CanSave tells what Save would refuse, for asking before long work: a wrong
// format, a name that is taken or too long, a folder that cannot be written to,
// a disk without room (ErrSpace).
func (p *Photo) CanSave(path string, o SaveOptions) error {
	o, err := p.ready(path, o)
	if err == nil {
		err = tryFolder(filepath.Dir(path))
	}
	if free, ok := room(filepath.Dir(path)); err == nil && ok && free < p.need(o) {
		err = fmt.Errorf("%w: %.1f MB are free, about %.1f are needed", ErrSpace, float64(free)/1e6, float64(p.need(o))/1e6)
	}
	if err != nil {
		return unsaved(path, err)
	}
	return nil
}

// ready completes the options and looks whether the name can be had.
func (p *Photo) ready(path string, o SaveOptions) (SaveOptions, error) {
	o, err := o.complete(p, path)
	if err != nil {
		return o, err
	}
	switch _, err := os.Lstat(path); {
	case err == nil:
		return o, fs.ErrExist
	case !errors.Is(err, fs.ErrNotExist): // a name that is too long, say
		return o, err
	}
	return o, nil
}

// tryFolder makes and removes an empty file, and what a program that was killed has left.
func tryFolder(dir string) error {
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

func createFile(path string) (file, error) { return rights{}.createFile(path) }

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

// WithoutPath takes the file's name out of an error, for a sentence that has it
// already, or must not show a temporary one.
func WithoutPath(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}

// SaveUnused is SaveContext under path, or under the first free name that Unused
// gives, also if another program takes that meanwhile. It returns the name.
func (p *Photo) SaveUnused(ctx context.Context, path string, o SaveOptions) (free string, err error) {
	for range 10 {
		free = Unused(path)
		if err = p.SaveContext(ctx, free, o); err == nil {
			return free, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return "", err
}

// Unused returns path, or the first of "name-2.ext", "name-3.ext" … that does
// not exist. Save still checks: another program may take the name in between.
func Unused(path string) string { return numbered(path, len(Taken(path))+1) }

// Taken lists the names that Unused passes over since they are there: path, "name-2.ext" ….
func Taken(path string) (names []string) {
	for n := 1; ; n++ {
		name := numbered(path, n)
		if _, err := os.Lstat(name); err != nil {
			return names
		}
		names = append(names, name)
	}
}

// numbered is path with a number n before its extension; path itself is the first.
func numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ext), n, ext)
}
