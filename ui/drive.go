package ui

import (
	"errors"
	"path/filepath"
	"slices"
)

// This file is about photos whose drive, card or network share is not there. All of an export
// would fail within seconds, and be forgotten by the next start.

// awayError says that a photo cannot be opened as a folder that it is in is not there.
type awayError struct {
	folder string // the uppermost that is not there
	err    error
}

func (e *awayError) Error() string { return e.err.Error() } // it names the file
func (e *awayError) Unwrap() error { return e.err }

// away makes an awayError of an error of opening a photo, if it is one. It looks at the disk.
func away(path string, err error, exists func(path string) bool) error {
	folder := ""
	for dir := filepath.Dir(path); dir != folder && !exists(dir); dir = filepath.Dir(dir) {
		folder = dir
	}
	if folder == "" {
		return err
	}
	return &awayError{folder, err}
}

// isAway tells whether a photo could not be opened as its folder is not there.
func isAway(err error) bool {
	var gone *awayError
	return errors.As(err, &gone)
}

// allAway tells whether the photos after one that could not be opened are not there either.
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
