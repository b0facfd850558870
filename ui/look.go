package ui

import (
	"encoding/json"
	"slices"

	"afterrain/engine"
	"afterrain/engine/photo/mixing"
)

// Look is how one photo is to come out. It is a value: looks can be compared,
// copied from photo to photo, named and kept.
type Look struct {
	Luma     int            `json:"luma"`     // of the change in luminance, 0 to maxStrength %
	Color    int            `json:"color"`    // of the change in colour, 0 to maxStrength %
	Grain    int            `json:"grain"`    // fine luminance structure that stays, 0 to 100 %
	Emphasis Emphasis       `json:"emphasis"` // what is to be taken away
	Depth    engine.Variant `json:"depth"`    // of the export: s, m, l or l2
}

// maxStrength is the most that can be taken of a change, %.
const maxStrength = 130

// Emphasis names what a restoration is to take away.
type Emphasis string

// The emphases.
const (
	Auto    Emphasis = "" // what the network senses
	Denoise Emphasis = "denoise"
	Derain  Emphasis = "derain"
	Dehaze  Emphasis = "dehaze"
)

// defaultLook takes what the network gives.
var defaultLook = Look{Luma: 100, Color: 100, Depth: engine.Large}

// sane returns the look with what makes no sense set to its default: it may
// come from a file.
func (l Look) sane() Look {
	l.Luma = within(l.Luma, 0, maxStrength, defaultLook.Luma)
	l.Color = within(l.Color, 0, maxStrength, defaultLook.Color)
	l.Grain = within(l.Grain, 0, 100, defaultLook.Grain)
	switch l.Emphasis {
	case Auto, Denoise, Derain, Dehaze:
	default:
		l.Emphasis = Auto
	}
	switch l.Depth {
	case engine.Small, engine.Middle, engine.Large, engine.Twice:
	default:
		l.Depth = defaultLook.Depth
	}
	return l
}

// offered returns the look with a depth that the model has on this device: one
// that it has not would run on the CPU.
func (l Look) offered(depths []engine.Variant) Look {
	if !slices.Contains(depths, l.Depth) {
		l.Depth = defaultLook.Depth
	}
	return l
}

// wanted is the emphasis in the engine's terms.
func (l Look) wanted() engine.Emphasis {
	e, _ := engine.ParseEmphasis(string(l.Emphasis)) // sane looks name one
	return e
}

// settings is what the network is asked for at a depth. Only a model that can
// be told what to take away is told.
func (l Look) settings(depth engine.Variant, tellable bool) engine.Settings {
	s := engine.Settings{Variant: depth}
	if tellable {
		s.Emphasis = l.wanted()
	}
	return s
}

// mix is how the network's result is blended in. For a model that cannot be
// told what to take away, the emphasis is approximated by the parts of its
// change.
func (l Look) mix(tellable bool) mixing.Mix {
	m := mixing.Full
	m.Luma, m.Color, m.Grain = float32(l.Luma)/100, float32(l.Color)/100, float32(l.Grain)/100
	if !tellable {
		m.Fine, m.Broad = l.wanted().Parts()
	}
	return m
}

// takesNothing tells whether a photo with this look is saved as it is, without the network,
// whatever the model can be told.
func (l Look) takesNothing() bool { return l.mix(true).TakesNothing() }

// String is the look as JSON; readLook reads it again.
func (l Look) String() string {
	data, _ := json.Marshal(l) // numbers and words only
	return string(data)
}

// readLook reads a look; what is missing or makes no sense is the default.
func readLook(s string) Look {
	l := defaultLook
	if json.Unmarshal([]byte(s), &l) != nil {
		return defaultLook
	}
	return l.sane()
}
