package engine

import (
	"regexp"
	"strings"
)

// Short is an error as one line for people. ONNX Runtime says where in its source an error
// was thrown, by which function and under which number, wraps that in more of the kind, and
// may go on with a stack trace; what is left is what happened.
func Short(err error) string {
	text := err.Error()
	for _, n := range clutter {
		text = n.of.ReplaceAllString(text, n.instead)
	}
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimRight(line, " .:\r")
}

// clutter is what ONNX Runtime 1.30 and onnxruntime_go say besides, in the order in which it is
// taken away.
var clutter = []struct {
	of      *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`Error (running network|creating C session from file): |Platform-specific initialization failed: `), ""},
	{regexp.MustCompile(`Non-zero status code returned while running \S+ node\. Name:'[^']*' Status Message:\s*`), ""},
	{regexp.MustCompile(`/\S*/onnxruntime/\S*\.(cc|h|cu|cuh|mm):\d+ [^\n]*?\[ONNXRuntimeError\] : `), "[ONNXRuntimeError] : "},
	// "/onnxruntime_src/onnxruntime/x.cc:62 static Info ns::(anonymous namespace)::From(const Options&) const [with T = int] "
	{regexp.MustCompile(`/\S*/onnxruntime/\S*\.(cc|h|cu|cuh|mm):\d+ [^()\n]*(\([^()]*(\([^()]*\)[^()]*)*\)[^()\s]*)+( const)?( \[with [^\]]*\])? `), ""},
	{regexp.MustCompile(`[A-Z]:\\\S*\\onnxruntime\\\S*\.(cc|h|cu|cuh):\d+ \S+ (\(\) )?`), ""},
	// DirectML: "C:\onnxruntime\x.cc(512)\onnxruntime.dll!00007FF9: (caller: 00007FF8) Exception(2) tid(128) 887A0004 What Windows says."
	{regexp.MustCompile(`[A-Z]:\\\S*\.(cc|cpp|h)\(\d+\)\\\S+!\S+ \(caller: \S+\) \w+\(\d+\) tid\([0-9a-f]+\) `), "error "},
	{regexp.MustCompile(`\[ONNXRuntimeError\] : \d+ : [A-Z_]+ : `), ""},
	{regexp.MustCompile(`\b\w+\.(cc|h|mm):\d+ \w+ `), ""}, // "tensorprotoutils.cc:461 Function "
	{regexp.MustCompile(` ; GPU=-?\d+ ; [^\n]*`), ""},     // and the computer's name
	{regexp.MustCompile(` for the following indices\n\s*`), ", "},
	{regexp.MustCompile(` failed:(\S)`), " failed: $1"},
	// What Windows said is in the middle of a sentence.
	{regexp.MustCompile(`\.(; )`), "$1"},
	{regexp.MustCompile(`\bstd::bad_alloc\b|\bbad allocation\b`), "there was too little memory"},
}
