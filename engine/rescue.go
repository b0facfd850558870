package engine

import (
	"context"
	"fmt"
)

// rescue runs tiles of a canvas again on the CPU that a GPU returned with values
// that are not numbers.
type rescue struct {
	engine   *Engine
	canvas   *canvas
	settings Settings
	again    tileFunc // on the CPU; nil until it is needed
	spent    []func() // frees what that took
}

// around makes run, which runs tiles on s, safe.
func (r *rescue) around(s *session, run tileFunc) tileFunc {
	if s.device == "cpu" {
		return run
	}
	return func(ctx context.Context, in, out []float32) error {
		if err := run(ctx, in, out); err != nil || finite(out) {
			return err
		}
		if r.again == nil {
			if err := r.prepare(ctx, s); err != nil {
				return err
			}
		}
		return r.again(ctx, in, out)
	}
}

// prepare loads the CPU's session and gives it the decision that s's tiles obey.
func (r *rescue) prepare(ctx context.Context, s *session) error {
	e := r.engine
	cpu, err := e.spare(s.variant)
	if err != nil {
		return err
	}
	forget, err := e.decide(ctx, cpu, r.canvas.photo, r.settings)
	if err != nil {
		return err
	}
	r.spent = append(r.spent, forget)
	run, free, err := cpu.tile(r.canvas.grid.x.tile, r.canvas.grid.y.tile)
	if err != nil {
		return err
	}
	r.again, r.spent = run, append(r.spent, free)
	d := e.Device()
	d.Note = fmt.Sprintf("Some tiles ran on the CPU, because %s returned values that are not numbers.", label(s.device))
	d.Why = Reason{Cause: Rescued, Device: s.device}
	e.setDevice(d)
	return nil
}

func (r *rescue) free() {
	for _, f := range r.spent {
		f()
	}
}

// spare is a session on the CPU beside the device's own. The caller has the turn.
func (e *Engine) spare(v Variant) (*session, error) {
	d, err := e.model.depth(v, "cpu")
	if err != nil {
		return nil, err
	}
	key := "cpu " + d.file
	s := e.sessions[key]
	if s == nil {
		if s, err = e.load(e.model, v, "cpu", e.limit); err != nil {
			return nil, err
		}
		e.sessions[key] = s
	}
	s.set(d.reuse)
	return s, nil
}
