package engine

import "fmt"

// ParseEmphasis reads what is to be taken away: auto (or nothing), denoise,
// derain or dehaze.
func ParseEmphasis(name string) (Emphasis, error) {
	switch name {
	case "", "auto":
		return Emphasis{}, nil
	case "denoise":
		return Emphasis{Noise: 1}, nil
	case "derain":
		return Emphasis{Rain: 1}, nil
	case "dehaze":
		return Emphasis{Haze: 1}, nil
	}
	return Emphasis{}, fmt.Errorf("unknown emphasis %q; use auto, denoise, derain or dehaze", name)
}

// Parts approximates the emphasis for a model that does not obey one: how much
// to take, 0 to 1, of the fine part of the change, which is noise and rain, and of
// the broad part, which is haze (mixing.Mix).
func (e Emphasis) Parts() (fine, broad float32) {
	if e == (Emphasis{}) {
		return 1, 1
	}
	return max(e.Noise, e.Rain), e.Haze
}
