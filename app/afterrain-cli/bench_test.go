package main

import (
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
