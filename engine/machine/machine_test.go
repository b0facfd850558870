package machine

import (
	"context"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"
)

func TestNVIDIAList(t *testing.T) {
	text := "0, NVIDIA GeForce RTX 3060, 550.54.14, 11911, 12288\r\n1, NVIDIA T4, 550.54.14, [N/A], [N/A]\n\nNo devices were found\nx, a, b, 1, 2\n"
	want := []Adapter{{0, "NVIDIA GeForce RTX 3060", "550.54.14", 11911 * MiB, 12288 * MiB}, {1, "NVIDIA T4", "550.54.14", 0, 0}}
	if got := parseNVIDIA(text); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// CUDA begins with the fastest card and the driver's program with the first slot:
// the numbers of several cards hold once CUDA has been told, and not if the user has
// numbered them.
func TestNVIDIANumbers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell script")
	}
	t.Setenv("PATH", t.TempDir())
	list := func(script string) []Adapter {
		if err := os.WriteFile(os.Getenv("PATH")+"/nvidia-smi", []byte("#!/bin/sh\n"+script), 0o777); err != nil {
			t.Fatal(err)
		}
		return NVIDIA()
	}
	const one, two = "echo '0, Slow, 1, 9, 10'\n", "echo '0, Slow, 1, 9, 10'\necho '1, Fast, 1, 90, 100'\n"
	for _, c := range []struct {
		order, visible string // "" = not set
		cards          int    // of two
	}{{"", "", 2}, {"PCI_BUS_ID", "", 2}, {"FASTEST_FIRST", "", 0}, {"", "1", 0}, {"PCI_BUS_ID", "1,0", 0}} {
		for name, value := range map[string]string{cudaOrder: c.order, cudaVisible: c.visible} {
			t.Setenv(name, value) // so that it is put back
			if value == "" {
				os.Unsetenv(name)
			}
		}
		if err := NumberCUDA(); err != nil {
			t.Fatal(err)
		}
		if got := list(two); len(got) != c.cards {
			t.Errorf("%+v: %+v", c, got)
		}
		if got := list(one); len(got) != 1 {
			t.Errorf("%+v: one card became %+v", c, got)
		}
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

// A program that hangs, or leaves another one behind that does, is not waited for.
func TestNVIDIAThatHangs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell script")
	}
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/nvidia-smi", []byte("#!/bin/sh\nsleep 20\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if text := askNVIDIA(ctx); text != "" || time.Since(begun) > 10*time.Second {
		t.Errorf("%q after %v", text, time.Since(begun))
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
