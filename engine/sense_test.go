package engine

import (
	"context"
	"errors"
	"math"
	"testing"
)

func TestSenseReadsPromptWeights(t *testing.T) {
	s := &sense{
		Classes: []string{"haze", "noise"}, Floor: 1e-4, Accuracy: 0.9,
		Weights: [][]float64{{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}}, Bias: []float64{0, 0},
	}
	if err := s.check(); err != nil {
		t.Fatal(err)
	}
	got, err := s.read(Prompts{{0.75, 0.25}, {0.5, 0.5}, {1, 0}})
	if err != nil || math.Abs(got.Haze-0.75) > 1e-9 || math.Abs(got.Noise-0.25) > 1e-9 || got.Rain != 0 || got.Accuracy != 0.9 {
		t.Errorf("%+v, %v", got, err)
	}
	if told, err := s.read(Prompts{{0.75, 0.25, 1}, {0.5, 0.5, 1}, {1, 0, 1}}); err != nil || told != got {
		t.Errorf("with a control: %+v, %v", told, err)
	}
	if _, err := s.read(Prompts{{1}, {1}, {1}}); !errors.Is(err, ErrModel) {
		t.Errorf("a sense of another network: %v", err)
	}
}

func TestSenseIsChecked(t *testing.T) {
	for name, s := range map[string]*sense{
		"unknown class": {Classes: []string{"snow"}, Floor: 1, Weights: [][]float64{{1}}, Bias: []float64{0}},
		"no classes":    {Floor: 1},
		"a row missing": {Classes: []string{"rain", "haze"}, Floor: 1, Weights: [][]float64{{1}}, Bias: []float64{0, 0}},
		"a ragged row":  {Classes: []string{"rain", "haze"}, Floor: 1, Weights: [][]float64{{1}, {1, 2}}, Bias: []float64{0, 0}},
		"no floor":      {Classes: []string{"rain"}, Weights: [][]float64{{1}}, Bias: []float64{0}},
	} {
		if s.check() == nil {
			t.Errorf("%s passes", name)
		}
	}
	if err := (*sense)(nil).check(); err != nil {
		t.Error(err)
	}
}

func TestModelWithoutSense(t *testing.T) {
	e := open(t, "model", Config{})
	if _, err := e.Saw(context.Background(), noise(8, 8)); !errors.Is(err, ErrNoSense) || e.CanTell() {
		t.Errorf("can tell %v, %v", e.CanTell(), err)
	}
}
