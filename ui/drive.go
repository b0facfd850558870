package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"afterrain/engine/photo"
)

// openFunc opens a photo: see photo.OpenContext.
type openFunc = func(ctx context.Context, path string) (*photo.Photo, error)

// This file is about photos whose drive, card or network share is not there. All of an export
// would fail within seconds, and be forgotten by the next start.

// awayError says that a photo cannot be opened, or its export not be put beside it, as a folder
// that it is in is not there.
type awayError struct {
	folder string // the uppermost that is not there
	err    error
}

func (e *awayError) Error() string { return e.err.Error() } // it names the file
func (e *awayError) Unwrap() error { return e.err }

// away makes an awayError of an error about a photo's file or folder, if it is one. It looks at the disk.
func away(path string, err error, exists func(path string) bool) error {
	if isAway(err) {
		return err
	}
	folder := ""
	for dir := filepath.Dir(path); dir != folder && !exists(dir); dir = filepath.Dir(dir) {
		folder = dir
	}
	if folder == "" {
		return err
	}
	return &awayError{folder, err}
}

// knowingAway is open, whose errors are awayErrors where they can be.
func knowingAway(open openFunc, exists func(path string) bool) openFunc {
	return func(ctx context.Context, path string) (*photo.Photo, error) {
		p, err := open(ctx, path)
		if err != nil {
			err = away(path, err, exists)
		}
		return p, err
	}
}

// isAway tells whether an error is that a photo's folder is not there.
func isAway(err error) bool {
	var gone *awayError
	return errors.As(err, &gone)
}

// allAway tells whether a photo's folder is not there, and those of the photos after it are not either.
func allAway(err error, rest []*item) bool {
	var gone *awayError
	return errors.As(err, &gone) && !slices.ContainsFunc(rest, func(it *item) bool {
		below, err := filepath.Rel(gone.folder, it.path)
		return err != nil || !filepath.IsLocal(below)
	})
}

// lookAgain has photos that wait for their export and could not be opened looked at anew, as
// the export goes on: their drive may be back.
func (b *bench) lookAgain() {
	shown := b.selected
	for _, it := range b.waiting() {
		if !it.unread {
			continue
		}
		it.unread, it.err, it.tried = false, nil, false
		if it == shown {
			b.retry()
		}
	}
	b.thumbnails()
}
