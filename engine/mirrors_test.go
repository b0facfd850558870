package engine

import (
	"context"
	"errors"
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

// What a network does to one side only it does to all sides after the mirrors, and colours stay apart.
func TestMirrorsHaveNoSide(t *testing.T) {
	const w, h = 5, 4
	in, out := make([]float32, 3*w*h), make([]float32, 3*w*h)
	in[2*w+2], in[2*w*h+w+3] = 1, 16 // of red (2, 2), of blue (3, 1)
	if err := overMirrors(blur(w, h), w, h)(context.Background(), in, out); err != nil {
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

func TestMirrorsTellOfAFailure(t *testing.T) {
	failure := errors.New("no")
	run := overMirrors(func(context.Context, []float32, []float32) error { return failure }, 8, 8)
	if err := run(context.Background(), make([]float32, 192), make([]float32, 192)); !errors.Is(err, failure) {
		t.Error(err)
	}
}

// Only the depth that says so runs four times, whatever ran before on the session that it shares with L.
func TestMirroredIsADepthOfItsOwn(t *testing.T) {
	e, p := shipped(t), sky(200, 130)
	at := func(v Variant) []float32 {
		q, err := e.Restore(context.Background(), p, Settings{Variant: v}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return q.Pix
	}
	large, fourfold, again := at(Large), at(Mirrored), at(Large)
	if slices.Equal(large, fourfold) || !slices.Equal(large, again) {
		t.Errorf("l as l4: %v, l after l4 as before: %v", slices.Equal(large, fourfold), slices.Equal(large, again))
	}
	if len(e.sessions) != 1 {
		t.Errorf("%d sessions", len(e.sessions))
	}
}
