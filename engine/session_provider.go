package engine

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	ort "github.com/yalue/onnxruntime_go"

	"afterrain/engine/machine"
)

// addProvider makes a session run on a device; the CPU needs no provider. half tells
// that its graph computes in float16.
func addProvider(o *ort.SessionOptions, device string, half bool) error {
	provider, adapter, _ := strings.Cut(device, ":")
	switch provider {
	case "cuda":
		return addCUDA(o, adapter, half)
	case "directml":
		return addDirectML(o, adapter)
	case "coreml":
		if runtime.GOOS != "darwin" {
			return errors.New("it is a part of macOS")
		}
		// float32 throughout; the neural engine computes in float16 only.
		return o.AppendExecutionProviderCoreMLV2(map[string]string{"ModelFormat": "MLProgram", "MLComputeUnits": "CPUAndGPU"})
	case "webgpu":
		return addWebGPU(o)
	}
	return nil
}

// addDirectML: its sessions run sequentially and without memory patterns, as
// all of ours do, and each on a thread of its own (thread.go).
func addDirectML(o *ort.SessionOptions, adapter string) error {
	if runtime.GOOS != "windows" {
		return errors.New("it is a part of Windows")
	}
	index, err := directMLIndex(adapter)
	if err != nil {
		return err
	}
	return o.AppendExecutionProviderDirectML(index)
}

// directMLIndex is the number of an adapter, 0 for "". ONNX Runtime takes nothing
// but a number; names would have to be asked of DXGI, in whose order it counts.
func directMLIndex(adapter string) (int, error) {
	if adapter == "" {
		return 0, nil
	}
	index, err := strconv.Atoi(adapter)
	if err != nil || index < 0 {
		return 0, fmt.Errorf("its adapters have numbers only, no names such as %q: directml:0 is the graphics card of the main display, directml:1 the next one", adapter)
	}
	return index, nil
}

// addCUDA asks for quick choices of algorithms, for no
// more memory than is used or free, and for full float32.
func addCUDA(o *ort.SessionOptions, adapter string, half bool) error {
	cuda, err := ort.NewCUDAProviderOptions() // an error where this library has no CUDA
	if err != nil {
		return err
	}
	defer cuda.Destroy()
	options, err := cudaOptions(adapter, half, machine.NVIDIA()) // which takes a while
	if err != nil {
		return err
	}
	if err := cuda.Update(options); err != nil {
		return err
	}
	return o.AppendExecutionProviderCUDA(cuda)
}

// cudaOptions are the provider's options for an adapter, by index or a part of
// its name, "" for the largest. present is what the driver lists; it may be empty.
// Without TF32 ONNX Runtime 1.30 keeps convolutions from the tensor cores in any type, and
// float16 has no others: on an H200 its first tile took 18 s, and the next as long as float32.
func cudaOptions(adapter string, half bool, present []machine.Adapter) (map[string]string, error) {
	options := map[string]string{
		"device_id":                    "0",
		"cudnn_conv_algo_search":       "HEURISTIC",
		"arena_extend_strategy":        "kSameAsRequested",
		"cudnn_conv_use_max_workspace": "1",
		"use_tf32":                     "0",
	}
	if half {
		options["use_tf32"] = "1"
	}
	a, err := findAdapter(present, adapter)
	_, notIndex := strconv.ParseUint(adapter, 10, 16)
	switch {
	case err == nil:
		options["device_id"] = strconv.Itoa(a.Index)
	case adapter == "":
	case notIndex == nil && len(present) == 0: // no driver to ask: CUDA itself will say
		options["device_id"] = adapter
	default:
		return nil, err
	}
	// A tenth stays for the desktop and for CUDA's own libraries.
	if limit := a.Free / 10 * 9; limit > 0 {
		options["gpu_mem_limit"] = strconv.FormatUint(limit, 10)
	}
	return options, nil
}
