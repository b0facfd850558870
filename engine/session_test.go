package engine

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	ort "github.com/yalue/onnxruntime_go"

	"afterrain/engine/photo"
)

// open opens a fixture model on the real library, or skips.
func open(t testing.TB, model string, c Config) *Engine {
	t.Helper()
	if _, err := findLibrary(""); err != nil {
		t.Skip("no ONNX Runtime library: set ONNXRUNTIME_LIB or put it into build/onnxruntime/")
	}
	c.ModelDir = filepath.Join("testdata", model)
	e, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestRestoreWithTheRealRuntime(t *testing.T) {
	e := open(t, "model", Config{})
	for _, size := range []image.Point{{1, 1}, {5, 70}, {64, 64}, {150, 91}} {
		p := noise(size.X, size.Y)
		same, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(same.Pix, p.Pix) {
			t.Errorf("%v: the identity network changed the photo", size)
		}
		smooth, err := e.Restore(context.Background(), p, Settings{Variant: Large}, nil)
		if err != nil {
			t.Fatal(err)
		}
		compareMean(t, p, smooth)
	}
}

// compareMean checks a 3x3 mean, away from the border, where the tile's end shows.
func compareMean(t *testing.T, p, smooth *photo.Photo) {
	t.Helper()
	w := p.Width
	for y := 1; y < p.Height-1; y++ {
		for x := 1; x < w-1; x++ {
			var sum float32
			for d := range 9 {
				sum += p.Pix[(y+d/3-1)*w+x+d%3-1]
			}
			if d := smooth.Pix[y*w+x] - sum/9; d > 1e-5 || d < -1e-5 {
				t.Fatalf("(%d, %d) of %d x %d: %g instead of %g", x, y, w, p.Height, smooth.Pix[y*w+x], sum/9)
			}
		}
	}
}

func TestPreviewEqualsExport(t *testing.T) {
	previewEqualsExport(t, open(t, "model", Config{Threads: 2}), Large)
}

func previewEqualsExport(t *testing.T, e *Engine, v Variant) {
	t.Helper()
	p := noise(230, 170)
	want, err := e.Restore(context.Background(), p, Settings{Variant: v}, nil)
	if err != nil {
		t.Fatal(err)
	}
	region := image.Rect(40, -10, 180, 110)
	inside := region.Intersect(image.Rect(0, 0, 230, 170))
	view := make([]float32, 3*inside.Dx()*inside.Dy())
	err = e.RestoreRegion(context.Background(), p, region, Settings{Variant: v}, func(q Patch) { paste(view, inside, q) })
	if err != nil {
		t.Fatal(err)
	}
	c := newCanvas(p, grid{}, inside)
	for plane := range 3 {
		for y := inside.Min.Y; y < inside.Max.Y; y++ {
			for x := inside.Min.X; x < inside.Max.X; x++ {
				if view[c.index(plane, x, y)] != want.Pix[(plane*170+y)*230+x] {
					t.Fatalf("plane %d (%d, %d) differs", plane, x, y)
				}
			}
		}
	}
}

func TestProgressCountsTiles(t *testing.T) {
	e := open(t, "model", Config{})
	var seen []int
	_, err := e.Restore(context.Background(), noise(134, 40), Settings{Variant: Small}, func(done, total int) {
		seen = append(seen, done)
		if total != 3 {
			t.Errorf("total %d", total)
		}
	})
	if err != nil || !slices.Equal(seen, []int{0, 1, 2, 3}) {
		t.Errorf("%v, error %v", seen, err)
	}
}

// slowTile opens the slow network and returns tensors of a tile of noise and of zeros.
func slowTile(t *testing.T, e *Engine) (s *session, in, out *ort.Tensor[float32]) {
	t.Helper()
	if err := e.makeSession(Small); err != nil {
		t.Fatal(err)
	}
	in, err1 := ort.NewTensor(ort.NewShape(1, 3, 64, 64), noise(64, 64).Pix)
	out, err2 := ort.NewEmptyTensor[float32](ort.NewShape(1, 3, 64, 64))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return e.loaded(Small), in, out
}

// A cancelled tile stops inside the network: its output is never written.
func TestCancelInsideATile(t *testing.T) {
	s, in, out := slowTile(t, open(t, "slow", Config{Threads: 1}))
	defer in.Destroy()
	defer out.Destroy()
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := s.run(ctx, in, out); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if slices.Max(out.GetData()) != 0 {
		t.Error("the network ran to its end")
	}
	if err := s.run(context.Background(), in, out); err != nil || slices.Max(out.GetData()) == 0 {
		t.Errorf("the next run: %v", err)
	}
}

func TestAWaitingJobCancelsAtOnce(t *testing.T) {
	e := open(t, "slow", Config{Threads: 1})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	first, second := make(chan error, 1), make(chan error, 1)
	running := make(chan struct{})
	go func() {
		_, err := e.Restore(ctx, noise(300, 300), Settings{Variant: Small}, func(done, _ int) {
			if done == 0 {
				close(running)
			}
		})
		first <- err
	}()
	<-running
	waiting, give := context.WithCancel(context.Background())
	go func() {
		_, err := e.Restore(waiting, noise(8, 8), Settings{Variant: Small}, nil)
		second <- err
	}()
	time.AfterFunc(20*time.Millisecond, give)
	select {
	case err := <-second:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the waiting job: %v", err)
		}
	case err := <-first:
		t.Errorf("the running job ended first: %v", err)
	}
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the running job: %v", err)
	}
}

