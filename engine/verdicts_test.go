package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"afterrain/engine/machine"
)

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

// A device that is known to be of no use is not loaded at each start, which takes seconds.
func TestARefusedDeviceIsNotLoaded(t *testing.T) {
	for device, known := range map[string]verdict{"cuda": {Wrong: "it is wrong"}, "webgpu": {Slow: "it is slow", Raced: true}} {
		e := laden(t, Config{}, nil, []string{device}, map[string]*gpu{device: {}})
		d, err := e.here().depth(Small, device)
		if err != nil {
			t.Fatal(err)
		}
		known.When = time.Now()
		e.verdicts.put(e.verdictKey(d.on(device)), known)
		load, loaded := e.load, []string{}
		e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
			loaded = append(loaded, device)
			return load(m, v, device, threads)
		}
		unchanged(t, e)
		if !slices.Equal(loaded, []string{"cpu"}) || !strings.Contains(e.Device().Note, known.Wrong+known.Slow) {
			t.Errorf("%s: loaded %q, %+v", device, loaded, e.Device())
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

// A device that was slow or wrong once gets another chance where that may have passed.
func TestDoubtfulVerdictsAge(t *testing.T) {
	for _, c := range []struct {
		device string
		old    verdict
		again  bool
	}{
		{"cuda", verdict{Wrong: "x"}, false}, // the driver is still the same
		{"webgpu", verdict{Wrong: "x"}, true},
		{"cuda", verdict{Slow: "x", Raced: true}, true},
		{"cuda", verdict{Raced: true}, false},
	} {
		for _, age := range []time.Duration{doubt - time.Hour, doubt + time.Hour, -time.Hour} {
			device := &gpu{}
			e := laden(t, Config{Device: "named", CacheDir: t.TempDir()}, nil, []string{c.device}, map[string]*gpu{c.device: device})
			s, err := e.load(e.model, Small, c.device, 1)
			if err != nil {
				t.Fatal(err)
			}
			defer s.close()
			c.old.When = time.Now().Add(-age)
			e.verdicts.put(e.verdictKey(s), c.old)
			unchanged(t, e)
			kept, _ := e.verdicts.get(e.verdictKey(s))
			if tested := !kept.When.Equal(c.old.When); tested != (c.again && age != doubt-time.Hour) {
				t.Errorf("%s, %+v, %v old: tested %v", c.device, c.old, age, tested)
			}
		}
	}
}

// Drivers take other algorithms for large tiles than for small ones.
func TestALargeTileIsTestedToo(t *testing.T) {
	device := &gpu{spoil: func(side int, out []float32) error {
		if side > 64 {
			return smeared(side, out)
		}
		return nil
	}}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": device})
	e.model.Tile, e.tile = 128, 128
	unchanged(t, e)
	if e.Device().Name != "cpu" {
		t.Errorf("%+v", e.Device())
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

// What was found last is what the next start asks for: a full list must not have a GPU tested again.
func TestTheNewestVerdictsStay(t *testing.T) {
	v, start := verdictsIn(t.TempDir()), time.Now().Add(-time.Hour)
	put := func(i int, after time.Duration) {
		v.put(fmt.Sprint(i), verdict{Wrong: fmt.Sprint(i), When: start.Add(after)})
	}
	for i := range mostVerdicts {
		put(mostVerdicts-i, time.Duration(i)*time.Second) // the highest number is the oldest
	}
	put(mostVerdicts-1, time.Minute*30) // found anew
	put(100, time.Minute*40)
	put(101, time.Minute*50)
	for i, want := range map[int]bool{1: true, 100: true, 101: true, mostVerdicts - 1: true, mostVerdicts: false, mostVerdicts - 2: false, mostVerdicts - 3: true} {
		if known, ok := v.get(fmt.Sprint(i)); ok != want || ok && known.Wrong != fmt.Sprint(i) {
			t.Errorf("verdict %d is kept: %v, %+v", i, ok, known)
		}
	}
	if n := len(v.read()); n != mostVerdicts {
		t.Errorf("%d are kept", n)
	}
}

// What was found with smaller tiles, as of a GPU whose memory other programs had, says
// nothing about larger ones, for which drivers take other algorithms.
func TestVerdictsArePerTile(t *testing.T) {
	cache := t.TempDir()
	cuda := &gpu{spoil: func(side int, out []float32) error {
		if side > 32 {
			clear(out)
		}
		return nil
	}}
	for _, small := range []bool{true, false} {
		e := laden(t, Config{Device: "named", CacheDir: cache}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
		if small {
			e.tile = 32
		}
		unchanged(t, e)
		if (e.Device().Name == "cuda") != small {
			t.Errorf("small %v: %+v", small, e.Device())
		}
	}
}

// WebGPU's provider is renewed without ONNX Runtime: what the old one did says nothing about the new one.
func TestVerdictsArePerProvider(t *testing.T) {
	e := laden(t, Config{}, nil, []string{"webgpu", "cuda"}, nil)
	e.library = filepath.Join(t.TempDir(), libraryName())
	keys := func(device, provider string) []string {
		if err := os.WriteFile(filepath.Join(filepath.Dir(e.library), webGPULibrary()), []byte(provider), 0o666); err != nil {
			t.Fatal(err)
		}
		return []string{e.verdictKey(depth{file: "s"}.on(device)), e.presentKey(device)}
	}
	for device, apart := range map[string]bool{"webgpu": true, "cuda": false} {
		old, renewed := keys(device, "old"), keys(device, "renewed")
		for i, key := range old {
			if (key != renewed[i]) != apart {
				t.Errorf("%s, %s: another with another provider: %v", device, key, !apart)
			}
		}
	}
}
