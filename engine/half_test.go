package engine

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// halved opens the identity fixture with a made-up CUDA that computes in float16,
// and in float32 if that fails. Both graphs are the same.
func halved(t *testing.T, c Config, half, full *gpu) *Engine {
	t.Helper()
	e := laden(t, c, nil, nil, nil)
	withHalf(e)
	withDevices(e, nil, []string{"cuda"}, map[string]*gpu{"cuda": full, "cuda fp16": half})
	return e
}

// withHalf lists the graphs in float32 as those in float16, too.
func withHalf(e *Engine) {
	for v, g := range e.model.Variants {
		g.Half = &graph{File: g.File, SHA256: "of the float16 graph"}
		e.model.Variants[v] = g
	}
}

// Float16 runs where it computes rightly and quicker than float32; where it does
// not, float32 runs on the same device, about which there is nothing to say.
func TestTheLadderOfPrecision(t *testing.T) {
	slow := func(int, []float32) error { time.Sleep(20 * time.Millisecond); return nil }
	for name, c := range map[string]struct {
		half, full gpu
		runs       Device
	}{
		"good":          {gpu{}, gpu{spoil: slow}, Device{Name: "cuda", OK: true, Half: true}},
		"rounds":        {gpu{spoil: off(0.0005)}, gpu{spoil: slow}, Device{Name: "cuda", OK: true, Half: true}},
		"rounds much":   {gpu{spoil: off(0.001)}, gpu{spoil: slow}, Device{Name: "cuda", OK: true}},
		"one pixel":     {gpu{spoil: dot}, gpu{spoil: slow}, Device{Name: "cuda", OK: true}},
		"zeros":         {gpu{spoil: zeros}, gpu{}, Device{Name: "cuda", OK: true}},
		"not a number":  {gpu{spoil: nan}, gpu{}, Device{Name: "cuda", OK: true}},
		"does not load": {gpu{missing: "no kernel"}, gpu{}, Device{Name: "cuda", OK: true}},
		"no kernel":     {gpu{spoil: outOfMemory(0)}, gpu{}, Device{Name: "cuda", OK: true}},
		"slower":        {gpu{spoil: slow}, gpu{}, Device{Name: "cuda", OK: true}},
		"small memory":  {gpu{spoil: outOfMemory(32)}, gpu{spoil: outOfMemory(0)}, Device{Name: "cuda", OK: true, Half: true}},
		"both lie":      {gpu{spoil: zeros}, gpu{spoil: zeros}, Device{Name: "cpu", OK: true}},
	} {
		t.Run(name, func(t *testing.T) {
			e := halved(t, Config{Device: "named"}, &c.half, &c.full)
			p := noise(150, 91)
			got, err := e.Restore(context.Background(), p, Settings{Variant: Small}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := near(got.Pix, p.Pix, e.Device().Half); err != nil {
				t.Error("a wrong picture:", err)
			}
			d := e.Device()
			if said := d.Note != ""; said != (d.Name == "cpu" || name == "small memory") {
				t.Errorf("note %q", d.Note)
			}
			d.Note, d.Why = "", Reason{}
			if d != c.runs {
				t.Errorf("%+v", d)
			}
			if full := e.model.Tile; name != "small memory" && e.tile != full {
				t.Errorf("tile %d instead of %d", e.tile, full)
			}
		})
	}
}

// off shifts all samples; dot one, by three 8-bit levels.
func off(by float32) func(int, []float32) error {
	return func(_ int, out []float32) error {
		for i := range out {
			out[i] += by
		}
		return nil
	}
}

func dot(_ int, out []float32) error { out[len(out)/3] += 3.0 / 255; return nil }

// What a self-test has found about one precision says nothing about the other, and
// both are kept.
func TestVerdictsArePerPrecision(t *testing.T) {
	c := Config{Device: "named", CacheDir: t.TempDir()}
	half, full := &gpu{spoil: zeros}, &gpu{}
	unchanged(t, halved(t, c, half, full))
	half.tiles, half.spoil = 0, nil
	e := halved(t, c, half, full)
	unchanged(t, e)
	if half.tiles != 0 || e.Device() != (Device{Name: "cuda", OK: true}) {
		t.Errorf("%d tiles in float16, %+v", half.tiles, e.Device())
	}
	if kept := e.verdicts.read(); len(kept) != 2 {
		t.Errorf("%v", kept)
	}
}

// A tile that float16 does not hold runs in float32 on the same device; if that
// gives no numbers or is known to lie, on the CPU.
func TestATileIsRescuedInFloat32(t *testing.T) {
	slow := func(int, []float32) error { time.Sleep(20 * time.Millisecond); return nil }
	for name, c := range map[string]struct {
		tested, then func(int, []float32) error
		ran, note    bool
	}{"good": {slow, nil, true, false}, "not a number": {slow, nan, true, true}, "lies": {zeros, nil, false, true}} {
		half, full := &gpu{}, &gpu{spoil: c.tested}
		e := halved(t, Config{Device: "named"}, half, full)
		unchanged(t, e)
		half.spoil, full.spoil, full.tiles = nan, c.then, 0
		unchanged(t, e)
		if d := e.Device(); !d.Half || (d.Note != "") != c.note || (full.tiles != 0) != c.ran {
			t.Errorf("%s: %+v, %d tiles in float32", name, d, full.tiles)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Who cancels while a rescue loads its network does not wait for it.
func TestCancelWhileARescueLoads(t *testing.T) {
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": {}})
	unchanged(t, e)
	load, loads := e.load, make(chan struct{})
	e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
		<-loads
		return load(m, v, device, threads)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if s, err := e.spare(ctx, Small, "cpu"); s != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", s, err)
	}
	close(loads)
	if s, err := e.spare(context.Background(), Small, "cpu"); s == nil || err != nil {
		t.Errorf("the next one: %v", err)
	}
}

// The list of devices says what is tested in which precision, and why not.
func TestDevicesTellThePrecision(t *testing.T) {
	half, full := &gpu{spoil: zeros}, &gpu{copies: true}
	e := halved(t, Config{Device: "named"}, half, full)
	slow := func() { time.Sleep(200 * time.Millisecond) }
	withDevices(e, slow, []string{"cuda"}, map[string]*gpu{"cuda": full, "cuda fp16": half})
	if d := e.inspect("cuda"); !d.OK || d.Half || !strings.HasPrefix(d.Note, "Not in float16: it computes other values than the CPU") {
		t.Errorf("%+v", d)
	}
}

// Only those providers that compute in float16 get the graphs.
func TestWhoTakesFloat16(t *testing.T) {
	e := open(t, "model", Config{Device: "cpu"})
	if e.model.hasHalf("cuda") {
		t.Error("a model without float16")
	}
	withHalf(e)
	for device, want := range map[string]bool{"cuda": true, "cuda:1": true, "directml": true, "cpu": false, "webgpu": false, "coreml": false} {
		if e.model.hasHalf(device) != want {
			t.Errorf("%s: %v", device, !want)
		}
	}
	for d, want := range map[Device]string{{Name: "cuda", Half: true}: "CUDA fp16", {Name: "directml:1", Half: true}: "DirectML 1 fp16", {Half: false}: ""} {
		if d.Label() != want {
			t.Errorf("%+v: %q", d, d.Label())
		}
	}
}

// The shipped float16 graphs pass the self-test where they can run here: on the
// CPU, which rounds less than a GPU.
func TestTheShippedFloat16Graphs(t *testing.T) {
	m := released(t)
	for _, v := range []Variant{Small, Large} {
		full, half := m, m
		full.Dial, half.Dial, half.fp16 = nil, nil, true // else the CPU takes the dial
		one, err := openSession(half, v, "cpu", 2)
		if err != nil {
			t.Fatal(err)
		}
		defer one.close()
		other, err := openSession(full, v, "cpu", 2)
		if err != nil {
			t.Fatal(err)
		}
		defer other.close()
		if err := agree(one, other, 64, forever); err != nil || !one.half {
			t.Errorf("%s: half %v, %v", v, one.half, err)
		}
	}
}

// A slow CPU is no reason to leave a quick GPU out: the time that it takes for its part
// of the self-test is not the GPU's.
func TestASlowCPUDoesNotSpeakAgainstFloat16(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // the seconds pass at once
		cuda := map[string]*gpu{"cuda fp16": {copies: true}, "cuda": {spoil: func(int, []float32) error { time.Sleep(time.Second); return nil }}}
		e := laden(t, Config{}, nil, nil, nil)
		withHalf(e)
		withDevices(e, func() { time.Sleep(5 * time.Second) }, []string{"cuda"}, cuda)
		if err := e.makeSession(Small); err != nil || !e.Device().Half {
			t.Errorf("%+v, %v", e.Device(), err)
		}
	})
}
