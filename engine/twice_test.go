package engine

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"
)

// blur is a network that sees a pixel's neighbours to the left and above only.
func blur(w, h int) tileFunc {
	return func(_ context.Context, in, out []float32) error {
		for i := range in {
			x, y := i%w, i/w%h
			out[i] = in[i]/2 + in[i-min(x, 1)]/4 + in[i-w*min(y, 1)]/4
		}
		return nil
	}
}

// What a network does to two sides only it does to all when it runs twice, and colours stay apart.
func TestTwiceHasNoSide(t *testing.T) {
	const w, h = 5, 4
	in, out := make([]float32, 3*w*h), make([]float32, 3*w*h)
	in[2*w+2], in[2*w*h+w+3] = 1, 16 // of red (2, 2), of blue (3, 1)
	if err := twice(blur(w, h), w*h)(context.Background(), in, out); err != nil {
		t.Fatal(err)
	}
	want := make([]float32, 3*w*h)
	for at, v := range map[int]float32{2*w + 2: 1, 2*w*h + w + 3: 16} {
		want[at] = v / 2
		for _, beside := range []int{at - 1, at + 1, at - w, at + w} {
			want[beside] = v / 8
		}
	}
	if !slices.Equal(out, want) {
		t.Errorf("got  %v\nwant %v", out, want)
	}
}

// Neither a failure of the first nor one of the second time is lost.
func TestTwiceTellsOfAFailure(t *testing.T) {
	failure := errors.New("no")
	for failing := range 2 {
		runs := 0
		run := twice(func(context.Context, []float32, []float32) error {
			if runs++; runs > failing {
				return failure
			}
			return nil
		}, 64)
		if err := run(context.Background(), make([]float32, 192), make([]float32, 192)); !errors.Is(err, failure) {
			t.Errorf("failure %d: %v", failing, err)
		}
	}
}

// Only the depth that says so runs twice, whatever ran before on the session that it shares with L.
func TestTwiceIsADepthOfItsOwn(t *testing.T) {
	e, p := shipped(t), sky(200, 130)
	at := func(v Variant) []float32 {
		q, err := e.Restore(context.Background(), p, Settings{Variant: v}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return q.Pix
	}
	once, both, again := at(Large), at(Twice), at(Large)
	if slices.Equal(once, both) || !slices.Equal(once, again) {
		t.Errorf("l as l2: %v, l after l2 as before: %v", slices.Equal(once, both), slices.Equal(once, again))
	}
	if len(e.sessions) != 1 {
		t.Errorf("%d sessions", len(e.sessions))
	}
}

// Every probe is looked at as it is and upside down.
func TestProbesAreLookedAtTwice(t *testing.T) {
	p := sky(300, 40)
	c := newCanvas(p, shipped(t).model.probes(p.Width, p.Height), image.Rectangle{})
	seen := map[float32]int{}
	_, err := c.look(t.Context(), 1, func(_ context.Context, in []float32) (decision, error) {
		seen[in[0]]++
		return nil, nil
	})
	if err != nil || len(seen) != looks {
		t.Errorf("%d of %d ways of looking: %v", len(seen), looks, err)
	}
}
