package engine

import (
	"context"
	"errors"

	"afterrain/engine/photo"
)

// Settings say how a photo is restored.
type Settings struct {
	Variant  Variant
	Emphasis Emphasis
}

// Emphasis says what is to be taken away, each 0 to 1. The zero value is
// blind: the network decides by what it senses.
type Emphasis struct{ Noise, Rain, Haze float32 }

// Prompts are what the network makes of a photo: how much of each prompt
// component it takes (0 to 1, sum 1), at the latent and at the skips of level 3
// and level 2, in this order.
type Prompts [3][]float32

// ErrNoSense is what Sense answers for a model that does not tell.
var ErrNoSense = errors.New("this model does not tell what it senses")

// CanEmphasise tells whether the model obeys an Emphasis; others ignore it.
func (e *Engine) CanEmphasise() bool { return false }

// Sense tells what the network makes of the photo at the small depth. It is
// found once a photo. The error may be ErrNoSense.
func (e *Engine) Sense(ctx context.Context, p *photo.Photo) (Prompts, error) {
	return Prompts{}, ErrNoSense
}
