package engine

import (
	"errors"
	"fmt"
	"strings"

	"afterrain/engine/machine"
)

// The ladder: an Engine begins with the best device that is present. When that
// fails, the Engine goes a step down, for good: to half the tile if it was a tile that
// failed, else from float16 to float32 on the same device, else to the next one, at
// last to the CPU, and to smaller tiles there. The device's note says why.

// errTile marks a tile that the device could not run, perhaps for want of memory.
var errTile = errors.New("a tile failed")

// grid of a photo of w x h pixels, with the largest tile that the device takes.
// A GPU has tiles of one size for all photos: for each other one, drivers choose
// their algorithms anew and keep other memory. The caller has the turn.
func (e *Engine) grid(w, h int) grid {
	m := e.model
	m.Tile, m.fixed = e.tile, e.Device().Name != "cpu"
	return m.grid(w, h)
}

// here is the model with the graphs that the present device takes.
func (e *Engine) here() manifest {
	m := e.model
	m.fp16 = e.Device().Half
	return m
}

// begin takes a device with the tile, and as many at once, that its memory has room for.
func (e *Engine) begin(d Device) {
	free := freeMemory(d.Name)
	e.tile = e.model.roomy(d.Name, free)
	e.room = 0
	if free > 0 {
		e.room = max(1, int(free/uint64(e.tile*e.tile*tileBytes)))
	}
	d.OK = true
	e.setDevice(d)
}

// freeMemory of a device in bytes, 0 if it does not tell.
func freeMemory(device string) uint64 {
	provider, adapter, _ := strings.Cut(device, ":")
	switch provider {
	case "cpu":
		return machine.Memory()
	case "cuda":
		if a, err := findAdapter(machine.NVIDIA(), adapter); err == nil {
			return a.Free
		}
	}
	return 0
}

// tileBytes is what a tile takes, in bytes a pixel: 400 MB at 256 x 256, as was
// measured on the CPU for a network of width 48.
const tileBytes = 6 << 10

// roomy is the largest tile, the model's or half of it and so on, for which
// there is room; where the memory is unknown (0), the model's. CUDA begins with twice
// the model's: its cards wait between the small steps of a tile (PyTorch in float32 on an
// NVIDIA H200, DyNet-S: 14.6 ms for one tile of 256 pixels, 43.3 for sixteen).
func (m manifest) roomy(device string, free uint64) int {
	tile := m.Tile
	if provider, _, _ := strings.Cut(device, ":"); provider == "cuda" && free > 0 {
		tile *= 2
	}
	for free > 0 && uint64(tile*tile*tileBytes) > free && m.half(tile) > 0 {
		tile = m.half(tile)
	}
	return tile
}

// half is the tile a step smaller, 0 if there is none: below it the halo would
// be as large as what it surrounds.
func (m manifest) half(tile int) int {
	half := tile / 2 / m.Multiple * m.Multiple
	if half < m.Multiple || half < 32 || half < 2*m.Halo {
		return 0
	}
	return half
}

// lower tells whether there is a step below a device that failed. The CPU has one
// as long as its tiles can be smaller.
func (e *Engine) lower(device string, failure error) bool {
	return device != "cpu" || errors.Is(failure, errTile) && e.model.half(e.tile) > 0
}

// descend drops what was loaded on the device that failed, whose memory counts as
// taken until then, and goes to the step below it. The caller has the turn and is not
// on the lowest step.
func (e *Engine) descend(failure error) error {
	from, err := e.Device(), e.drop()
	switch half := e.model.half(e.tile); {
	case half > 0 && errors.Is(failure, errTile):
		e.tile = half
		e.setDevice(from.smaller(half, failure))
	case from.Half:
		e.begin(from.full())
	default:
		next := e.next(from.Name)
		e.begin(Device{Name: next, Note: because(next, from.Name, failure), Why: Reason{Unusable, from.Name, Short(failure)}, Half: e.model.hasHalf(next)})
	}
	return err
}

// smaller is d with tiles of side pixels, as larger ones failed.
func (d Device) smaller(side int, failure error) Device {
	d.Note = fmt.Sprintf("Running on %s with tiles of %d pixels, because with larger ones %s.", label(d.Name), side, Short(failure))
	d.Why = Reason{Smaller, d.Name, Short(failure)}
	return d
}

// full is d in float32. It is what was asked for, so there is nothing to say about
// it; its tiles are large again.
func (d Device) full() Device {
	d.Half = false
	if d.Why.Cause == Smaller {
		d.Note, d.Why = "", Reason{}
	}
	return d
}

// next is the device after one, at last the CPU.
func (e *Engine) next(device string) string {
	for i, name := range e.devices {
		if name == device && i+1 < len(e.devices) {
			return e.devices[i+1]
		}
	}
	return "cpu"
}
