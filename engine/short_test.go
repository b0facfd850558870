package engine

import (
	"errors"
	"testing"
)

// People do not read where in ONNX Runtime's source an error was thrown. These are what
// 1.30 says for what can go wrong.
func TestShort(t *testing.T) {
	const place = "/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : "
	const arena = "/onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*, bool, onnxruntime::WaitNotificationFn) "
	const node = "Error running network: Non-zero status code returned while running Conv node. Name:'/enc/Conv' Status Message: "
	const needs = "Failed to allocate memory for requested buffer of size 1073741824"
	for said, want := range map[string]string{
		"no such library.\nstack trace":                        "no such library",
		place + "Failed to load library x.so.\nstack":          "Failed to load library x.so",
		"load a.onnx on cuda: " + place + "no kernel":          "load a.onnx on cuda: no kernel",
		"[ONNXRuntimeError] : 1 : FAIL : of a file of its own": "of a file of its own",
		// Out of memory: on a GPU, the same under Windows, on a CPU.
		"restore: a tile failed: " + node + arena + needs:                                                                       "restore: a tile failed: " + needs,
		node + "\n" + arena + needs + "\nStacktrace:\nmain":                                                                     needs,
		node + `D:\a\_work\1\s\onnxruntime\core\framework\bfc_arena.cc:376 onnxruntime::BFCArena::AllocateRawInternal ` + needs: needs,
		// A computer whose graphics card cannot do it, and what Windows says in the middle of a sentence.
		`N:\_work\1\s\onnxruntime\core\providers\dml\dml_provider_factory.cc(512)\onnxruntime.dll!000000018068CBD0: (caller: 000000018068CF0A) Exception(2) tid(128) 887A0004 The device interface is not supported.` + "\r\n": "error 887A0004 The device interface is not supported",
		"model.json: The system cannot find the file specified.; install Afterrain again": "model.json: The system cannot find the file specified; install Afterrain again",
		node + "std::bad_alloc": "there was too little memory",
		"Error creating C session from file: Exception during initialization: std::bad_alloc":                                                                                              "Exception during initialization: there was too little memory",
		node + "CUDA failure 2: out of memory ; GPU=0 ; hostname=anna-pc ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_allocator.cc ; line=47 ; expr=cudaMalloc(&p, size);": "CUDA failure 2: out of memory",
		// Files of the model that are missing or cut.
		"Error creating C session from file: Load model from /m/s.onnx failed:Load model /m/s.onnx failed. File doesn't exist":                                                                                                                                                                                                                                       "Load model from /m/s.onnx failed: Load model /m/s.onnx failed. File doesn't exist",
		"Error creating C session from file: Load model from /m/s.onnx failed:Protobuf parsing failed.":                                                                                                                                                                                                                                                              "Load model from /m/s.onnx failed: Protobuf parsing failed",
		"Load model from /m/s.onnx failed:/onnxruntime_src/onnxruntime/core/graph/model.cc:187 onnxruntime::Model::Model(onnx::ModelProto&&, const onnxruntime::PathString&, const onnxruntime::logging::Logger&) ModelProto does not have a graph.":                                                                                                                 "Load model from /m/s.onnx failed: ModelProto does not have a graph",
		"External data path validation failed for initializer: identity. Error: tensorprotoutils.cc:461 ValidateExternalDataPathFromDir External data path does not exist: \"/m/weights.bin\"":                                                                                                                                                                       "External data path validation failed for initializer: identity. Error: External data path does not exist: \"/m/weights.bin\"",
		"Exception during initialization: /onnxruntime_src/onnxruntime/core/optimizer/initializer.cc:79 onnxruntime::Initializer::Initializer(const onnxruntime::Graph&, bool) [ONNXRuntimeError] : 1 : FAIL : tensorprotoutils.cc:1763 GetExtDataFromTensorProto External initializer: identity offset: 0 size to read: 36 given file_length: 0 are out of bounds.": "Exception during initialization: External initializer: identity offset: 0 size to read: 36 given file_length: 0 are out of bounds",
		// Shapes, types and functions of other forms.
		"Error running network: Got invalid dimensions for input: image for the following indices\n index: 1 Got: 4 Expected: 3\n Please fix the model.":                                                                                                             "Got invalid dimensions for input: image, index: 1 Got: 4 Expected: 3",
		node + "/onnxruntime_src/onnxruntime/core/framework/op_kernel.cc:83 virtual OrtValue* onnxruntime::OpKernelContext::OutputMLValue(int, const onnxruntime::TensorShape&) [ONNXRuntimeError] : 2 : INVALID_ARGUMENT : The output (restored) has another shape": "The output (restored) has another shape",
		"/build/onnxruntime/core/a.h:9 std::unique_ptr<T> onnxruntime::(anonymous namespace)::make(std::function<void(int)>) const [with T = int] it (the GPU) is gone":                                                                                              "it (the GPU) is gone",
		`N:\_work\1\s\onnxruntime\core\providers\webgpu\webgpu_context.cc:74 onnxruntime::webgpu::WebGpuContext::Initialize::<lambda_1>::operator () Failed to get a WebGPU adapter: No supported adapters.`:                                                         "Failed to get a WebGPU adapter: No supported adapters",
		"WebGPU execution provider is not supported in this build. ":                                                  "WebGPU execution provider is not supported in this build",
		"Platform-specific initialization failed: Error loading ONNX shared library \"/x.so\": /x.so: file too short": "Error loading ONNX shared library \"/x.so\": /x.so: file too short",
		"open /photos/onnxruntime/a.cc (2).jpg: no such file":                                                         "open /photos/onnxruntime/a.cc (2).jpg: no such file",
	} {
		if got := Short(errors.New(said)); got != want {
			t.Errorf("%q became %q", said, got)
		}
	}
}
