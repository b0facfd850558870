package engine

import (
	"errors"
	"runtime"

	ort "github.com/yalue/onnxruntime_go"
)

// addProvider makes a session run on a device; the CPU needs no provider.
func addProvider(o *ort.SessionOptions, device string) error {
	switch device {
	case "cuda":
		return addCUDA(o)
	case "directml":
		if runtime.GOOS != "windows" {
			return errors.New("it is a part of Windows")
		}
		return o.AppendExecutionProviderDirectML(0)
	}
	return nil
}

// addCUDA asks for quick choices of algorithms (tiles come in many sizes), for no
// more memory than is used, and for full float32.
func addCUDA(o *ort.SessionOptions) error {
	cuda, err := ort.NewCUDAProviderOptions()
	if err != nil {
		return err
	}
	defer cuda.Destroy()
	err = cuda.Update(map[string]string{
		"device_id":                    "0",
		"cudnn_conv_algo_search":       "HEURISTIC",
		"arena_extend_strategy":        "kSameAsRequested",
		"cudnn_conv_use_max_workspace": "1",
		"use_tf32":                     "0",
	})
	if err != nil {
		return err
	}
	return o.AppendExecutionProviderCUDA(cuda)
}
