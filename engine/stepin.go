package engine

import "errors"

// GPUs have graphs of the depths that ship. At one between them the CPU steps in, for as long
// as such depths are asked for: what is loaded on the GPU stays, and the next depth that it has
// runs there again.

// step is a device with the tile, and as many at once, that its memory has room for.
type step struct {
	device     Device
	tile, room int
}

// step is where the Engine stands. The caller has the turn.
func (e *Engine) step() step { return step{e.Device(), e.tile, e.room} }

// suit lets the CPU step in for a GPU that does not have v, or the GPU go on with what it
// has. The caller has the turn.
func (e *Engine) suit(v Variant) {
	switch gpu := e.gpuThatWaits(); {
	case gpu == nil && !e.has(v, e.Device()):
		e.stepIn()
	case gpu != nil && e.has(v, gpu.device):
		e.helper = e.step()
		e.change(*gpu, nil)
	}
}

// has tells whether a device has v, at least as well as any other.
func (e *Engine) has(v Variant, d Device) bool {
	_, err := e.model.depth(v, d.Name)
	return !errors.Is(err, errDepth)
}

// stepIn lets the CPU run what the GPU does not have.
func (e *Engine) stepIn() {
	gpu := e.step()
	if e.helper.tile == 0 {
		e.begin(Device{Name: "cpu"})
		e.helper = e.step()
	}
	cpu, name := e.helper, gpu.device.Name
	cpu.device = Device{Name: "cpu", OK: true, Note: because("cpu", name, errDepth), Why: Reason{Unusable, name, Short(errDepth)}}
	e.change(cpu, &gpu)
}

// change goes to a step; gpu waits meanwhile, nil for none.
func (e *Engine) change(to step, gpu *step) {
	e.tile, e.room = to.tile, to.room
	e.mu.Lock()
	defer e.mu.Unlock()
	e.device, e.waits = to.device, gpu
}

func (e *Engine) gpuThatWaits() *step {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.waits
}

// own is the device that depths run on which it has: not the CPU that steps in for it.
func (e *Engine) own() Device {
	if gpu := e.gpuThatWaits(); gpu != nil {
		return gpu.device
	}
	return e.Device()
}
