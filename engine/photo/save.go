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

	"afterrain/engine/photo/disk"
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
		return disk.Unsaved(path, err)
	}
	if p.Width*p.Height > manyPixels {
		debug.FreeOSMemory() // the photo that was restored may be garbage by now
	}
	return disk.Write(ctx, path, p.seen, func(w io.Writer) error { return p.encode(ctx, w, o) })
}

// CanSave tells what Save would refuse, for asking before long work: a wrong
// format, a name that is taken or too long, a folder that cannot be written to,
// a disk without room (ErrSpace).
func (p *Photo) CanSave(path string, o SaveOptions) error {
	o, err := p.ready(path, o)
	if err == nil {
		err = disk.TryFolder(filepath.Dir(path))
	}
	if free, ok := disk.Room(filepath.Dir(path)); err == nil && ok && free < p.need(o) {
		err = fmt.Errorf("%w: %.1f MB are free, about %.1f are needed", disk.ErrSpace, float64(free)/1e6, float64(p.need(o))/1e6)
	}
	if err != nil {
		return disk.Unsaved(path, err)
	}
	return nil
}

// need estimates what Save writes, bytes: samples as they are for PNG and TIFF,
// which pack noise by little, and for JPEG what a sharp photo takes.
func (p *Photo) need(o SaveOptions) uint64 {
	pixels := uint64(p.Width) * uint64(p.Height)
	if o.Format == JPEG {
		return pixels * uint64(o.Quality) / 200
	}
	return pixels * uint64(p.channels()) * uint64(o.Bits) / 8
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

// SaveUnused is SaveContext under path, or under the first free name that Unused
// gives, also if another program takes that meanwhile. It returns the name.
func (p *Photo) SaveUnused(ctx context.Context, path string, o SaveOptions) (free string, err error) {
	for range 10 {
		free = disk.Unused(path)
		if err = p.SaveContext(ctx, free, o); err == nil {
			return free, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return "", err
}
