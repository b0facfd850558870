package engine

import (
	"context"
	"errors"
	"math"
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

// Tiles overlap and are cut to the photo: 24 megapixels take more than 24 of tiles.
func TestThroughput(t *testing.T) {
	e := &Engine{model: manifest{Tile: 256, Halo: 32, Multiple: 8}, tile: 256}
	if got := e.throughput(time.Second); got > 0.065536 || got < 0.7*0.065536 {
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
