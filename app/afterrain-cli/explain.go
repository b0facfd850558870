package main

import (
	"errors"
	"io/fs"
	"syscall"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
)

// unsaved is an error of writing a result, as opposed to reading a photo.
type unsaved struct{ error }

func (u unsaved) Unwrap() error { return u.error }

// explain is an error with what to do about it, where the error does not say so
// itself. The only place of this program with such words.
func explain(err error) string {
	if errors.Is(err, engine.ErrModel) || errors.Is(err, engine.ErrRuntime) {
		return engine.Short(err) // which says it
	}
	if errors.Is(err, fs.ErrPermission) && !errors.As(err, new(unsaved)) {
		return engine.Short(err) + "; allow it to be read"
	}
	for _, hint := range []struct {
		of   error
		todo string
	}{
		{syscall.ENOSPC, "the disk is full: free some space, or choose another folder with -o"},
		{syscall.EDQUOT, "your share of the disk is used up: free some space, or choose another folder with -o"},
		{disk.ErrSpace, "free some space, or choose another folder with -o"},
		{disk.ErrReadOnly, "choose a folder that can be written to with -o"},
		{syscall.ENAMETOOLONG, "give the photo a shorter name"},
		{photo.ErrMemory, "close other programs, or make it smaller"},
		{photo.ErrTooLarge, "make it smaller, or cut it into parts"},
		{photo.ErrDamaged, "copy it again from the camera or the backup"},
		{fs.ErrPermission, "allow it, or choose another folder with -o"},
		{fs.ErrNotExist, "check the name"},
	} {
		if errors.Is(err, hint.of) {
			return engine.Short(err) + "; " + hint.todo
		}
	}
	return engine.Short(err)
}
