package engine

import (
	"errors"
	"path/filepath"
	"runtime"
	"slices"

	ort "github.com/yalue/onnxruntime_go"
)

// WebGPU runs on the graphics cards of all makers, by way of Vulkan, Direct3D 12 or
// Metal. Its provider is a library of its own, which lies beside ONNX Runtime's, or a part
// of that one where it was built so.

// webGPU is what ONNX Runtime calls the provider, and what we register its library as.
const webGPU = "WebGpuExecutionProvider"

var errNoCard = errors.New("it finds no graphics card here, or no driver for one (on Linux: a Vulkan driver and libvulkan.so.1)")

// webGPURegistered tells whether the library has been registered, once a process, which loading guards.
var webGPURegistered bool

// addWebGPU takes the first device that the provider offers: it looks for the quickest
// card itself. Computing on the CPU in a card's stead it does not offer.
func addWebGPU(o *ort.SessionOptions) error {
	loading.Lock()
	defer loading.Unlock()
	path := filepath.Join(filepath.Dir(loadedFrom), webGPULibrary())
	if !isFile(path) {
		return o.AppendExecutionProvider("WebGPU", nil)
	}
	if !webGPURegistered {
		if err := ort.RegisterExecutionProviderLibrary(webGPU, path); err != nil {
			return err
		}
		webGPURegistered = true
	}
	devices, err := ort.GetEpDevices()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(devices, func(d ort.EpDevice) bool { return d.EpName() == webGPU })
	if i < 0 {
		return errNoCard
	}
	return o.AppendExecutionProviderV2(devices[i:i+1], nil)
}

func webGPULibrary() string {
	switch runtime.GOOS {
	case "windows":
		return "onnxruntime_providers_webgpu.dll"
	case "darwin":
		return "libonnxruntime_providers_webgpu.dylib"
	}
	return "libonnxruntime_providers_webgpu.so"
}
