package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"afterrain/engine"
)

// A row tells the precision; in float16 no share of what float32 can do.
func TestBenchTellsThePrecision(t *testing.T) {
	speed := engine.Speed{Tile: 256, Took: time.Second, GFLOPs: 50, GEMM: 100}
	for half, want := range map[bool][]string{false: {"cuda", "fp32", "s", "256", "1", "1", "0", "50.0", "100.0", "50", "%", "-"}, true: {"cuda", "fp16", "s", "256", "1", "1", "0", "50.0", "100.0", "-", "-"}} {
		var out strings.Builder
		printRow(&out, speedRow(engine.Device{Name: "cuda", Half: half}, engine.Small, speed, 0), false)
		if got := strings.Fields(out.String()); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%q", got)
		}
	}
}

// A list of depths may have reuse vectors in it, whose numbers have commas too.
func TestBenchTakesVectors(t *testing.T) {
	for names, want := range map[string][]engine.Variant{
		"m": {engine.Middle}, "s,3,4,4,6,l2": {engine.Small, "3,4,4,6", engine.Twice}, "1,2,3,4,5,6,7,8": {"1,2,3,4", "5,6,7,8"},
	} {
		if o, err := parseBench([]string{"--variant", names}); err != nil || !slices.Equal(o.variants, want) {
			t.Errorf("%s: %q, %v", names, o.variants, err)
		}
	}
	for names, says := range map[string]string{"3,4": `"3,4"`, "s,1,2,3,4,5": `"5"`, "1,2,3,l": `"1,2,3,l"`, "": `""`, "s,,l": `""`} {
		if _, err := parseBench([]string{"--variant", names}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", names, err)
		}
	}
}

// A depth that a device does not have is said in a row of its own.
func TestBenchTellsOfADepthThatIsMissing(t *testing.T) {
	var out strings.Builder
	printRow(&out, row{Device: "cuda", Variant: "m", Note: "only there"}, false)
	if got := strings.Join(strings.Fields(out.String()), " "); got != "cuda m only there" {
		t.Errorf("%q", got)
	}
}
