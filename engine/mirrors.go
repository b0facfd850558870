package engine

import "context"

// DyNet-L makes of a mirrored picture not quite the mirror image of what it makes of the
// picture: where it is unsure it errs differently. The mean of four has less of that error
// (geometric self-ensemble; Lim et al., arXiv 1707.02921) and takes four times as long. What
// that is worth is in models/MEASURED.md. Pictures are not laid on their side: rain falls
// from above.

// mirror says which directions of a picture are turned round.
type mirror struct{ x, y bool }

var mirrors = [...]mirror{{}, {x: true}, {y: true}, {x: true, y: true}}

// add adds the mirror image of a picture of planar rows of w samples, h a plane, to sum.
func (m mirror) add(sum, pix []float32, w, h int) {
	for row := range len(pix) / w {
		source := row
		if m.y {
			source = row/h*h + h - 1 - row%h
		}
		line, from := sum[row*w:][:w], pix[source*w:][:w]
		if !m.x {
			for x, v := range from {
				line[x] += v
			}
			continue
		}
		for x, v := range from {
			line[w-1-x] += v
		}
	}
}

// tileFunc is tile at the depth that is set: see there.
func (s *session) tileFunc(w, h int) (run tileFunc, free func(), err error) {
	run, free, err = s.tile(w, h)
	if err == nil && s.mirrored {
		run = overMirrors(run, w, h)
	}
	return run, free, err
}

// overMirrors is the mean of what run makes of a tile of w x h pixels in its mirror images.
func overMirrors(run tileFunc, w, h int) tileFunc {
	view, answer := make([]float32, 3*w*h), make([]float32, 3*w*h)
	return func(ctx context.Context, in, out []float32) error {
		clear(out)
		for _, m := range mirrors {
			clear(view)
			m.add(view, in, w, h)
			if err := run(ctx, view, answer); err != nil {
				return err
			}
			m.add(out, answer, w, h)
		}
		for i := range out {
			out[i] /= float32(len(mirrors))
		}
		return nil
	}
}
