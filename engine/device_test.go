package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"afterrain/engine/machine"
)

func TestChoose(t *testing.T) {
	present := func(list ...string) func(string) error {
		return func(d string) error {
			if slices.Contains(list, d) {
				return nil
			}
			return errors.New("no such library\nstack trace")
		}
	}
	last := gpus()[len(gpus())-1]
	for _, c := range []struct {
		asked   string
		present []string
		want    []string
		note    string
	}{
		{"auto", nil, []string{"cpu"}, ""}, {"", []string{last}, []string{last, "cpu"}, ""},
		{"auto", gpus(), append(gpus(), "cpu"), ""}, {"cpu", gpus(), []string{"cpu"}, ""},
		{"cuda", []string{"cuda"}, []string{"cuda", "cpu"}, ""}, {"cuda:1", []string{"cuda:1"}, []string{"cuda:1", "cpu"}, ""},
		{"cuda:1", nil, []string{"cpu"}, "Running on the CPU, because CUDA 1 cannot be used: no such library."},
	} {
		if got, note, why := choose(c.asked, present(c.present...)); !slices.Equal(got, c.want) || note != c.note || (why.Cause == AsAsked) != (note == "") {
			t.Errorf("%q: %v, %q", c.asked, got, note)
		}
	}
}

func TestCheckDevice(t *testing.T) {
	for name, ok := range map[string]bool{
		"": true, "auto": true, "cpu": true, "cuda": true, "directml": true, "coreml": true, "webgpu": true,
		"cuda:1": true, "cuda:4090": true, "directml:0": true, "cuda:": false, "cpu:1": false, "tpu": false, "CUDA": false, "auto:1": false,
	} {
		if err := CheckDevice(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestCUDAOptions(t *testing.T) {
	cards := []machine.Adapter{{Index: 0, Name: "NVIDIA T4", Total: 1}, {Index: 1, Name: "NVIDIA GeForce RTX 4090", Free: 1000 * machine.MiB, Total: 2}}
	for _, c := range []struct {
		adapter   string
		present   []machine.Adapter
		id, limit string
		fails     bool
	}{
		{"", nil, "0", "", false}, {"", cards, "1", "943718400", false}, {"0", cards, "0", "", false}, {"1", cards, "1", "943718400", false}, {"4090", cards, "1", "943718400", false},
		{"2", cards, "", "", true}, {"4", cards, "", "", true}, {"2", nil, "2", "", false}, {"4080", cards, "", "", true}, {"T4", nil, "", "", true},
	} {
		o, err := cudaOptions(c.adapter, false, c.present)
		if (err != nil) != c.fails || o["device_id"] != c.id || o["gpu_mem_limit"] != c.limit {
			t.Errorf("%q of %d: %v, %v", c.adapter, len(c.present), o, err)
		}
	}
}

// Float32 is full float32; float16 gets the tensor cores.
func TestTensorCores(t *testing.T) {
	for half, want := range map[bool]string{false: "0", true: "1"} {
		if o, err := cudaOptions("", half, nil); err != nil || o["use_tf32"] != want {
			t.Errorf("float16 %v: %v, %v", half, o, err)
		}
	}
}

// Short memory gets smaller tiles, down to where the halo is the larger part.
func TestRoomyTiles(t *testing.T) {
	m := manifest{Tile: 256, Halo: 32, Multiple: 8}
	for free, want := range map[uint64]int{0: 256, 8 << 30: 256, 403 * machine.MiB: 256, 380 * machine.MiB: 128, 90 * machine.MiB: 64, 1: 64} {
		if got := m.roomy("cpu", free); got != want {
			t.Errorf("%d bytes: %d", free, got)
		}
	}
	for free, want := range map[uint64]int{0: 256, 8 << 30: 512, 1500 * machine.MiB: 256, 380 * machine.MiB: 128} {
		if got := m.roomy("cuda:1", free); got != want {
			t.Errorf("CUDA, %d bytes: %d", free, got)
		}
	}
}

// DirectML's sessions live on a thread of their own, with everything they do.
func TestAThreadOfItsOwn(t *testing.T) {
	if threadFor("cpu") != nil || threadFor("cuda:1") != nil {
		t.Error("a thread for a device that needs none")
	}
	own := threadFor("directml:1")
	n := 0
	for range 100 {
		own.do(func() { n++ }) // the race detector would see another thread's
	}
	own.end()
	if n != 100 {
		t.Errorf("%d", n)
	}
}

// The real session works on such a thread, cancel included.
func TestASessionOnAThread(t *testing.T) {
	e := open(t, "model", Config{})
	e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
		s, err := openSession(m, v, "cpu", threads)
		if err == nil {
			s.thread = threadFor("directml")
		}
		return s, err
	}
	unchanged(t, e)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := e.Restore(ctx, noise(150, 150), Settings{Variant: Small}, func(done, _ int) {
		if done == 1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestLabel(t *testing.T) {
	for name, want := range map[string]string{"": "", "cpu": "CPU", "cuda": "CUDA", "cuda:1": "CUDA 1", "cuda:4090": "CUDA 4090", "directml:0": "DirectML 0", "coreml": "CoreML", "webgpu": "WebGPU"} {
		if got := (Device{Name: name}).Label(); got != want {
			t.Errorf("%q is %q", name, got)
		}
	}
}

func TestDirectMLAdapters(t *testing.T) {
	for adapter, want := range map[string]int{"": 0, "0": 0, "2": 2, "-1": -1, "radeon": -1, "1.5": -1} {
		got, err := directMLIndex(adapter)
		if want < 0 != (err != nil) || err == nil && got != want || err != nil && !strings.Contains(err.Error(), "directml:0 is") {
			t.Errorf("%q: %d, %v", adapter, got, err)
		}
	}
}

// The list of devices tests a GPU with the tiles that it will run, not with those of
// a CPU that is short of memory.
func TestDevicesAreTestedWithTheirOwnTiles(t *testing.T) {
	e := laden(t, Config{Device: "named"}, nil, nil, nil)
	side := 0
	cuda := &gpu{copies: true, spoil: func(s int, _ []float32) error { side = max(side, s); return nil }}
	withDevices(e, func() { time.Sleep(200 * time.Millisecond) }, nil, map[string]*gpu{"cuda": cuda})
	e.tile = e.model.half(e.model.Tile)
	if d := e.inspect("cuda"); !d.OK || side != e.model.Tile {
		t.Errorf("%+v, tested with tiles of %d pixels instead of %d", d, side, e.model.Tile)
	}
}
