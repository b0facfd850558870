// Package engine restores photographs with a DyNet network on ONNX Runtime.
package engine

import (
	"context"
	"errors"
	"image"

	"afterrain/engine/photo"
)

// ErrModel marks a model folder that is missing, damaged or of an unknown kind.
var ErrModel = errors.New("model cannot be used")

// ErrRuntime marks an ONNX Runtime library that is missing or does not load.
var ErrRuntime = errors.New("ONNX Runtime cannot be used")

// Variant names a depth of the one network: DyNet-S or DyNet-L.
type Variant string

// The two depths that ship.
const (
	Small Variant = "s"
	Large Variant = "l"
)

// Config says where things are and what to run on. The zero value finds the
// model and the library by itself and takes the best device.
type Config struct {
	ModelDir string // folder of model.json; "" = search (see paths.go)
	Library  string // ONNX Runtime shared library; "" = search
	Device   string // "auto", "cpu", "cuda", "directml"; "" = auto
	Threads  int    // CPU threads inside a tile; 0 = all cores
}

// Device tells what the engine runs on.
type Device struct {
	Name string // "cpu", "cuda", "directml"
	Note string // one sentence for people: why not the device asked for; "" if it is
	OK   bool
}

// Patch is a finished part of a photo.
type Patch struct {
	Rect image.Rectangle
	Pix  []float32 // planar R, G, B of Rect
}

// Engine holds the sessions. Its methods may be called from any goroutine;
// restorations take turns.
type Engine struct{}

// Open loads the model contract and the runtime; sessions are made on first use.
func Open(c Config) (*Engine, error) { panic("todo") }

// Close frees the sessions.
func (e *Engine) Close() error { panic("todo") }

// Device tells what runs and, if it is not what was asked for, why.
func (e *Engine) Device() Device { panic("todo") }

// Restore runs the network over the whole photo in tiles. progress may be nil.
// On cancel it returns nil and ctx.Err() within a tenth of a second.
func (e *Engine) Restore(ctx context.Context, p *photo.Photo, v Variant, progress func(done, total int)) (*photo.Photo, error) {
	panic("todo")
}

// RestoreRegion runs the tiles of Restore's own grid that touch region, centre
// outwards, and delivers each tile's rectangle as it is done (blended with the
// neighbours finished so far, so later patches may refine earlier ones). When
// it returns nil every pixel of region equals what Restore would give.
func (e *Engine) RestoreRegion(ctx context.Context, p *photo.Photo, region image.Rectangle, v Variant, deliver func(Patch)) error {
	panic("todo")
}

// Devices lists every execution provider and whether it works here, with a
// sentence that says why not.
func Devices(c Config) ([]Device, error) { panic("todo") }
