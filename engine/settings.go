package engine

import (
	"context"
	"errors"
	"fmt"

	"afterrain/engine/photo"
)

// Settings say how a photo is restored.
type Settings struct {
	Variant  Variant
	Emphasis Emphasis
}

// Emphasis says what is to be taken away, each 0 to 1. The zero value is
// blind: the network decides by what it senses. A model without a control takes
// no notice of it (see CanEmphasise).
type Emphasis struct{ Noise, Rain, Haze float32 }

func (e Emphasis) check() error {
	for _, v := range []float32{e.Noise, e.Rain, e.Haze} {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("emphasis %g is not between 0 and 1", v)
		}
	}
	return nil
}

// Prompts are what the network makes of a photo: how much of each prompt
// component it takes, 0 to 1, at the latent and at the skips of level 3 and level 2,
// in this order. How many there are is the model's affair; those that it senses
// come first, and with a control, numbers that it is told may follow.
type Prompts [3][]float32

// ErrNoSense is what Sense answers for a model that does not tell.
var ErrNoSense = errors.New("this model does not tell what it senses")

// CanEmphasise tells whether the model obeys an Emphasis.
func (e *Engine) CanEmphasise() bool {
	return e.model.Control != nil && !e.model.Control.Ignored
}

// Sense tells what the network makes of the photo by itself, at the small depth.
// It is found once a photo, so after a preview it costs nothing. The error may be
// ErrNoSense.
func (e *Engine) Sense(ctx context.Context, p *photo.Photo) (Prompts, error) {
	o := Settings{Variant: Small}
	if e.model.Probe == nil {
		return Prompts{}, ErrNoSense
	}
	if err := check(p, o); err != nil {
		return Prompts{}, err
	}
	if d := e.decisions.get(p, o); d != nil {
		return d.prompts()
	}
	var d decision
	err := e.withSession(ctx, o.Variant, func(s *session) (err error) {
		d, err = e.decision(ctx, s, p, o)
		return err
	})
	if err != nil {
		return Prompts{}, err
	}
	return d.prompts()
}

// prompts are the first part of the decision, (1, 3, components).
func (d decision) prompts() (Prompts, error) {
	var p Prompts
	first := d[0]
	if len(first.shape) != 3 || first.shape[1] != int64(len(p)) {
		return p, ErrNoSense
	}
	n := int(first.shape[2])
	for i := range p {
		p[i] = first.data[i*n:][:n:n]
	}
	return p, nil
}
