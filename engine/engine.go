// Package engine restores photographs with a DyNet network on ONNX Runtime.
//
//	photo → grid of tiles → gather (mirrored beyond the photo)
//	      → session (float32, 1 x 3 x H x W, R G B, 0 to 1, gamma-encoded)
//	      → weighted sum of the differences, feathered where tiles overlap
//	      → photo + sum, clamped to 0..1
//
// The grid depends on the photo's size and the model alone, so a preview and an
// export at one depth give the same pixels; only where memory is short are the
// tiles smaller (see ladder.go).
//
// A large photo is restored at a fraction of its size first, and its tiles take their
// broad strokes from there (see coarse.go).
//
// A restoration runs on the goroutine that asks for it; restorations of one
// Engine take turns, in which order is open. Cancelling reaches into a running
// tile.
//
// A model with a probe decides about the photo as a whole before its first tile,
// and all tiles obey that one decision (see decision.go): tiles that decided
// for themselves would show.
//
// On the CPU one session serves every depth, if the model has a dial: a graph
// whose second input is the reuse vector. GPUs, and models without a dial, have
// one session a depth (see depth.go).
//
// The model is a folder with a contract, model.json (see manifest.go);
// only the files session*.go know ONNX Runtime.
package engine

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"

	"afterrain/engine/machine"
	"afterrain/engine/photo/parallel"
)

// ErrModel marks a model folder that is missing, damaged or of an unknown kind.
var ErrModel = errors.New("model cannot be used")

// ErrRuntime marks an ONNX Runtime library that is missing or does not load.
var ErrRuntime = errors.New("ONNX Runtime cannot be used")

// ErrClosed is what a closed Engine answers.
var ErrClosed = errors.New("engine is closed")

// Variant names a depth of the one network: a name, or a reuse vector as
// ParseVariant gives it.
type Variant string

// The depths that have names: DyNet-S, DyNet-L, one half-way, and DyNet-L run twice (see
// twice.go).
const (
	Small  Variant = "s"
	Middle Variant = "m"
	Large  Variant = "l"
	Twice  Variant = "l2"
)

// Config says where things are and what to run on. The zero value finds the
// model and the library by itself and takes the best device.
type Config struct {
	ModelDir string // folder of model.json; "" = search (see paths.go)
	Library  string // ONNX Runtime shared library; "" = search
	Device   string // "auto", "cpu", "cuda", ... (see CheckDevice); "" = auto
	Threads  int    // CPU threads; 0 = all cores
	CacheDir string // folder of what self-tests have found; "" = the user's cache
}

// Device tells what the engine runs on.
type Device struct {
	Name string // "cpu", "cuda", "directml", "coreml", "webgpu", with ":1" after it for an adapter
	Note string // one sentence for people: why not the device asked for; "" if it is
	OK   bool
	Half bool   // it computes in float16 (see Precision)
	Why  Reason // what Note says; not of a device that Devices lists
}

// Patch is a finished part of a photo.
type Patch struct {
	Rect image.Rectangle
	Pix  []float32 // planar R, G, B of Rect; the receiver's own
}

// Engine holds the sessions. Its methods may be called from any goroutine;
// restorations take turns.
type Engine struct {
	model    manifest
	library  string   // path of ONNX Runtime
	limit    int      // CPU threads
	auto     bool     // the device may be chosen by speed
	devices  []string // that are present, best first, the CPU last (see ladder.go)
	verdicts verdicts // of the self-tests
	nvidia   func() []machine.Adapter
	turn     chan struct{} // full while a restoration, a load or Close has the turn

	// load opens a session: openSession, or in a test one that fails on purpose.
	load func(m manifest, v Variant, device string, threads int) (*session, error)

	// lanes tells how many tiles run at once (see lanes.go).
	lanes func(device string, threads, tiles int) int

	// Whoever has the turn owns these.
	sessions map[string]*session // by file of the graph
	tile     int                 // largest tile on the device, pixels a side
	room     int                 // tiles at once that its memory has room for; 0 = unknown
	helper   step                // of the CPU once it has stepped in for a GPU (see stepin.go)
	closed   bool

	decisions memory[decision] // about the last few photos
	coarse    memory[*coarse]  // what is restored of the smaller photos of the last large ones
	reduced   reductions       // those smaller photos

	mu     sync.Mutex // guards these
	device Device
	waits  *step  // the GPU that the CPU steps in for; nil = none
	dared  string // key of the verdict on what is being tested (see dare.go); "" = nothing is
}

