package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"afterrain/engine/photo/disk"
	"afterrain/engine/photo/parallel"
)

// lookPause is the least time between two looks at the folders that are watched. A look reads the head of each photo in them, and takes a
// tenth of the time at most. Room on a full disk is looked for more seldom.
const lookPause = 2 * time.Second

// watched is what is in the folders to watch, which may be nothing yet.
func watched(paths []string) (collection, error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return collection{}, fmt.Errorf("--watch: %w", err)
		}
		if !info.IsDir() {
			return collection{}, usageError{fmt.Errorf("--watch: %s is no folder; name the folder that photos come into", path)}
		}
	}
	return collectAll(paths, true), nil
}

// watch restores the photos that were found, and those that come into the folders, until ctx ends. That is an error in the middle
// of a photo only.
func (w *work) watch(ctx context.Context) error {
	w.told.note("waits for photos in " + strings.Join(w.paths, ", ") + "; Ctrl-C ends it")
	for seen, pause := (sightings{}), w.pause; ; {
		if err := w.all(ctx, seen.settled(w.found.photos)); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		began := time.Now()
		found, err := parallel.UnlessDone(ctx, func() (collection, error) { return collectAll(w.paths, true), nil })
		if err != nil {
			return nil
		}
		w.found, pause = found, max(w.pause, 9*time.Since(began))
	}
}

// once tries a photo, and while folders are watched again and again where the disk has no room for it: nobody may be there to begin anew
// with those that have failed since.
func (w *work) once(ctx context.Context, in input) result {
	for {
		res := w.try(ctx, in)
		full := errors.Is(res.err, disk.ErrSpace) || errors.Is(res.err, syscall.ENOSPC) || errors.Is(res.err, syscall.EDQUOT)
		if w.pause == 0 || !full {
			return res
		}
		w.told.note(explain(res.err) + "; it goes on once there is room")
		w.stayAwake(false)
		select {
		case <-ctx.Done():
			res.err = ctx.Err()
			return res
		case <-time.After(15 * w.pause):
		}
		w.stayAwake(true)
	}
}

// sightings is how the photos of folders were at the last look.
type sightings map[string]sighting

// sighting is a photo's size in bytes and when it was changed, in ns; taken if it was restored as it is.
type sighting struct {
	size, changed int64
	taken         bool
}

// sight is how a photo is now; the zero value with an error of package fs.
func sight(path string) (sighting, error) {
	info, err := os.Stat(path)
	if err != nil {
		return sighting{}, err
	}
	return sighting{size: info.Size(), changed: info.ModTime().UnixNano()}, nil
}

// settled takes, each once, the photos that are as they were at the last look: another may still be on its way from a camera or a card, and so
// is one that is empty. One that changes after it was taken is taken again. What cannot be read is taken at once, for its error to be told.
func (s sightings) settled(photos []input) (ready []input) {
	for _, in := range photos {
		was := s[in.path]
		is, err := sight(in.path)
		in.err = cmp.Or(in.err, err)
		same := is == sighting{was.size, was.changed, false}
		if is.taken = same && is.size > 0 || in.err != nil; is.taken && !(same && was.taken) {
			ready = append(ready, in)
		}
		s[in.path] = is
	}
	return ready
}
