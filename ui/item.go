package ui

import (
	"image"
	"path/filepath"
)

// state is where an item of the strip stands.
type state int

const (
	idle      state = iota // nothing asked of it yet
	waiting                // in the export queue
	running                // being exported
	done                   // exported
	failed                 // could not be opened, restored or saved: see err
	cancelled              // taken out of the queue by the user
)

// thumbSize bounds a thumbnail, px: twice its size on the strip, for dense screens.
var thumbSize = image.Pt(240, 150)

// item is a photo of the strip. Its fields belong to the main goroutine.
type item struct {
	path     string
	look     Look
	state    state
	progress float64 // of a running export, 0 to 1
	err      error   // why it failed
	unread   bool    // it failed because it could not be opened
	output   string  // the file it was exported to
	thumb    *image.RGBA
}

func (it *item) name() string { return filepath.Base(it.path) }

func (it *item) fail(err error) { it.state, it.err = failed, err }

// opened notes whether the photo could be read; an earlier failure to read it
// is forgotten when it can.
func (it *item) opened(err error) {
	if err != nil {
		it.fail(err)
	} else if it.unread {
		it.state, it.err = idle, nil
	}
	it.unread = err != nil
}
