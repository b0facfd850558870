package ui

import (
	"image"
	"path/filepath"

	"afterrain/engine"
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
	skipped                // exported before, and nothing has changed since
)

// thumbSize bounds a thumbnail, px: twice its size on the strip, for dense screens.
var thumbSize = image.Pt(240, 150)

// item is a photo of the strip. Its fields belong to the main goroutine.
type item struct {
	found
	look     Look
	base     Look        // that it got together with others: when it was added, or by a copy to all
	stays    *protection // where it stays as it was; nil for nowhere
	touched  bool        // its look was set by hand, and it was not exported since
	left     bool        // it was in view when the program ended last
	sifted   bool        // it stayed on the strip when others were taken off
	state    state
	progress float64        // of a running export, 0 to 1
	err      error          // why it failed
	unread   bool           // it failed because it could not be opened
	order    order          // of the last export asked for
	depth    engine.Variant // of the export under way
	seq      int            // its number in that export, from 1
	output   string         // the file it was exported to
	print    string         // of what made output: see imprint; "" = never exported
	made     finish         // that output has; zero = not known any more
	skips    finish         // with it the export in the queue changes nothing, as far as the disk need not be asked; zero = none
	size     image.Point    // of the photo, px; zero until it was decoded once
	thumb    *image.RGBA
	tried    bool // to make the thumbnail
	glanced  bool // at the file, for the camera's own
}

// finish is how one photo is to come out: in a look, which others may have too, and with places
// of its own that stay as they were. It is a value that can be compared.
type finish struct {
	look  Look
	stays *protection
}

func (it *item) finish() finish { return finish{it.look, it.stays} }

// own tells whether the photo has settings of its own, that the others did not get with it.
func (it *item) own() bool { return it.look != it.base }

func (it *item) wantsThumb() bool { return it.thumb == nil && !it.tried && !it.unread }

func (it *item) name() string { return filepath.Base(it.path) }

// exported tells whether the photo was exported, whatever has become of its settings since.
func (it *item) exported() bool { return it.state == done || it.state == skipped }

// changed tells whether an exported photo is to come out otherwise now.
func (it *item) changed() bool { return it.exported() && it.finish() != it.made }

// queued tells whether the item's export is still to come or under way.
func (it *item) queued() bool { return it.state == waiting || it.state == running }

// megapixels is the photo's size; 0 while it is not known.
func (it *item) megapixels() float64 { return float64(it.size.X) * float64(it.size.Y) / 1e6 }

// those lists the items that something is true of.
func those(items []*item, is func(*item) bool) (list []*item) {
	for _, it := range items {
		if is(it) {
			list = append(list, it)
		}
	}
	return list
}

func (it *item) fail(err error) { it.state, it.err = failed, err }

// cancel takes the item out of the queue. It may have turned out in there that it cannot be
// opened.
func (it *item) cancel() {
	if it.state = cancelled; it.unread {
		it.state, it.seq = failed, 0
	}
}

// opened notes whether the photo could be read; an earlier failure to read it
// is forgotten when it can.
func (it *item) opened(err error) {
	switch {
	case it.queued(): // the export will find out by itself
		it.err = err
	case err != nil:
		if it.state != failed {
			it.seq = 0 // to try again is to open it, and no export
		}
		it.fail(err)
	case it.unread && it.output != "":
		it.state, it.err = done, nil
	case it.unread:
		it.state, it.err = idle, nil
	}
	it.unread = err != nil
}
