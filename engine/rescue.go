package engine

import (
	"context"
	"fmt"

	"afterrain/engine/machine"
)

// rescue runs tiles of a canvas again that a GPU returned with values that are not
// numbers: in float32 if it was float16 and float32 is known to be right there, at
// last on the CPU.
type rescue struct {
	engine   *Engine
	canvas   *canvas
	settings Settings
	spent    []func() // frees what that took
}

// around makes run, which runs tiles on s, safe.
func (r *rescue) around(s *session, run tileFunc) tileFunc {
	if s.device == "cpu" {
		return run
	}
	full, cpu := r.on(r.settings.Variant, s.device), r.on(r.settings.Variant, "cpu")
	return func(ctx context.Context, in, out []float32) error {
		if err := run(ctx, in, out); err != nil || finite(out) {
			return err
		}
		if s.half && r.engine.vouched(r.settings.Variant, s.device) {
			if err := full(ctx, in, out); err == nil && finite(out) || ctx.Err() != nil {
				return ctx.Err()
			}
		}
		r.note(s.device)
		return cpu(ctx, in, out)
	}
}

// vouched tells whether a self-test has found that v in float32 computes rightly on a
// device, and nothing can have changed there since.
func (e *Engine) vouched(v Variant, device string) bool {
	d, err := e.model.depth(v, device)
	if err != nil || e.driver(device) == "" {
		return false
	}
	known, ok := e.verdicts.get(e.verdictKey(d.on(device)))
	return ok && known.Wrong == "" && len(known.Begun) == 0
}

// on gives the function that runs tiles in float32 on a device, which is made
// ready for the first one.
func (r *rescue) on(v Variant, device string) tileFunc {
	var again tileFunc
	var failed error
	return func(ctx context.Context, in, out []float32) error {
		if again == nil && failed == nil {
			again, failed = r.prepare(ctx, v, device)
		}
		if failed != nil {
			return failed
		}
		return again(ctx, in, out)
	}
}

// prepare loads a session on a device and gives it the decision that the photo's tiles obey.
func (r *rescue) prepare(ctx context.Context, v Variant, device string) (tileFunc, error) {
	e := r.engine
	s, err := e.spare(ctx, v, device)
	if err != nil {
		return nil, err
	}
	forget, err := e.decide(ctx, s, r.canvas.photo, r.settings)
	if err != nil {
		return nil, err
	}
	r.spent = append(r.spent, forget)
	run, free, err := s.tileFunc(r.canvas.grid.x.tile, r.canvas.grid.y.tile)
	if err != nil {
		return nil, err
	}
	r.spent = append(r.spent, free)
	return run, nil
}

// note tells that the CPU helps out.
func (r *rescue) note(device string) {
	d := r.engine.Device()
	d.Note = fmt.Sprintf("Some tiles ran on the CPU, because %s returned values that are not numbers.", label(device))
	d.Why = Reason{Cause: Rescued, Device: device}
	r.engine.setDevice(d)
}

func (r *rescue) free() {
	for _, f := range r.spent {
		f()
	}
}

// spare is a session in float32 beside the device's own, on the CPU or the device
// itself. The caller has the turn. A cancelled one does not wait for the network to load.
func (e *Engine) spare(ctx context.Context, v Variant, device string) (*session, error) {
	d, err := e.model.depth(v, device)
	if err != nil {
		return nil, err
	}
	key := device + " " + d.file
	if e.sessions[key] == nil {
		s, err := e.loadSpare(ctx, v, device)
		if err != nil {
			return nil, err
		}
		e.sessions[key] = s
	}
	e.sessions[key].set(d)
	return e.sessions[key], nil
}

// loadSpare loads a session; after ctx is done a goroutine closes it again.
func (e *Engine) loadSpare(ctx context.Context, v Variant, device string) (*session, error) {
	type opened struct {
		*session
		err error
	}
	ready := make(chan opened, 1)
	go func() {
		defer machine.KeepSignals()()
		s, err := e.load(e.alone(), v, device, e.limit)
		ready <- opened{s, err}
	}()
	select {
	case o := <-ready:
		return o.session, o.err
	case <-ctx.Done():
		go func() {
			if o := <-ready; o.err == nil {
				o.close()
			}
		}()
		return nil, ctx.Err()
	}
}
