package engine

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"afterrain/engine/machine"
)

// gpu is a device that a test makes up: it runs the CPU's session and spoils it.
type gpu struct {
	missing string                              // why it does not load
	spoil   func(side int, out []float32) error // of each tile, after it is computed
	copies  bool                                // it copies the tile instead of computing it, which is quick
	tiles   int                                 // that it ran
}

// laden opens the identity fixture with made-up devices, best first; cpu spoils
// the CPU's tiles, nil leaves them.
func laden(t *testing.T, c Config, cpu func(), names []string, devices map[string]*gpu) *Engine {
	t.Helper()
	if c.CacheDir == "" {
		c.CacheDir = t.TempDir()
	}
	auto := c.Device != "named"
	c.Device = "cpu"
	e := open(t, "model", c)
	e.auto = auto
	withDevices(e, cpu, names, devices)
	return e
}

// withDevices gives an engine made-up devices.
func withDevices(e *Engine, cpu func(), names []string, devices map[string]*gpu) {
	e.nvidia = func() []machine.Adapter { return []machine.Adapter{{Name: "Card", Driver: "1.0"}} }
	e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
		d := devices[device]
		if half := devices[device+" fp16"]; m.fp16 && half != nil {
			d = half
		}
		if d != nil && d.missing != "" {
			return nil, errors.New(d.missing)
		}
		if device != "cpu" {
			m.Dial = nil // GPUs have the unrolled graphs
		}
		s, err := openSession(m, v, "cpu", threads)
		if err != nil {
			return nil, err
		}
		s.device = device
		s.tile = func(w, h int) (tileFunc, func(), error) {
			run, free, err := s.tensors(w, h)
			return func(ctx context.Context, in, out []float32) error {
				if d == nil && cpu != nil {
					cpu()
				}
				if d != nil {
					return d.run(ctx, run, max(w, h), in, out)
				}
				return run(ctx, in, out)
			}, free, err
		}
		return s, nil
	}
	e.ladder(append(names, "cpu"), "", Reason{})
}

// counting guards the tiles that are counted: the CPU runs several at once.
var counting sync.Mutex

func (d *gpu) count() {
	counting.Lock()
	defer counting.Unlock()
	d.tiles++
}

func (d *gpu) run(ctx context.Context, run tileFunc, side int, in, out []float32) error {
	d.count()
	if d.copies {
		copy(out, in)
	} else if err := run(ctx, in, out); err != nil {
		return err
	}
	if d.spoil == nil {
		return nil
	}
	if err := d.spoil(side, out); err != nil {
		return err
	}
	return ctx.Err()
}

// unchanged restores a photo by the identity network and wants it back.
func unchanged(t *testing.T, e *Engine) {
	t.Helper()
	p := noise(150, 91)
	got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Pix, p.Pix) {
		t.Error("a wrong picture")
	}
}

func zeros(_ int, out []float32) error { clear(out); return nil }

func nan(_ int, out []float32) error {
	zero := float32(0)
	out[len(out)/2] = zero / zero
	return nil
}

// smeared is what darktable#21306 shipped: right but for some pixels.
func smeared(_ int, out []float32) error { copy(out[len(out)/2:], out[:64]); return nil }

func outOfMemory(above int) func(int, []float32) error {
	return func(side int, _ []float32) error {
		if side > above {
			return errors.Join(errTile, errors.New("out of memory"))
		}
		return nil
	}
}

