package engine

import (
	"context"
	"fmt"
	"strings"
)

// gpus are the devices that "auto" tries, in this order.
func gpus() []string { return []string{"cuda", "directml"} }

// choose takes the device asked for if its provider loads, else the CPU.
// Whether it also computes rightly is known after the first session.
func choose(asked string) Device {
	switch asked {
	case "cpu":
		return Device{Name: "cpu", OK: true}
	case "", "auto":
		for _, name := range gpus() {
			if tryProvider(name) == nil {
				return Device{Name: name, OK: true}
			}
		}
		return Device{Name: "cpu", OK: true}
	}
	if err := tryProvider(asked); err != nil {
		return Device{Name: "cpu", OK: true, Note: onCPU(asked, err)}
	}
	return Device{Name: asked, OK: true}
}

func tryProvider(device string) error {
	o, err := sessionOptions(device, 1)
	if err != nil {
		return err
	}
	return o.Destroy()
}

// onCPU is the sentence that says why not the device asked for.
func onCPU(device string, reason error) string {
	return fmt.Sprintf("Running on the CPU, because %s cannot be used: %s.", label(device), short(reason))
}

func label(device string) string {
	switch device {
	case "cuda":
		return "CUDA"
	case "directml":
		return "DirectML"
	}
	return "the CPU"
}

// short is the first line of an error, which ONNX Runtime follows with stack traces.
func short(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimRight(line, " .")
}

// Devices lists every execution provider and whether it works here, with a
// sentence that says why not. A GPU counts as working only after it has computed
// the same tile as the CPU. The error wraps ErrRuntime or ErrModel.
func Devices(c Config) ([]Device, error) {
	c.Device = "cpu"
	e, err := Open(c)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	list := []Device{{Name: "cpu", OK: true}}
	for _, name := range gpus() {
		d := Device{Name: name, OK: true}
		if err := e.prove(name); err != nil {
			d = Device{Name: name, Note: fmt.Sprintf("%s cannot be used: %s.", label(name), short(err))}
		}
		list = append(list, d)
	}
	return list, nil
}

// prove opens the small variant on a GPU and compares it with the CPU.
func (e *Engine) prove(device string) error {
	s, err := openSession(e.model, Small, device, e.limit)
	if err != nil {
		return err
	}
	defer s.close()
	return e.compare(s, Small)
}

// goldenTolerance is the largest difference, in samples of 0 to 1, at which two
// devices count as equal: a quarter of an 8-bit level.
const goldenTolerance = 0.001

// agree runs a small tile with all levels and edges on both sessions. Some
// drivers report success and return zeros or smeared pixels.
func agree(s, reference *session, multiple int) error {
	side := ceil(64, multiple) * multiple
	in := goldenTile(side)
	got, err := runOnce(s, in, side)
	if err != nil {
		return err
	}
	want, err := runOnce(reference, in, side)
	if err != nil {
		return err
	}
	if !finite(got) {
		return errNotFinite
	}
	for i := range want {
		if d := got[i] - want[i]; d > goldenTolerance || d < -goldenTolerance {
			return fmt.Errorf("it computes other values than the CPU (%.3f instead of %.3f)", got[i], want[i])
		}
	}
	return nil
}

func goldenTile(side int) []float32 {
	in := make([]float32, 3*side*side)
	for i := range in {
		in[i] = float32(i*i%251) / 250
	}
	return in
}

func runOnce(s *session, in []float32, side int) ([]float32, error) {
	run, free, err := s.tile(side, side)
	if err != nil {
		return nil, err
	}
	defer free()
	out := make([]float32, len(in))
	return out, run(context.Background(), in, out)
}
