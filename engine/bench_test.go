package engine

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"
)

// The figures fit each other, also for a network that is given a decision.
func TestSpeed(t *testing.T) {
	for _, model := range []string{"dial", "probe"} {
		e := open(t, model, Config{Device: "cpu"})
		g := e.model.Variants[Small]
		g.MACs = 1e6
		e.model.Variants[Small] = g
		s, err := e.Speed(context.Background(), Small, 2)
		if err != nil {
			t.Fatal(err)
		}
		if want := 2e6 / 1e9 / s.Took.Seconds(); s.Tile != e.model.Tile || s.Took <= 0 || s.GEMM <= 0 || math.Abs(s.GFLOPs-want) > want/1000 {
			t.Errorf("%s: %+v, want %g GFLOP/s", model, s, want)
		}
		if s, err := e.Speed(context.Background(), Large, 1); err != nil || s.GFLOPs != 0 {
			t.Errorf("%s: a size that the model does not tell: %+v, %v", model, s, err)
		}
	}
}

// Tiles overlap, are cut to the photo and have coarse ones before them: 24 megapixels take more than 24 of tiles.
func TestThroughput(t *testing.T) {
	e := &Engine{model: manifest{Tile: 256, Halo: 32, Multiple: 8}, tile: 256}
	const coarse = 1 + 1.0/16 + 1.0/64
	if got := e.throughput(time.Second) * coarse; got > 0.065536 || got < 0.7*0.065536 {
		t.Errorf("%g megapixels a second for a tile of 65536 pixels a second", got)
	}
}

func TestSpeedIsCancelled(t *testing.T) {
	e := open(t, "slow", Config{Device: "cpu", Threads: 1})
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := e.Speed(ctx, Small, 1000); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// The product is the one that is counted: its rate times its time is its size.
func TestGEMMMultiplies(t *testing.T) {
	open(t, "model", Config{})
	g, err := openGEMM("cpu", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer g.close()
	if _, err := g.rate(context.Background()); err != nil {
		t.Fatal(err)
	}
	// Each row of left and each column of right has the mean 4 / (4 * gemmSide), about.
	want := 1.0 / gemmSide
	for _, v := range g.values[2].GetData()[:1000] {
		if math.Abs(float64(v)-want) > want/10 {
			t.Fatalf("%g instead of %g", v, want)
		}
	}
}

// The size of the network at each depth that the contract tells of, by its name or
// by its reuse vector.
func TestSizeOfADepth(t *testing.T) {
	m := manifest{
		Variants: map[Variant]graph{Small: {Reuse: []int64{2, 3, 3, 4}, MACs: 2}, Large: {Reuse: []int64{4, 6, 6, 8}, MACs: 8}},
		Dial:     &dial{MACs: map[Variant]float64{Middle: 5, "not a depth": 1}},
	}
	for v, want := range map[Variant]float64{Small: 2, Middle: 5, Large: 8, "3,4,4,6": 5, "4,6,6,8": 8, "1,1,1,1": 0, "xl": 0} {
		if got := m.macs(v); got != want {
			t.Errorf("%s: %g, want %g", v, got, want)
		}
	}
	if m.Dial = nil; m.macs(Middle) != 0 {
		t.Error("a size without a dial")
	}
}

// BenchmarkCancel cancels the large network at moments all over a tile, and reports
// how long it takes from there until the restoration has returned.
func BenchmarkCancel(b *testing.B) {
	e, err := Open(Config{ModelDir: released(b).dir, Device: "cpu"})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	p := noise(600, 400)
	restore := func(ctx context.Context) error {
		_, err := e.Restore(ctx, p, Settings{Variant: Large}, nil)
		return err
	}
	if err := restore(context.Background()); err != nil {
		b.Fatal(err)
	}
	var took []float64
	for b.Loop() {
		ctx, cancel := context.WithCancel(context.Background())
		var start time.Time
		time.AfterFunc(time.Duration(len(took)*73%1000)*time.Millisecond, func() {
			start = time.Now()
			cancel()
		})
		if err := restore(ctx); !errors.Is(err, context.Canceled) {
			b.Fatal(err)
		}
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	b.ReportMetric(median(took), "ms-median")
	b.ReportMetric(slices.Max(took), "ms-most")
}
