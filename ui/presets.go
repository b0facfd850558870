package ui

import (
	"encoding/json"
	"slices"
	"strings"

	"afterrain/ui/saved"
)

// preset is a look with a name.
type preset struct {
	Name string `json:"name"`
	Look Look   `json:"look"`
}

const keyPresets = "presets"

// loadPresets reads the kept looks, in the order of their names; those that make
// no sense are left out.
func loadPresets(p *saved.Preferences) []preset {
	var out []preset
	for _, s := range p.StringList(keyPresets) {
		one := preset{Look: defaultLook}
		if json.Unmarshal([]byte(s), &one) == nil && strings.TrimSpace(one.Name) != "" {
			one.Look = one.Look.sane()
			out = kept(out, one)
		}
	}
	return out
}

func savePresets(p *saved.Preferences, presets []preset) {
	var list []string
	for _, one := range presets {
		data, _ := json.Marshal(one) // numbers and words only
		list = append(list, string(data))
	}
	p.SetStringList(keyPresets, list)
}

// kept adds a preset in its place; one of the same name is replaced.
func kept(presets []preset, one preset) []preset {
	at, found := slices.BinarySearchFunc(presets, one.Name, func(p preset, name string) int {
		return strings.Compare(strings.ToLower(p.Name), strings.ToLower(name))
	})
	if found {
		out := slices.Clone(presets)
		out[at] = one
		return out
	}
	return slices.Insert(slices.Clone(presets), at, one)
}

func presetNames(presets []preset) []string {
	var names []string
	for _, p := range presets {
		names = append(names, p.Name)
	}
	return names
}
