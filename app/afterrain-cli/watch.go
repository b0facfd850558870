package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"afterrain/engine/photo"
)

// lookPause is the least time between two looks at the folders that are watched. A look reads the head of each photo in them, and takes a
// tenth of the time at most.
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
		found, err := photo.UnlessDone(ctx, func() (collection, error) { return collectAll(w.paths, true), nil })
		if err != nil {
			return nil
		}
		w.found, pause = found, max(w.pause, 9*time.Since(began))
	}
}

// sightings is how the photos of folders were at the last look.
type sightings map[string]sighting

// sighting is a photo's size in bytes and when it was changed, in ns; taken if it was restored as it is.
type sighting struct {
	size, changed int64
	taken         bool
}

// settled takes, each once, the photos that are as they were at the last look: another may still be on its way from a camera or a card, and so
// is one that is empty. One that changes after it was taken is taken again. What cannot be read is taken at once, for its error to be told.
func (s sightings) settled(photos []input) (ready []input) {
	for _, in := range photos {
		is, was := sighting{}, s[in.path]
		if info, err := os.Stat(in.path); err != nil {
			in.err = cmp.Or(in.err, err)
		} else {
			is = sighting{info.Size(), info.ModTime().UnixNano(), false}
		}
		same := is == sighting{was.size, was.changed, false}
		if is.taken = same && is.size > 0 || in.err != nil; is.taken && !(same && was.taken) {
			ready = append(ready, in)
		}
		s[in.path] = is
	}
	return ready
}
