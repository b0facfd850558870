package engine

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ort "github.com/yalue/onnxruntime_go"
)

func TestParseVariant(t *testing.T) {
	for text, want := range map[string]Variant{
		"s": Small, "m": Middle, "l": Large, "l2": Twice, "3,4,4,6": "3,4,4,6", "01,12,1,12": "1,12,1,12",
		"": "", "S": "", "xl": "", "3,4,4": "", "3,4,4,6,": "", "3,4,4,6,8": "", "3, 4,4,6": "", "3,4,,6": "",
		"0,4,4,6": "", "3,4,4,13": "", "3,-4,4,6": "", "3,4,4,6.5": "", "3,4,4,99999999999999999999": "",
	} {
		got, err := ParseVariant(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if err != nil && !strings.Contains(err.Error(), "use s, m, l, l2 or four numbers from 1 to 12") {
			t.Errorf("%q: the error does not say what to use: %v", text, err)
		}
	}
}

// shift is what the network of testdata/dial adds to every sample.
func shift(f1, f2, f3, f4 float32) float32 {
	return 0.001*f1 + 0.002*f2 + 0.003*f3 + 0.004*f4
}

// Each depth reaches the graph, also after another one, and one session serves all.
func TestOneSessionServesEveryDepth(t *testing.T) {
	e := open(t, "dial", Config{Device: "cpu"})
	p := noise(70, 70)
	for _, c := range []struct {
		depth Variant
		adds  float32
	}{
		{Large, shift(4, 6, 6, 8)}, {Small, shift(2, 3, 3, 4)}, {Middle, shift(3, 4, 4, 6)},
		{"1,12,1,1", shift(1, 12, 1, 1)}, {Large, shift(4, 6, 6, 8)},
	} {
		got, err := e.Restore(context.Background(), p, Settings{Variant: c.depth}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range p.Pix {
			if d := got.Pix[i] - min(1, v+c.adds); d > 3e-6 || d < -3e-6 {
				t.Fatalf("depth %s: %g became %g instead of %g more", c.depth, v, got.Pix[i], c.adds)
			}
		}
	}
	if len(e.sessions) != 1 {
		t.Errorf("%d sessions", len(e.sessions))
	}
}

func TestPreviewOfAVectorEqualsExport(t *testing.T) {
	e := open(t, "dial", Config{Device: "cpu"})
	previewEqualsExport(t, e, "2,1,5,3")
	previewEqualsExport(t, e, Small)
}

func TestWithoutADial(t *testing.T) {
	e := open(t, "model", Config{})
	for _, v := range []Variant{Middle, "1,2,3,4"} {
		_, err := e.Restore(context.Background(), noise(8, 8), Settings{Variant: v}, nil)
		if err == nil || !strings.Contains(err.Error(), "use s or l") {
			t.Errorf("%s: %v", v, err)
		}
	}
	p := noise(70, 70) // S by its vector is S, here the identity
	got, err := e.Restore(context.Background(), p, Settings{Variant: "2,3,3,4"}, nil)
	if err != nil || got.Pix[0] != p.Pix[0] {
		t.Errorf("the vector of s: %v", err)
	}
}

// GPUs take the unrolled graphs, and at a depth between them the CPU steps in
// and says so.
func TestDepthOnAGPU(t *testing.T) {
	e := open(t, "dial", Config{})
	for v, file := range map[Variant]string{Small: "dynet-s.onnx", Large: "dynet-l.onnx", "2,3,3,4": "dynet-s.onnx"} {
		if d, err := e.model.depth(v, "cuda"); err != nil || d.file != file || d.input != "" {
			t.Errorf("%s: %+v, %v", v, d, err)
		}
	}
	if err := e.CPUOnly(Middle); err != nil {
		t.Error(err)
	}
	e.setDevice(Device{Name: "cuda", OK: true})
	for v, only := range map[Variant]bool{Small: false, Twice: false, Middle: true, "1,2,3,4": true, "4,6,6,8": false} {
		if err := e.CPUOnly(v); errors.Is(err, errDepth) != only || (err != nil) != only {
			t.Errorf("%s: %v", v, err)
		}
	}
	if _, err := e.Restore(context.Background(), noise(8, 8), Settings{Variant: Middle}, nil); err != nil {
		t.Fatal(err)
	}
	want := "Running on the CPU, because CUDA cannot be used: depths other than s and l run on the CPU only."
	if d := e.Device(); d != (Device{Name: "cpu", OK: true, Note: want, Why: Reason{Unusable, "cuda", "depths other than s and l run on the CPU only"}}) {
		t.Errorf("%+v", d)
	}
}

// The CPU steps in for a depth that a GPU does not have, and for no other after it: the GPU
// goes on as it was, with its tiles, and is not tested again.
func TestOnlyTheDepthBetweenLeavesTheGPU(t *testing.T) {
	e := open(t, "dial", Config{Device: "cpu", CacheDir: t.TempDir()})
	e.auto = false
	cuda := &gpu{spoil: outOfMemory(32)}
	withDevices(e, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	p := noise(70, 70)
	restore := func(v Variant, adds float32) (tiles int) {
		t.Helper()
		before := cuda.tiles
		got, err := e.Restore(t.Context(), p, Settings{Variant: v}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d := got.Pix[0] - min(1, p.Pix[0]+adds); d > 3e-6 || d < -3e-6 {
			t.Errorf("depth %s: a wrong picture", v)
		}
		return cuda.tiles - before
	}
	restore(Small, shift(2, 3, 3, 4))
	was := e.Device()
	if was.Name != "cuda" || e.tile != 32 {
		t.Fatalf("%+v, tiles of %d", was, e.tile)
	}
	for range 2 {
		if n := restore(Middle, shift(3, 4, 4, 6)); n != 0 || e.Device().Name != "cpu" || e.tile == 32 {
			t.Errorf("half-way %d tiles ran on the GPU: %+v, tiles of %d", n, e.Device(), e.tile)
		}
		if e.CPUOnly(Middle) == nil || len(e.Depths()) != 3 {
			t.Errorf("then the GPU has the depths %q", e.Depths())
		}
		if n := restore(Small, shift(2, 3, 3, 4)); n != e.grid(70, 70).count() || e.Device() != was || e.tile != 32 {
			t.Errorf("then %d tiles ran on the GPU: %+v, tiles of %d", n, e.Device(), e.tile)
		}
		if n := restore(Large, shift(4, 6, 6, 8)); n == 0 || e.Device() != was {
			t.Errorf("at L %d tiles ran on the GPU: %+v", n, e.Device())
		}
	}
}

// A GPU that fails after the CPU has stepped in is left for good, as any.
func TestAGPUFailsAfterTheCPUHasSteppedIn(t *testing.T) {
	e := open(t, "dial", Config{Device: "cpu", CacheDir: t.TempDir()})
	cuda := &gpu{}
	withDevices(e, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	e.auto = false
	for _, v := range []Variant{Small, Middle} {
		if _, err := e.Restore(t.Context(), noise(70, 70), Settings{Variant: v}, nil); err != nil {
			t.Fatal(err)
		}
	}
	cuda.spoil = func(int, []float32) error { return errors.New("the driver was reset") }
	for _, v := range []Variant{Small, Middle, Large} {
		if _, err := e.Restore(t.Context(), noise(70, 70), Settings{Variant: v}, nil); err != nil {
			t.Fatal(err)
		}
		if d := e.Device(); d.Name != "cpu" || !strings.Contains(d.Note, "the driver was reset") {
			t.Errorf("%s: %+v", v, d)
		}
	}
}

// released opens the weights that ship, or skips.
func released(t testing.TB) manifest {
	t.Helper()
	open(t, "model", Config{})
	dir := filepath.Join("..", "models", "release", "afterrain")
	if _, err := os.Stat(filepath.Join(dir, "dynet-dial.onnx")); err != nil {
		t.Skip("no released model with a dial")
	}
	m, err := readManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func distance(a, b []float32) float64 {
	var d float64
	for i := range a {
		d = max(d, math.Abs(float64(a[i]-b[i])))
	}
	return d
}

func TestTheReleasedDialEqualsTheUnrolledGraphs(t *testing.T) {
	m := released(t)
	unrolled := m
	unrolled.Dial = nil
	golden := func(m manifest, v Variant) []float32 {
		s, err := openSession(m, v, "cpu", 1)
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		out, err := runTile(context.Background(), s, goldenTile(64), 64)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	small, large := golden(m, Small), golden(m, Large)
	if d := distance(small, golden(unrolled, Small)); d > 1e-5 {
		t.Errorf("S differs by %g", d)
	}
	if d := distance(large, golden(unrolled, Large)); d > 1e-5 {
		t.Errorf("L differs by %g", d)
	}
	if distance(small, large) < 1e-3 {
		t.Error("S equals L")
	}
}

// A cancel reaches into the loops of the dial.
func TestCancelInsideTheDial(t *testing.T) {
	s, err := openSession(released(t), "12,12,12,12", "cpu", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	in, err1 := ort.NewTensor(ort.NewShape(1, 3, 256, 256), noise(256, 256).Pix)
	out, err2 := ort.NewEmptyTensor[float32](ort.NewShape(1, 3, 256, 256))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	defer in.Destroy()
	defer out.Destroy()
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := s.run(ctx, in, out); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	for _, v := range out.GetData() {
		if v != 0 {
			t.Fatal("the network ran to its end")
		}
	}
}
