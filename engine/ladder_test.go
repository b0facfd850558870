package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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
		if d != nil && d.missing != "" {
			return nil, errors.New(d.missing)
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
	e.ladder(append(names, "cpu"), "")
}

func (d *gpu) run(ctx context.Context, run tileFunc, side int, in, out []float32) error {
	d.tiles++
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
// tiles, then the next device; nothing was delivered before.
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

// A device that fails in the middle of a photo is an error, not half a photo.
func TestFailingInTheMiddle(t *testing.T) {
	cuda := &gpu{}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	cuda.spoil = func(int, []float32) error {
		if cuda.tiles > 4 {
			return errors.New("the driver was reset")
		}
		return nil
	}
	if got, err := e.Restore(context.Background(), noise(300, 300), Settings{Variant: Small}, nil); got != nil || err == nil {
		t.Errorf("%v, %v", got, err)
	}
	unchanged(t, e) // the next photo finds that it fails at once, and gets the CPU
	if d := e.Device(); d.Name != "cpu" || !strings.Contains(d.Note, "the driver was reset") {
		t.Errorf("%+v", d)
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
	if d := e.Device(); d != (Device{Name: "cuda", OK: true, Note: want}) {
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

// A verdict is kept: the next start does not test again, whatever it was.
func TestVerdictsAreKept(t *testing.T) {
	for _, spoil := range []func(int, []float32) error{nil, zeros} {
		cache := t.TempDir()
		devices := map[string]*gpu{"cuda": {spoil: spoil}}
		first := laden(t, Config{Device: "named", CacheDir: cache}, nil, []string{"cuda"}, devices)
		if err := first.makeSession(Small); err != nil {
			t.Fatal(err)
		}
		tested := devices["cuda"].tiles
		second := laden(t, Config{Device: "named", CacheDir: cache}, nil, []string{"cuda"}, devices)
		if err := second.makeSession(Small); err != nil {
			t.Fatal(err)
		}
		if tested == 0 || devices["cuda"].tiles != tested || second.Device() != first.Device() {
			t.Errorf("%d tiles, then %d: %+v, then %+v", tested, devices["cuda"].tiles, first.Device(), second.Device())
		}
		// Another driver: a new test.
		third := laden(t, Config{Device: "named", CacheDir: cache}, nil, []string{"cuda"}, devices)
		third.nvidia = func() []machine.Adapter { return []machine.Adapter{{Name: "Card", Driver: "2.0"}} }
		if err := third.makeSession(Small); err != nil || devices["cuda"].tiles == tested {
			t.Errorf("another driver was not tested: %v", err)
		}
	}
}

// Where the driver is unknown it may have changed: a good verdict is checked
// with a small tile.
func TestAnUnknownDriverIsCheckedEachTime(t *testing.T) {
	cache := t.TempDir()
	device := &gpu{}
	for _, spoil := range []func(int, []float32) error{nil, zeros} {
		device.spoil = spoil
		e := laden(t, Config{Device: "named", CacheDir: cache}, nil, []string{"webgpu"}, map[string]*gpu{"webgpu": device})
		unchanged(t, e)
		if (e.Device().Name == "webgpu") != (spoil == nil) {
			t.Errorf("%+v", e.Device())
		}
	}
}

func TestADamagedVerdictFileIsIgnored(t *testing.T) {
	for _, text := range []string{"", "{", "[]", `{"version": 1}`, `{"version": 9, "verdicts": {"a": {"wrong": "x"}}}`, "\x00\xff"} {
		v := verdictsIn(t.TempDir())
		if err := os.WriteFile(v.path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, ok := v.get("a"); ok {
			t.Errorf("%q: a verdict", text)
		}
		v.put("a", verdict{Wrong: "x"})
		if got, ok := v.get("a"); !ok || got.Wrong != "x" {
			t.Errorf("%q: not replaced", text)
		}
		if list, _ := os.ReadDir(filepath.Dir(v.path)); len(list) != 1 {
			t.Errorf("left behind: %v", list)
		}
	}
	verdicts{}.put("a", verdict{}) // no folder: nothing is kept, nothing breaks
	verdictsIn(string([]byte{0})).put("a", verdict{})
}

func TestVerdictsDoNotGrowForever(t *testing.T) {
	v := verdictsIn(t.TempDir())
	for i := range 3 * mostVerdicts {
		v.put(strings.Repeat("x", i), verdict{})
	}
	if n := len(v.read()); n > mostVerdicts || n == 0 {
		t.Errorf("%d", n)
	}
}

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
		{"cuda:1", nil, []string{"cpu"}, "Running on the CPU, because CUDA adapter 1 cannot be used: no such library."},
	} {
		if got, note := choose(c.asked, present(c.present...)); !slices.Equal(got, c.want) || note != c.note {
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
	cards := []machine.Adapter{{Index: 0, Name: "NVIDIA T4"}, {Index: 1, Name: "NVIDIA GeForce RTX 4090", Free: 1000 * machine.MiB}}
	for _, c := range []struct {
		adapter   string
		present   []machine.Adapter
		id, limit string
		fails     bool
	}{
		{"", nil, "0", "", false}, {"", cards, "0", "", false}, {"1", cards, "1", "943718400", false}, {"4090", cards, "1", "943718400", false},
		{"2", cards, "", "", true}, {"2", nil, "2", "", false}, {"4080", cards, "", "", true}, {"T4", nil, "", "", true},
	} {
		o, err := cudaOptions(c.adapter, c.present)
		if (err != nil) != c.fails || o["device_id"] != c.id || o["gpu_mem_limit"] != c.limit {
			t.Errorf("%q of %d: %v, %v", c.adapter, len(c.present), o, err)
		}
	}
}

// Short memory gets smaller tiles, down to where the halo is the larger part.
func TestRoomyTiles(t *testing.T) {
	m := manifest{Tile: 256, Halo: 32, Multiple: 8}
	for free, want := range map[uint64]int{0: 256, 8 << 30: 256, 403 * machine.MiB: 256, 380 * machine.MiB: 128, 90 * machine.MiB: 64, 1: 64} {
		if got := m.roomy(free); got != want {
			t.Errorf("%d bytes: %d", free, got)
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