// Whatever a device does, the photo comes back right, and one sentence says why.
func TestTheLadder(t *testing.T) {
	for name, c := range map[string]struct {
		cuda, webgpu gpu
		runs, says   string
	}{
		"good":           {gpu{}, gpu{}, "cuda", ""},
		"zeros":          {gpu{spoil: zeros}, gpu{}, "webgpu", "Running on WebGPU, because CUDA cannot be used: it computes other values than the CPU"},
		"smeared":        {gpu{spoil: smeared}, gpu{}, "webgpu", "other values than the CPU"},
		"not a number":   {gpu{spoil: nan}, gpu{}, "webgpu", "because CUDA cannot be used: the network returned values that are not numbers"},
		"does not load":  {gpu{missing: "no driver"}, gpu{}, "webgpu", "CUDA cannot be used: no driver"},
		"small memory":   {gpu{spoil: outOfMemory(32)}, gpu{}, "cuda", "Running on CUDA with tiles of 32 pixels, because with larger ones a tile failed"},
		"no memory":      {gpu{spoil: outOfMemory(0)}, gpu{}, "webgpu", "CUDA cannot be used: a tile failed"},
		"both fail":      {gpu{missing: "no driver"}, gpu{spoil: zeros}, "cpu", "Running on the CPU, because WebGPU cannot be used: it computes other values"},
		"nothing at all": {gpu{spoil: outOfMemory(0)}, gpu{missing: "no adapter"}, "cpu", "Running on the CPU, because WebGPU cannot be used: no adapter"},
	} {
		t.Run(name, func(t *testing.T) {
			e := laden(t, Config{Device: "named"}, nil, []string{"cuda", "webgpu"}, map[string]*gpu{"cuda": &c.cuda, "webgpu": &c.webgpu})
			unchanged(t, e)
			d := e.Device()
			if d.Name != c.runs || !strings.Contains(d.Note, c.says) || (d.Note == "") != (c.says == "") || strings.Contains(d.Note, "\n") {
				t.Errorf("%+v", d)
			}
			unchanged(t, e) // and again, without another try
			if e.Device() != d {
				t.Errorf("then %+v", e.Device())
			}
		})
	}
}

// A device that passes its test and fails at a photo's first tile: with smaller
// tiles, then the next device.
func TestFailingAtTheFirstTileOfAPhoto(t *testing.T) {
	cuda := &gpu{}
	tested := false
	cuda.spoil = func(side int, out []float32) error {
		if !tested {
			return nil
		}
		return outOfMemory(32)(side, out)
	}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	if err := e.makeSession(Small); err != nil {
		t.Fatal(err)
	}
	tested = true
	p := noise(150, 91)
	var seen []int
	got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, func(done, _ int) { seen = append(seen, done) })
	if err != nil || !slices.Equal(got.Pix, p.Pix) {
		t.Fatalf("not restored: %v", err)
	}
	if e.Device().Name != "cuda" || e.tile != 32 || seen[0] != 0 || seen[1] != 0 {
		t.Errorf("%+v, tile %d, progress %v", e.Device(), e.tile, seen)
	}
}

