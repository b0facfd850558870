package engine

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

// A device in whose test the program ends is tried twice, then left for another one,
// until it may have been mended.
func TestADeviceThatEndsTheProgram(t *testing.T) {
	c := Config{Device: "named", CacheDir: t.TempDir()}
	cuda := &gpu{}
	start := func() *Engine {
		return laden(t, c, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
	}
	for range 2 {
		e := start()
		if err := e.dare(e.model, Small, "cuda"); err != nil { // and the program ends
			t.Fatal(err)
		}
	}
	e := start()
	unchanged(t, e)
	if d := e.Device(); d.Name != "cpu" || !strings.Contains(d.Note, "the program ended while it was tested") || cuda.tiles != 0 {
		t.Errorf("%+v, %d tiles", d, cuda.tiles)
	}
	for key, v := range e.verdicts.read() {
		v.When = time.Now().Add(-doubt - time.Hour)
		e.verdicts.put(key, v)
	}
	e = start()
	unchanged(t, e)
	if d := e.Device(); d.Name != "cuda" || cuda.tiles == 0 {
		t.Errorf("later %+v", d)
	}
}

// Nor is one looked for whose driver ends the program, until then or until "devices" has.
func TestADriverThatEndsTheProgram(t *testing.T) {
	e := laden(t, Config{}, nil, []string{"webgpu"}, map[string]*gpu{"webgpu": {}})
	looked := 0
	look := func(want error) {
		t.Helper()
		if err := e.present("webgpu", func(string) error { looked++; return nil }); err != want {
			t.Error(err)
		}
	}
	look(nil)
	look(nil)
	for range 2 {
		if err := e.verdicts.begin(e.presentKey("webgpu"), false); err != nil { // and the program ends
			t.Fatal(err)
		}
	}
	look(errEnded)
	e.inspect("webgpu")
	look(nil)
	if looked != 3 {
		t.Errorf("looked %d times", looked)
	}
}

// What "devices" has tested may be tried again with all its adapters, as it is told to people.
func TestDevicesForgivesAdapters(t *testing.T) {
	e := laden(t, Config{}, nil, []string{"directml"}, map[string]*gpu{"directml": {}})
	keys := []string{e.presentKey("directml:1"), e.verdictKey(depth{file: "s"}.on("directml:1")), e.presentKey("webgpu")}
	for _, key := range append(keys, keys...) {
		if err := e.verdicts.begin(key, false); err != nil { // and the program ends
			t.Fatal(err)
		}
	}
	e.inspect("directml")
	for i, want := range []error{nil, nil, errEnded} {
		if err := e.verdicts.begin(keys[i], false); err != want {
			t.Errorf("%s: %v", keys[i], err)
		}
	}
}

// Programs that test at the same moment, as started by xargs, are not taken for ones that have
// ended, and each takes away its own note only.
func TestProgramsThatTestAtOnce(t *testing.T) {
	v := verdictsIn(t.TempDir())
	beside := os.Getppid() // it runs
	v.put("card", verdict{Begun: []int{beside, beside, beside}, When: time.Now()})
	if err := v.begin("card", false); err != nil {
		t.Error(err)
	}
	if known, _ := v.get("card"); len(known.Begun) != 4 {
		t.Errorf("begun %v", known.Begun)
	}
	v.end("card")
	if known, _ := v.get("card"); len(known.Begun) != 3 {
		t.Errorf("ended %v", known.Begun)
	}
}

// A Ctrl-C while graphics cards are looked for is no driver that ended the program.
func TestACancelledStartLeavesNoNote(t *testing.T) {
	c := Config{CacheDir: t.TempDir()}
	v := verdictsIn(c.CacheDir)
	ctx, cancel := context.WithCancel(context.Background())
	looking := make(chan struct{})
	defer close(looking)
	_, err := openUnlessDone(ctx, c, func(Config) (*Engine, error) {
		if err := v.begin("card", false); err != nil {
			t.Error(err)
		}
		cancel()
		<-looking
		return nil, errNoCard
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if kept := v.read(); len(kept) != 0 {
		t.Errorf("%+v", kept)
	}
}

// A test that ends, whatever it finds, and one that is cancelled, leave no note.
func TestATestThatEndsLeavesNoNote(t *testing.T) {
	for name, cuda := range map[string]*gpu{"good": {}, "lies": {spoil: zeros}, "does not load": {missing: "no driver"}, "no memory": {spoil: outOfMemory(0)}} {
		e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": cuda})
		unchanged(t, e)
		for _, v := range e.verdicts.read() {
			if len(v.Begun) != 0 {
				t.Errorf("%s: %+v", name, v)
			}
		}
	}
	e := laden(t, Config{Device: "named"}, nil, []string{"cuda"}, map[string]*gpu{"cuda": {}})
	loads, begun := make(chan struct{}), make(chan struct{})
	load := e.load
	e.load = func(m manifest, v Variant, device string, threads int) (*session, error) {
		if device == "cuda" {
			close(begun)
			<-loads
		}
		return load(m, v, device, threads)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-begun
		cancel()
	}()
	if _, err := e.Restore(ctx, noise(9, 9), Settings{Variant: Small}, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if kept := e.verdicts.read(); len(kept) != 0 {
		t.Errorf("cancelled: %+v", kept)
	}
	close(loads)
}
