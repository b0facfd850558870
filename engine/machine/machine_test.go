package machine

import (
	"os"
	"runtime"
	"slices"
	"testing"
)

func TestNVIDIAList(t *testing.T) {
	text := "0, NVIDIA GeForce RTX 3060, 550.54.14, 11911\r\n1, NVIDIA T4, 550.54.14, [N/A]\n\nNo devices were found\nx, a, b, 1\n"
	want := []Adapter{{0, "NVIDIA GeForce RTX 3060", "550.54.14", 11911 * MiB}, {1, "NVIDIA T4", "550.54.14", 0}}
	if got := parseNVIDIA(text); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// A program of this name that is broken or tells nonsense is as good as none.
func TestNVIDIAWithoutADriver(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell script")
	}
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	for _, script := range []string{"", "#!/bin/sh\nexit 9\n", "#!/bin/sh\necho oops\n"} {
		if script != "" {
			if err := os.WriteFile(dir+"/nvidia-smi", []byte(script), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		if got := NVIDIA(); len(got) != 0 {
			t.Errorf("%q: %+v", script, got)
		}
	}
}

// What is allocated and used shows in the peak and, on Linux, goes when it is counted anew.
func TestMemoryIsTold(t *testing.T) {
	if Peak() == 0 {
		t.Skip("this system does not tell")
	}
	const size = 64 * MiB
	before := Peak()
	block := make([]byte, size)
	for i := range block {
		block[i] = 1
	}
	if grown := Peak() - before; runtime.GOOS == "linux" && Resident() > before && grown < size/2 {
		t.Errorf("the peak grew by %d bytes only", grown)
	}
	runtime.KeepAlive(block)
	if all := Memory(); all != 0 && (all < 16*MiB || all > 1<<50) {
		t.Errorf("%d bytes of memory", all)
	}
}
