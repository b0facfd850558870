package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	ort "github.com/yalue/onnxruntime_go"

	"afterrain/engine/machine"
)

// loading guards ONNX Runtime's environment, of which a process has one. It
// stays until the process ends: unloading the library under its threads crashes.
var loading sync.Mutex

// loadedFrom is the path of the library, which loading guards, "" before it is loaded.
var loadedFrom string

// loadRuntime loads the library once a process. The error wraps ErrRuntime.
func loadRuntime(explicit string) error {
	loading.Lock()
	defer loading.Unlock()
	if ort.IsInitialized() {
		return nil
	}
	path, err := findLibrary(explicit)
	if err != nil {
		return err
	}
	if err := machine.NumberCUDA(); err != nil {
		return fmt.Errorf("%w: %w", ErrRuntime, err)
	}
	if err := os.Setenv("ORT_DISABLE_TELEMETRY", "1"); err != nil { // since 1.30 it reports its runs to Microsoft
		return fmt.Errorf("%w: %w", ErrRuntime, err)
	}
	ort.SetSharedLibraryPath(path)
	if err := ort.InitializeEnvironment(ort.WithLogLevelFatal()); err != nil {
		return fmt.Errorf("%w: %s does not load (%s): %w", ErrRuntime, path, libraryNeeds(), err)
	}
	loadedFrom = path
	if err := ort.DisableTelemetry(); err != nil { // as Windows wants it said
		return fmt.Errorf("%w: %w", ErrRuntime, err)
	}
	return nil
}

// RuntimeVersion is the version of the ONNX Runtime library, once an Engine is open.
func RuntimeVersion() string {
	if !ort.IsInitialized() {
		return ""
	}
	return ort.GetVersion()
}

// session is a network loaded on one device. Who has the engine's turn owns it;
// on the CPU several lanes may run tiles on it meanwhile.
type session struct {
	device  string
	variant Variant            // that it was opened for
	file    string             // of the graph
	probing string             // file of the probe; "" = there is none
	half    bool               // the graph computes in float16
	reuse   *ort.Tensor[int64] // the depth that a dial is set to; nil = an unrolled graph
	twice   bool               // tiles run twice (see twice.go)
	probe   *prober            // nil = the network decides by itself
	given   []ort.Value        // the decision that tiles obey; nil = each its own
	ort     *ort.DynamicAdvancedSession
	thread  *thread // that all calls are made on; nil = any

	// tile returns the function that runs tiles of w x h pixels, and the one that
	// frees its tensors.
	tile func(w, h int) (run tileFunc, free func(), err error)
}

// openSession loads the graph of a variant on a device, and sets it to the
// variant's depth. The error wraps ErrModel if the graph does not load.
func openSession(m manifest, v Variant, device string, threads int) (*session, error) {
	d, err := m.depth(v, device)
	if err != nil {
		return nil, err
	}
	o, err := sessionOptions(device, d.half, m.inside(device, threads))
	if err != nil {
		return nil, err
	}
	defer o.Destroy()
	s, inputs := &session{device: device, variant: v, file: d.file, probing: d.probe, half: d.half, thread: threadFor(device)}, []string{m.Input}
	s.tile = s.tensors
	if d.input != "" {
		inputs = append(inputs, d.input)
		if s.reuse, err = ort.NewEmptyTensor[int64](ort.NewShape(4)); err != nil {
			return nil, errors.Join(fmt.Errorf("%w: %w", ErrRuntime, err), s.close())
		}
	}
	s.set(d)
	if d.probe != "" {
		inputs = append(inputs, m.Probe.Decision...)
		s.thread.do(func() { s.probe, err = openProber(m, d, device, threads) })
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	s.thread.do(func() {
		s.ort, err = ort.NewDynamicAdvancedSession(filepath.Join(m.dir, d.file), inputs, []string{m.Output}, o)
	})
	if err != nil {
		err = fmt.Errorf("%w: load %s on %s: %w", ErrModel, d.file, device, err)
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// set sets a dial to a depth; an unrolled graph has its own.
func (s *session) set(d depth) {
	s.twice = d.twice
	if s.reuse != nil {
		copy(s.reuse.GetData(), d.reuse)
	}
}

func (s *session) close() error {
	var errs []error
	if s.probe != nil {
		s.thread.do(func() { errs = append(errs, s.probe.close()) })
	}
	if s.reuse != nil {
		errs = append(errs, s.reuse.Destroy())
	}
	if s.ort != nil {
		s.thread.do(func() { errs = append(errs, s.ort.Destroy()) })
	}
	s.thread.end()
	return errors.Join(errs...)
}

// sessionOptions are the measured best: without memory patterns half the memory,
// without spinning threads twice the speed on a busy machine, and with denormals
// as zero no tile that runs many times slower than its neighbours.
func sessionOptions(device string, half bool, threads int) (*ort.SessionOptions, error) {
	o, err := ort.NewSessionOptions()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRuntime, err)
	}
	err = errors.Join(
		o.SetGraphOptimizationLevel(ort.GraphOptimizationLevelEnableAll),
		o.SetExecutionMode(ort.ExecutionModeSequential),
		o.SetIntraOpNumThreads(cores(threads)),
		o.SetInterOpNumThreads(1),
		o.SetMemPattern(false),
		o.SetCpuMemArena(true),
		o.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"),
		o.AddSessionConfigEntry("session.set_denormal_as_zero", "1"),
		addProvider(o, device, half))
	if err != nil {
		o.Destroy()
		return nil, err
	}
	return o, nil
}

// tensors makes the input and the output of tiles of w x h pixels: see tile.
func (s *session) tensors(w, h int) (run tileFunc, free func(), err error) {
	shape := ort.NewShape(1, 3, int64(h), int64(w))
	in, err := ort.NewEmptyTensor[float32](shape)
	if err != nil {
		return nil, nil, err
	}
	out, err := ort.NewEmptyTensor[float32](shape)
	if err != nil {
		in.Destroy()
		return nil, nil, err
	}
	run = func(ctx context.Context, source, target []float32) error {
		copy(in.GetData(), source)
		if err := s.run(ctx, in, out); err != nil {
			return err
		}
		copy(target, out.GetData())
		return nil
	}
	return run, func() { in.Destroy(); out.Destroy() }, nil
}

// run runs the network once, a dial at the depth it is set to, under the decision
// that is given or else the tile's own.
func (s *session) run(ctx context.Context, in, out ort.Value) error {
	inputs := []ort.Value{in}
	if s.reuse != nil {
		inputs = append(inputs, s.reuse)
	}
	if s.probe != nil {
		given := s.given
		if given == nil {
			var err error
			if given, err = s.find(ctx, in); err != nil {
				return err
			}
			defer destroy(given)
		}
		inputs = append(inputs, given...)
	}
	return runGraph(ctx, s.thread, s.ort, inputs, []ort.Value{out})
}

// runGraph runs a graph once, on its thread. ONNX Runtime looks at the terminate
// flag between the nodes of the graph, so a cancel takes hold within the tile.
func runGraph(ctx context.Context, on *thread, graph *ort.DynamicAdvancedSession, inputs, outputs []ort.Value) error {
	options, err := ort.NewRunOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		options.Terminate()
		close(ended)
	})
	on.do(func() { err = graph.RunWithOptions(inputs, outputs, options) })
	if !stop() {
		<-ended // options must outlive Terminate
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errTile, err)
	}
	return nil
}
