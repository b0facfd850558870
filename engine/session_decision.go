package engine

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	ort "github.com/yalue/onnxruntime_go"
)

// prober is the graph that gives the decision about a tile. It belongs to a
// session, of which it uses the depth.
type prober struct {
	control *ort.Tensor[float32] // nil = the model has none
	values  []string             // what the control's numbers mean
	outputs int
	ort     *ort.DynamicAdvancedSession
}

// openProber loads the probe of a depth. The error wraps ErrModel if the graph
// does not load.
func openProber(m manifest, d depth, device string, threads int) (*prober, error) {
	o, err := sessionOptions(device, false, m.inside(device, threads))
	if err != nil {
		return nil, err
	}
	defer o.Destroy()
	p, inputs := &prober{outputs: len(m.Probe.Decision)}, []string{m.Input}
	if d.input != "" {
		inputs = append(inputs, d.input)
	}
	if c := m.Control; c != nil {
		inputs, p.values = append(inputs, c.Input), c.Values
		if p.control, err = ort.NewEmptyTensor[float32](ort.NewShape(1, int64(len(c.Values)))); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRuntime, err)
		}
	}
	p.ort, err = ort.NewDynamicAdvancedSession(filepath.Join(m.dir, d.probe), inputs, m.Probe.Decision, o)
	if err != nil {
		err = fmt.Errorf("%w: load %s on %s: %w", ErrModel, d.probe, device, err)
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *prober) close() error {
	var errs []error
	if p.control != nil {
		errs = append(errs, p.control.Destroy())
	}
	if p.ort != nil {
		errs = append(errs, p.ort.Destroy())
	}
	return errors.Join(errs...)
}

// emphasise sets what is to be taken away, until it is set to something else.
func (p *prober) emphasise(e Emphasis) {
	if p.control == nil {
		return
	}
	known := map[string]float32{"noise": e.Noise, "rain": e.Rain, "haze": e.Haze}
	for i, name := range p.values {
		p.control.GetData()[i] = known[name]
	}
}

// find runs the probe once; the caller destroys the tensors.
func (s *session) find(ctx context.Context, in ort.Value) ([]ort.Value, error) {
	inputs := []ort.Value{in}
	if s.reuse != nil {
		inputs = append(inputs, s.reuse)
	}
	if s.probe.control != nil {
		inputs = append(inputs, s.probe.control)
	}
	found := make([]ort.Value, s.probe.outputs)
	if err := runGraph(ctx, s.thread, s.probe.ort, inputs, found); err != nil {
		destroy(found)
		return nil, err
	}
	return found, nil
}

// decide returns the function that gives the decision about tiles of w x h pixels,
// several at once if need be, until ended is called.
func (s *session) decide(w, h int, e Emphasis) (run func(ctx context.Context, pix []float32) (decision, error), ended func()) {
	s.probe.emphasise(e)
	run = func(ctx context.Context, pix []float32) (decision, error) {
		in, err := ort.NewTensor(ort.NewShape(1, 3, int64(h), int64(w)), pix)
		if err != nil {
			return nil, err
		}
		defer in.Destroy()
		found, err := s.find(ctx, in)
		if err != nil {
			return nil, err
		}
		defer destroy(found)
		return copyOut(found)
	}
	return run, func() { s.probe.emphasise(Emphasis{}) }
}

func copyOut(found []ort.Value) (decision, error) {
	d := make(decision, len(found))
	for i, v := range found {
		t, ok := v.(*ort.Tensor[float32])
		if !ok {
			return nil, fmt.Errorf("%w: output %d of the probe is not float32", ErrModel, i)
		}
		d[i] = tensor{slices.Clone(t.GetShape()), slices.Clone(t.GetData())}
	}
	return d, nil
}

// give sets the decision that the session's tiles obey, until forget is called.
func (s *session) give(d decision) (forget func(), err error) {
	given := make([]ort.Value, 0, len(d))
	for _, part := range d {
		t, err := ort.NewTensor(ort.NewShape(part.shape...), part.data)
		if err != nil {
			destroy(given)
			return nil, err
		}
		given = append(given, t)
	}
	s.given = given
	return func() { s.given = nil; destroy(given) }, nil
}

func destroy(values []ort.Value) {
	for _, v := range values {
		if v != nil {
			v.Destroy()
		}
	}
}
