package protect

import (
	"context"

	"afterrain/engine/photo"
	"afterrain/engine/photo/parallel"
)

// Apply puts p back into restored, of the same size and changed from p, as far as the mask
// says; nil protects nothing. Restored's samples are overwritten and belong to the photo that is
// returned. Where nothing is protected they stay as they are, where all is they are p's, bit for
// bit. Once ctx is done it soon returns ctx's error.
func Apply(ctx context.Context, p, restored *photo.Photo, m *Mask) (*photo.Photo, error) {
	if m == nil {
		return restored, nil
	}
	places := make([]float64, p.Width)
	for x := range places {
		places[x] = float64(x) + 0.5
	}
	parallel.Parts(p.Height, func(from, to int) {
		line := m.Across(places)
		for y := from; y < to && ctx.Err() == nil; y++ {
			putRow(p, restored, line, y)
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return restored, nil
}

func putRow(p, restored *photo.Photo, line *Line, y int) {
	weights, from, to := line.At(float64(y) + 0.5)
	was, now := p.Rows(p.Pix, y, y+1), p.Rows(restored.Pix, y, y+1)
	for x := from; x < to; x++ {
		switch w := weights[x]; w {
		case 0:
		case Whole:
			for c := range now {
				now[c][x] = was[c][x]
			}
		default:
			for c := range now {
				now[c][x] += (was[c][x] - now[c][x]) * float32(w) / Whole
			}
		}
	}
}
