package ui

import (
	"context"
	"image"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// tools is what the bench needs from the engine and the disk: functions, so
// that tests bring their own.
type tools struct {
	open     openFunc
	whole    openFunc                                                                      // see photo.OpenWhole
	negative openFunc                                                                      // see photo.OpenNegative; nil = there are none
	glance   func(ctx context.Context, path string) (small *photo.Photo, size image.Point) // the camera's thumbnail; nil = none
	small    func(path string) (small *photo.Photo, size image.Point)                      // the photo for its thumbnail; nil = it is to be opened whole
	region   regionFunc
	reduced  func(context.Context, *photo.Photo) *photo.Photo                                      // see engine.Reduced; nil = nobody uses it
	broad    func(ctx context.Context, p *photo.Photo, r image.Rectangle, s engine.Settings) error // see engine.Broad; nil = nobody uses it
	aside    regionFunc                                                                            // on an engine that no export holds; nil = there is none
	endAside func()                                                                                // frees what aside has taken up
	restore  func(ctx context.Context, p *photo.Photo, s engine.Settings, progress func(done, total int)) (*photo.Photo, error)
	canSave  func(p *photo.Photo, path string, o photo.SaveOptions) error                                // asked before the long work
	save     func(ctx context.Context, p *photo.Photo, path string, o photo.SaveOptions) (string, error) // the name it got
	exists   func(path string) bool
	device   func() engine.Device
	model    string                                                         // the network's name and version
	tellable func() bool                                                    // the model can be told what to take away
	depths   func() []engine.Variant                                        // that an export may have
	saw      func(ctx context.Context, p *photo.Photo) (engine.Seen, error) // nil if the model does not tell

	keepAwake func() (release func()) // keeps the computer from going to sleep by itself

	log func(format string, args ...any) // for a log that a user can send
}

// newTools hands the bench the engine, or its absence, and the disk.
func newTools(s Setup) tools {
	t := tools{open: photo.OpenContext, whole: photo.OpenWhole, negative: photo.OpenNegative, glance: photo.Thumbnail, small: smallPhoto, canSave: (*photo.Photo).CanSave, exists: isThere, model: s.Model, log: s.Log,
		save: func(ctx context.Context, p *photo.Photo, path string, o photo.SaveOptions) (string, error) {
			return p.SaveUnused(ctx, path, o)
		},
		device:   func() engine.Device { return engine.Device{} },
		tellable: func() bool { return false }, depths: func() []engine.Variant { return []engine.Variant{engine.Small, engine.Large} }}
	if t.log == nil {
		t.log = func(string, ...any) {}
	}
	t.keepAwake = wakeful(s.KeepAwake, t.log)
	if s.Engine != nil {
		t.region, t.broad, t.reduced, t.restore, t.device = s.Engine.RestoreRegion, s.Engine.Broad, s.Engine.Reduced, s.Engine.Restore, s.Engine.Device
		t.tellable, t.depths = s.Engine.CanEmphasise, s.Engine.Depths
		t.saw = seer(s.Engine)
		if s.Another != nil {
			a := &aside{open: s.Another, shut: (*engine.Engine).Close}
			t.aside, t.endAside = a.region, a.close
		}
		return t
	}
	t.region = func(context.Context, *photo.Photo, image.Rectangle, engine.Settings, func(engine.Patch)) error {
		return s.Err
	}
	t.restore = func(context.Context, *photo.Photo, engine.Settings, func(int, int)) (*photo.Photo, error) {
		return nil, s.Err
	}
	return t
}

// smallPhoto is a photo as large as its thumbnail, or up to four times as large.
func smallPhoto(path string) (*photo.Photo, image.Point) {
	return photo.Small(path, max(thumbSize.X, thumbSize.Y))
}

// seer tells what the network saw. A model that has no words for it is asked all
// the same: its first tile at 1:1 then comes sooner, as what the network decides
// about the photo as a whole is known.
func seer(e *engine.Engine) func(context.Context, *photo.Photo) (engine.Seen, error) {
	if e.CanTell() {
		return e.Saw
	}
	return func(ctx context.Context, p *photo.Photo) (engine.Seen, error) {
		if _, err := e.Sense(ctx, p); err != nil {
			return engine.Seen{}, err
		}
		return engine.Seen{}, engine.ErrNoSense
	}
}