// Open loads the model contract and the runtime; sessions are made on first
// use. The error wraps ErrModel or ErrRuntime, or says what Config cannot be.
func Open(c Config) (*Engine, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := loadRuntime(c.Library); err != nil {
		return nil, err
	}
	dir, err := findModel(c.ModelDir)
	if err != nil {
		return nil, err
	}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		model: m, limit: c.Threads, auto: c.Device == "" || c.Device == "auto", verdicts: verdictsIn(c.CacheDir),
		nvidia: sync.OnceValue(machine.NVIDIA), turn: make(chan struct{}, 1), load: openSession, lanes: lanes, sessions: map[string]*session{},
		decisions: memory[decision]{most: keptDecisions}, coarse: memory[*coarse]{most: keptCoarse}, reduced: newReductions(),
	}
	if e.library, err = findLibrary(c.Library); err != nil {
		return nil, err
	}
	devices, note, why := choose(c.Device, func(device string) error { return e.present(device, tryProvider) })
	e.ladder(devices, note, why)
	return e, nil
}

// OpenContext is Open, and returns ctx's error at once when ctx is done. What was begun then ends
// unseen, and no driver is taken to have ended the program.
func OpenContext(ctx context.Context, c Config) (*Engine, error) { return openUnlessDone(ctx, c, Open) }

func openUnlessDone(ctx context.Context, c Config, open func(Config) (*Engine, error)) (*Engine, error) {
	e, err := parallel.UnlessDone(ctx, func() (*Engine, error) { return open(c) })
	if e == nil && ctx.Err() != nil {
		verdictsIn(c.CacheDir).forget()
	}
	return e, err
}

// ladder sets the devices to try, best first, and begins with the first.
func (e *Engine) ladder(devices []string, note string, why Reason) {
	e.devices = devices
	e.begin(Device{Name: devices[0], Note: note, Why: why, Half: e.model.hasHalf(devices[0])})
}

func (c Config) check() error {
	if err := CheckDevice(c.Device); err != nil {
		return err
	}
	if c.Threads < 0 {
		return fmt.Errorf("%d threads; use 0 for all cores or a positive number", c.Threads)
	}
	return nil
}

// Close frees the sessions, after the running restoration if there is one.
func (e *Engine) Close() error {
	e.turn <- struct{}{}
	defer e.release()
	e.closed = true
	return e.drop()
}

// drop frees all sessions, and forgets what they decided. The caller has the turn.
func (e *Engine) drop() error {
	var errs []error
	e.decisions.clear()
	e.coarse.clear()
	for file, s := range e.sessions {
		errs = append(errs, s.close())
		delete(e.sessions, file)
	}
	return errors.Join(errs...)
}

// Device tells what runs and, if it is not what was asked for, why. It can
// change when the first restoration finds that a GPU fails, computes wrong values
// or, with "auto", is slower than the CPU, or that one computes in float32 only.
// The Engine stays with what it has changed to. At a depth that runs on the CPU only
// that steps in, until the next restoration at another depth.
func (e *Engine) Device() Device {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.device
}

func (e *Engine) setDevice(d Device) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.device = d
}

// Model names the model that is loaded, as "afterrain 0.1.0".
func (e *Engine) Model() string { return e.model.ID + " " + e.model.Version }

// acquire waits for the turn; a cancelled caller stops waiting at once.
func (e *Engine) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case e.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if e.closed {
		e.release()
		return ErrClosed
	}
	return nil
}

func (e *Engine) release() { <-e.turn }
