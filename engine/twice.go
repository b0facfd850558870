package engine

import (
	"context"
	"slices"
)

// DyNet makes of a picture that is upside down not quite what it makes of the picture: where
// it is unsure it errs differently, and the mean of both errs less (geometric self-ensemble; Lim et al.,
// arXiv 1707.02921). Streaks of rain slant as they did. Tiles are run twice at the depth Twice only; a
// photo is looked at twice, to decide about it, at every depth. What that is worth is in
// models/MEASURED.md.

// turn turns planes of samples, each of n, upside down.
func turn(pix []float32, n int) {
	for plane := range slices.Chunk(pix, n) {
		slices.Reverse(plane)
	}
}

// looks is how often a probe is looked at: as it is and upside down.
const looks = 2

// tileFunc is tile at the depth that is set: see there.
func (s *session) tileFunc(w, h int) (run tileFunc, free func(), err error) {
	run, free, err = s.tile(w, h)
	if err == nil && s.twice {
		run = twice(run, w*h)
	}
	return run, free, err
}

// twice is the mean of what run makes of a tile of n pixels as it is and upside down.
func twice(run tileFunc, n int) tileFunc {
	view, answer := make([]float32, 3*n), make([]float32, 3*n)
	return func(ctx context.Context, in, out []float32) error {
		copy(view, in)
		turn(view, n)
		if err := run(ctx, view, answer); err != nil {
			return err
		}
		turn(answer, n)
		if err := run(ctx, in, out); err != nil {
			return err
		}
		for i, v := range answer {
			out[i] = (out[i] + v) / 2
		}
		return nil
	}
}