func TestBrokenNetworks(t *testing.T) {
	e := open(t, "broken", Config{})
	if _, err := e.Restore(context.Background(), noise(8, 8), Settings{Variant: Small}, nil); !errors.Is(err, errNotFinite) {
		t.Errorf("NaN: %v", err)
	}
	if _, err := e.Restore(context.Background(), noise(8, 8), Settings{Variant: Large}, nil); !errors.Is(err, ErrModel) {
		t.Errorf("unknown operator: %v", err)
	}
	if _, err := e.Restore(context.Background(), noise(8, 8), Settings{Variant: "xl"}, nil); err == nil {
		t.Error("unknown variant passed")
	}
	e.Close()
	if _, err := e.Restore(context.Background(), noise(8, 8), Settings{Variant: Small}, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

func TestMissingGPUFallsBack(t *testing.T) {
	for _, device := range gpus() {
		e := open(t, "model", Config{Device: device})
		d := e.Device()
		if d.Name == device {
			t.Skipf("this computer has %s", device)
		}
		if d.Name != "cpu" || !d.OK || !strings.HasPrefix(d.Note, "Running on the CPU, because "+label(device)) {
			t.Errorf("%s: %+v", device, d)
		}
	}
}

// A GPU whose provider loads, but whose session does not, is left for the CPU.
func TestFailingGPUFallsBack(t *testing.T) {
	e := open(t, "model", Config{})
	if tryProvider("cuda") == nil {
		t.Skip("this computer has cuda")
	}
	e.setDevice(Device{Name: "cuda", OK: true})
	p := noise(70, 70)
	got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
	if err != nil || !slices.Equal(got.Pix, p.Pix) {
		t.Fatalf("not restored: %v", err)
	}
	if d := e.Device(); d.Name != "cpu" || !d.OK || !strings.Contains(d.Note, "CUDA cannot be used") {
		t.Errorf("%+v", d)
	}
}

// A GPU that fails at its work, too.
func TestGPUFailingAtItsWork(t *testing.T) {
	e := open(t, "model", Config{})
	if err := e.makeSession(Small); err != nil {
		t.Fatal(err)
	}
	s := e.loaded(Small)
	s.device = "cuda"
	e.setDevice(Device{Name: "cuda", OK: true})
	runs := 0
	err := e.withSession(context.Background(), Small, func(s *session) error {
		if runs++; s.device == "cuda" {
			return errors.New("out of memory")
		}
		return nil
	})
	if err != nil || runs != 2 || e.Device().Name != "cpu" {
		t.Errorf("%d runs, %+v, %v", runs, e.Device(), err)
	}
}

// Who cancels while the network loads does not wait for it, and the next one may.
func TestCancelWhileLoading(t *testing.T) {
	e := open(t, "slow", Config{Threads: 1})
	ctx, cancel := context.WithCancel(context.Background())
	if err := e.acquire(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := e.session(ctx, Small); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	} else if err == nil {
		e.release() // it was quicker
	}
	if err := e.acquire(context.Background()); err != nil {
		t.Fatal(err)
	}
	e.release()
}

func TestDevicesListsThem(t *testing.T) {
	open(t, "model", Config{})
	list, err := Devices(Config{ModelDir: filepath.Join("testdata", "model")})
	if err != nil || len(list) != len(DeviceNames()) || list[0] != (Device{Name: "cpu", OK: true}) {
		t.Fatalf("%+v, error %v", list, err)
	}
	for _, d := range list[1:] {
		if !d.OK && !strings.HasSuffix(d.Note, ".") {
			t.Errorf("no sentence: %+v", d)
		}
	}
}

// The provider that comes beside ONNX Runtime's library is one that it takes, and more than
// once; where there is no graphics card, that is all there is to say.
func TestWebGPUComesWithUs(t *testing.T) {
	open(t, "model", Config{})
	if !isFile(filepath.Join(filepath.Dir(loadedFrom), webGPULibrary())) {
		t.Skip("ONNX Runtime's library is one without WebGPU beside it")
	}
	for range 2 {
		if err := tryProvider("webgpu"); err != nil && !errors.Is(err, errNoCard) {
			t.Error(err)
		}
	}
}

func TestAgreeFindsWrongValues(t *testing.T) {
	e := open(t, "model", Config{})
	same, err := openSession(e.model, Small, "cpu", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer same.close()
	smooth, err := openSession(e.model, Large, "cpu", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer smooth.close()
	if err := agree(same, same, 64, forever); err != nil {
		t.Error(err)
	}
	if err := agree(smooth, same, 64, forever); !errors.Is(err, errWrong) {
		t.Error("a device that smooths passed")
	}
}