// The CPU has smaller tiles too, and below the smallest one an error.
func TestTheCPUTakesSmallerTiles(t *testing.T) {
	for above, works := range map[int]bool{32: true, 0: false} {
		e := laden(t, Config{}, nil, nil, map[string]*gpu{"cpu": {spoil: outOfMemory(above)}})
		p := noise(150, 91)
		got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
		if works != (err == nil) || works && !slices.Equal(got.Pix, p.Pix) {
			t.Errorf("above %d pixels: %v", above, err)
		}
		if d := e.Device(); d.Name != "cpu" || d.Why.Cause != Smaller || e.tile != 32 {
			t.Errorf("above %d pixels: %+v, tile %d", above, d, e.tile)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A GPU runs tiles of one size, whatever the photo's.
func TestAGPUHasTilesOfOneSize(t *testing.T) {
	sides := map[int]bool{}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": {spoil: func(side int, _ []float32) error { sides[side] = true; return nil }}})
	for _, size := range []image.Point{{1, 1}, {150, 91}, {64, 200}} {
		p := noise(size.X, size.Y)
		got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
		if err != nil || !slices.Equal(got.Pix, p.Pix) {
			t.Errorf("%v: a wrong picture, %v", size, err)
		}
	}
	if len(sides) != 1 || !sides[e.tile] {
		t.Errorf("%v", sides)
	}
}

// As many tiles run at once as there is memory for.
func TestLanesHaveRoom(t *testing.T) {
	e := open(t, "model", Config{Device: "cpu"})
	atOnce := 0
	e.lanes = func(string, int, int) int { return 4 }
	e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
		s, err := openSession(m, v, device, threads)
		s.tile = func(w, h int) (tileFunc, func(), error) { atOnce++; return s.tensors(w, h) }
		return s, err
	}
	for room, want := range map[int]int{0: 4, 1: 1, 3: 3, 9: 4} {
		e.room, atOnce = room, 0
		unchanged(t, e)
		if atOnce != want {
			t.Errorf("room for %d: %d at once", room, atOnce)
		}
	}
}

// A photo begins anew on the next device if one fails in the middle. That the preview's tiles came through before does
// not matter.
func TestFailingInTheMiddle(t *testing.T) {
	cuda := &gpu{}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	unchanged(t, e)
	good := cuda.tiles + 2
	cuda.spoil = func(int, []float32) error {
		if cuda.tiles > good {
			return errors.New("the driver was reset")
		}
		return nil
	}
	unchanged(t, e)
	if d := e.Device(); d.Name != "cpu" || !strings.Contains(d.Note, "the driver was reset") {
		t.Errorf("%+v", d)
	}
}

// A preview begins anew on the next device, and ends as that alone would have made it,
// whatever patches came before.
func TestFailingPreview(t *testing.T) {
	for _, good := range []int{0, 2} {
		cuda := &gpu{}
		e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
		unchanged(t, e)
		tested := cuda.tiles
		cuda.spoil = func(_ int, out []float32) error {
			if cuda.tiles > tested+good {
				return errors.New("the driver was reset")
			}
			out[0] += 0.0005 // what the next device gives is to replace it
			return nil
		}
		p, view := noise(150, 91), image.Rect(0, 0, 150, 91)
		got, patches := make([]float32, 3*150*91), 0
		err := e.RestoreRegion(context.Background(), p, view, Settings{Variant: Small}, func(q Patch) {
			patches++
			paste(got, view, q)
		})
		if err != nil || e.Device().Name != "cpu" || patches != good+e.grid(150, 91).count() || !slices.Equal(got, p.Pix) {
			t.Errorf("%d good tiles: %d patches, %+v, %v", good, patches, e.Device(), err)
		}
	}
}

// A large photo of which the smaller one was restored with tiles that later are too large
// begins anew with that too, and its view equals its export.
func TestALargePhotoOnSmallerTiles(t *testing.T) {
	cuda := &gpu{}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	p, view := noise(1400, 700), image.Rect(200, 100, 300, 180)
	region := func() []float32 {
		got := make([]float32, 3*view.Dx()*view.Dy())
		if err := e.RestoreRegion(t.Context(), p, view, Settings{Variant: Small}, func(q Patch) { paste(got, view, q) }); err != nil {
			t.Fatal(err)
		}
		return got
	}
	cuda.spoil = func(_ int, out []float32) error { out[0] += 0.0005; return nil }
	region()
	before, tile := e.coarse.get(p, Settings{Variant: Small}), e.tile
	cuda.spoil = outOfMemory(tile - 1)
	export, err := e.Restore(t.Context(), p, Settings{Variant: Small}, nil)
	after := e.coarse.get(p, Settings{Variant: Small})
	if err != nil || e.tile >= tile || after == before || after.canvas.grid.x.tile > e.tile {
		t.Fatalf("tiles of %d, then %d: %v", tile, e.tile, err)
	}
	if !slices.Equal(export.Pix, p.Pix) {
		t.Error("the export is another picture")
	}
	for i, v := range region() {
		plane, x, y := i/(view.Dx()*view.Dy()), view.Min.X+i%view.Dx(), view.Min.Y+i/view.Dx()%view.Dy()
		if v != export.Pix[(plane*700+y)*1400+x] {
			t.Fatalf("sample %d of the view is %g", i, v)
		}
	}
}

// A tile that is not a number in the middle of a photo runs again on the CPU.
func TestATileIsRescued(t *testing.T) {
	cuda := &gpu{}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	cuda.spoil = func(side int, out []float32) error {
		if cuda.tiles%3 == 0 {
			return nan(side, out)
		}
		return nil
	}
	unchanged(t, e)
	want := "Some tiles ran on the CPU, because CUDA returned values that are not numbers."
	if d := e.Device(); d != (Device{Name: "cuda", OK: true, Note: want, Why: Reason{Cause: Rescued, Device: "cuda"}}) {
		t.Errorf("%+v", d)
	}
	unchanged(t, e)
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

// The CPU obeys the decision about the photo that the device's tiles obey.
func TestARescuedTileObeysTheDecision(t *testing.T) {
	p := noise(150, 91)
	restored := func(spoil bool) []float32 {
		e := open(t, "probe", Config{Device: "cpu", CacheDir: t.TempDir()})
		e.auto = false
		cuda := &gpu{}
		withDevices(e, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
		cuda.spoil = func(side int, out []float32) error {
			if spoil && cuda.tiles%2 == 0 {
				return nan(side, out)
			}
			return nil
		}
		got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if rescued := strings.Contains(e.Device().Note, "Some tiles"); rescued != spoil || e.Device().Name != "cuda" {
			t.Errorf("%+v", e.Device())
		}
		for name, s := range e.sessions {
			if s.given != nil {
				t.Errorf("%s holds the decision after the photo", name)
			}
		}
		return got.Pix
	}
	if !slices.Equal(restored(true), restored(false)) {
		t.Error("another picture")
	}
}

// "auto" takes a GPU only if it is quicker; who names it gets it.
func TestTheRace(t *testing.T) {
	slow := func(int, []float32) error { time.Sleep(2 * time.Second); return nil }
	for _, c := range []struct {
		device string
		gpu    gpu
		runs   string
	}{
		{"auto", gpu{copies: true}, "cuda"},
		{"auto", gpu{spoil: slow}, "cpu"},
		{"named", gpu{spoil: slow}, "cuda"},
	} {
		cpu := func() { time.Sleep(500 * time.Millisecond) }
		e := laden(t, Config{Device: c.device}, cpu, []string{"cuda"}, map[string]*gpu{"cuda": &c.gpu})
		if err := e.makeSession(Small); err != nil {
			t.Fatal(err)
		}
		d := e.Device()
		if slower := strings.Contains(d.Note, "slower than the CPU"); d.Name != c.runs || slower != (c.runs == "cpu") {
			t.Errorf("%s: %+v", c.device, d)
		}
	}
}

// A GPU has to be quicker than all that the CPU does at once: tiles in two lanes and more take half the
// time each, at best. A CPU that has one lane only has nothing to be halved.
func TestTheRaceIsAgainstAllLanes(t *testing.T) {
	for _, c := range []struct {
		threads int
		took    time.Duration // by the GPU, for a tile of which the CPU alone takes a second
		runs    string
	}{
		{2, 400 * time.Millisecond, "cuda"},
		{2, 700 * time.Millisecond, "cpu"},
		{1, 700 * time.Millisecond, "cuda"},
		{1, 1300 * time.Millisecond, "cpu"},
	} {
		synctest.Test(t, func(t *testing.T) { // the seconds pass at once
			cuda := &gpu{copies: true, spoil: func(int, []float32) error { time.Sleep(c.took); return nil }}
			cpu := func() { time.Sleep(time.Second) }
			e := laden(t, Config{Threads: c.threads}, cpu, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
			if err := e.makeSession(Small); err != nil || e.Device().Name != c.runs {
				t.Errorf("%d threads, %v a tile: %+v, %v", c.threads, c.took, e.Device(), err)
			}
		})
	}
}

// Who has taken a GPU for quicker than one thread of the CPU has not yet taken it for quicker than all, and the other way about.
func TestAVerdictIsForSoManyThreads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		for _, c := range []struct {
			threads, tested int
			runs            string
		}{{1, 1, "cuda"}, {2, 1, "cpu"}, {2, 0, "cpu"}, {1, 1, "cuda"}, {1, 0, "cuda"}} {
			cuda := &gpu{copies: true, spoil: func(int, []float32) error { time.Sleep(700 * time.Millisecond); return nil }}
			cpu := func() { time.Sleep(time.Second) }
			e := laden(t, Config{Threads: c.threads, CacheDir: folder}, cpu, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
			if err := e.makeSession(Small); err != nil || e.Device().Name != c.runs || min(cuda.tiles, 1) != c.tested {
				t.Errorf("%d threads: %d tiles of a test, %+v, %v", c.threads, cuda.tiles, e.Device(), err)
			}
		}
	})
}
