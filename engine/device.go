package engine

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"afterrain/engine/machine"
)

// gpus are the execution providers that "auto" tries here, in this order.
func gpus() []string {
	switch runtime.GOOS {
	case "windows":
		return []string{"cuda", "directml", "webgpu"}
	case "darwin":
		return []string{"coreml", "webgpu"}
	}
	return []string{"cuda", "webgpu"}
}

// DeviceNames lists what Config.Device can name here: the CPU, then the GPUs.
func DeviceNames() []string { return append([]string{"cpu"}, gpus()...) }

// CheckDevice refuses a name that Config.Device does not take: auto, cpu, cuda,
// directml, coreml, webgpu, and cuda:1 or directml:1 for the second adapter, or
// cuda:4090 for one with this in its name (DirectML's have none). Without a number
// it is CUDA's card with the most memory, and DirectML's first.
func CheckDevice(name string) error {
	provider, adapter, chosen := strings.Cut(name, ":")
	known := slices.Contains([]string{"", "auto", "cpu", "cuda", "directml", "coreml", "webgpu"}, provider)
	if !known || chosen && (adapter == "" || provider != "cuda" && provider != "directml") {
		return fmt.Errorf("unknown device %q; use auto, cpu, cuda, directml, coreml or webgpu, and cuda:1 or directml:1 for another adapter", name)
	}
	return nil
}

// choose lists the devices to try for the one asked for, best first, and says
// why the one asked for is not among them. Whether a device also computes
// rightly is known after its self-test (prove.go). present tells what is missing
// for a device.
func choose(asked string, present func(device string) error) (devices []string, note string, why Reason) {
	switch asked {
	case "cpu":
		return []string{"cpu"}, "", why
	case "", "auto":
		for _, name := range gpus() {
			if present(name) == nil {
				devices = append(devices, name)
			}
		}
		return append(devices, "cpu"), "", why
	}
	if err := present(asked); err != nil {
		return []string{"cpu"}, because("cpu", asked, err), Reason{Unusable, asked, Short(err)}
	}
	return []string{asked, "cpu"}, "", why
}

func tryProvider(device string) error {
	defer machine.KeepSignals()()
	o, err := sessionOptions(device, false, 1)
	if err != nil {
		return err
	}
	return o.Destroy()
}

// because is the sentence that says why runs runs and not the device asked for.
func because(runs, asked string, reason error) string {
	return fmt.Sprintf("Running on %s, because %s cannot be used: %s.", label(runs), label(asked), Short(reason))
}

// Label is the device's name for people: "CPU", "CUDA", "CUDA 1" for adapter 1, "CUDA
// fp16" if it computes in float16; "" if it has no name.
func (d Device) Label() string {
	provider, adapter, _ := strings.Cut(d.Name, ":")
	name, known := map[string]string{"cuda": "CUDA", "directml": "DirectML", "coreml": "CoreML", "webgpu": "WebGPU"}[provider]
	if !known {
		name = strings.ToUpper(provider)
	}
	if d.Half {
		adapter += " fp16"
	}
	return strings.Join(strings.Fields(name+" "+adapter), " ")
}

// Precision is what the device computes in, "fp16" or "fp32": whether the graph is the
// one in float16, parts of which are float32 all the same.
func (d Device) Precision() string {
	if d.Half {
		return "fp16"
	}
	return "fp32"
}

// label is a device's name in a sentence.
func label(device string) string {
	if device == "cpu" {
		return "the CPU"
	}
	return Device{Name: device}.Label()
}

// Devices lists every execution provider of this system and whether it works
// here, with a sentence that says why not. Each GPU is tested anew; it counts as
// working only if it computes the same tiles as the CPU. The error wraps
// ErrRuntime or ErrModel.
func Devices(c Config) ([]Device, error) {
	c.Device = "cpu"
	e, err := Open(c)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	list := []Device{{Name: "cpu", OK: true}}
	for _, name := range gpus() {
		list = append(list, e.inspect(name))
	}
	return list, nil
}

// inspect tests one device anew, with the tiles that it would run, in float16 first if
// the model has that for it.
func (e *Engine) inspect(device string) Device {
	defer machine.KeepSignals()()
	defer e.verdicts.forgive(device) // it did not end the program this time
	m := e.model
	e.tile = m.roomy(device, freeMemory(device))
	if !m.hasHalf(device) {
		d, _ := e.inspectGraph(m, device)
		return d
	}
	m.fp16 = true
	half, why := e.inspectGraph(m, device)
	if why == "" {
		return half
	}
	d, wrong := e.inspectGraph(e.model, device)
	if wrong == "" {
		d.Note = fmt.Sprintf("Not in float16: %s.", why)
	}
	return d
}

// inspectGraph tests the graph that m takes on a device; why is what speaks against it.
func (e *Engine) inspectGraph(m manifest, device string) (d Device, why string) {
	unusable := func(why string) (Device, string) {
		return Device{Name: device, Note: fmt.Sprintf("%s cannot be used: %s.", label(device), why)}, why
	}
	s, err := e.load(m, Small, device, e.limit)
	if err != nil {
		return unusable(Short(err))
	}
	defer s.close()
	v, err := e.examine(s, Small, true)
	if err != nil {
		return unusable(Short(err))
	}
	e.verdicts.put(e.verdictKey(s), v)
	if v.Wrong != "" {
		return unusable(v.Wrong)
	}
	d = Device{Name: device, OK: true, Half: s.half}
	if v.Slow != "" {
		d.Note = fmt.Sprintf("auto leaves it out, because %s.", v.Slow)
	}
	return d, v.Slow
}
