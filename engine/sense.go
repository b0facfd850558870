package engine

import (
	"context"
	"errors"
	"fmt"
	"math"

	"afterrain/engine/photo"
)

// Seen is what the network makes of a photo, put into words by a calibrated
// regression (models/dynet/calibrate.py): how likely each is, 0 to 1, sum 1.
type Seen struct {
	Clean, Noise, Rain, Haze float64
	Accuracy                 float64 // share of test pictures of which the likeliest was right
}

// sense is that regression: the logarithms of the first prompt weights of each place,
// which are what the network senses, one place after the other, times weights, plus
// bias, through a softmax. After them may stand what it is told (control).
type sense struct {
	Classes  []string    `json:"classes"`
	Floor    float64     `json:"floor"`   // least weight before its logarithm
	Weights  [][]float64 `json:"weights"` // a row for each class
	Bias     []float64   `json:"bias"`
	Accuracy float64     `json:"accuracy"`
}

func (s *sense) check() error {
	if s == nil {
		return nil
	}
	var known Seen
	for _, class := range s.Classes {
		if known.of(class) == nil {
			return fmt.Errorf("class %q of the sense is unknown to this version of Afterrain", class)
		}
	}
	if len(s.Classes) == 0 || len(s.Weights) != len(s.Classes) || len(s.Bias) != len(s.Classes) || !(s.Floor > 0) {
		return errors.New("the sense has not as many weights as classes, or no floor")
	}
	for _, row := range s.Weights {
		if len(row) != len(s.Weights[0]) {
			return errors.New("the sense has rows of different lengths")
		}
	}
	return nil
}

// of is the place of a class by its name, nil for an unknown one.
func (s *Seen) of(class string) *float64 {
	switch class {
	case "clean":
		return &s.Clean
	case "noise":
		return &s.Noise
	case "rain":
		return &s.Rain
	case "haze":
		return &s.Haze
	}
	return nil
}

// CanTell tells whether the model says what it saw.
func (e *Engine) CanTell() bool { return e.model.Sense != nil && e.model.Probe != nil }

// Saw tells what the network sees in a photo. It takes as long as Sense; the
// error may be ErrNoSense.
func (e *Engine) Saw(ctx context.Context, p *photo.Photo) (Seen, error) {
	if !e.CanTell() {
		return Seen{}, ErrNoSense
	}
	prompts, err := e.Sense(ctx, p)
	if err != nil {
		return Seen{}, err
	}
	return e.model.Sense.read(prompts)
}

func (s *sense) read(p Prompts) (Seen, error) {
	var x []float64
	each := len(s.Weights[0]) / len(p)
	for _, place := range p {
		if len(place) < each || each*len(p) != len(s.Weights[0]) {
			return Seen{}, fmt.Errorf("%w: its sense is of %d prompt weights, and there are %d places of %d", ErrModel, len(s.Weights[0]), len(p), len(place))
		}
		for _, weight := range place[:each] {
			x = append(x, math.Log(max(float64(weight), s.Floor)))
		}
	}
	scores := make([]float64, len(s.Classes))
	most := math.Inf(-1)
	for i, row := range s.Weights {
		scores[i] = s.Bias[i]
		for j, w := range row {
			scores[i] += w * x[j]
		}
		most = max(most, scores[i])
	}
	var sum float64
	for i, v := range scores {
		scores[i] = math.Exp(v - most)
		sum += scores[i]
	}
	seen := Seen{Accuracy: s.Accuracy}
	for i, class := range s.Classes {
		*seen.of(class) = scores[i] / sum
	}
	return seen, nil
}
