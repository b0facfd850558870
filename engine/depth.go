package engine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Reuse frequencies that people may ask for, and that a model may ship with.
const (
	maxAsked   = 12
	maxShipped = 16
)

// ParseVariant reads a depth: s, m, l or l2, or a reuse vector as 3,4,4,6, which
// says how often the block of each of the four levels is applied, 1 to 12 times.
func ParseVariant(s string) (Variant, error) {
	switch v := Variant(s); v {
	case Small, Middle, Large, Twice:
		return v, nil
	}
	reuse, err := parseReuse(s)
	if err != nil {
		return "", err
	}
	return Variant(fmt.Sprintf("%d,%d,%d,%d", reuse[0], reuse[1], reuse[2], reuse[3])), nil
}

func parseReuse(s string) ([]int64, error) {
	var reuse []int64
	for field := range strings.SplitSeq(s, ",") {
		f, _ := strconv.ParseInt(field, 10, 64) // what is no number is out of range
		reuse = append(reuse, f)
	}
	if !validReuse(reuse, maxAsked) {
		return nil, fmt.Errorf("unknown depth %q; use s, m, l, l2 or four numbers from 1 to %d such as 3,4,4,6", s, maxAsked)
	}
	return reuse, nil
}

// validReuse tells whether reuse has one frequency a level, each from 1 to limit.
func validReuse(reuse []int64, limit int64) bool {
	return len(reuse) == 4 && slices.Min(reuse) >= 1 && slices.Max(reuse) <= limit
}

// errDepth is a depth that has no graph for GPUs.
var errDepth = errors.New("depths other than s and l run on the CPU only")

// depth is how a variant runs: a graph and, if that is the dial, what it is fed.
type depth struct {
	file  string  // of the graph
	half  bool    // it computes in float16
	probe string  // file of its probe; "" = there is none
	input string  // name of the graph's reuse input; "" = an unrolled graph
	reuse []int64 // reuse frequency of each level

	twice bool // see twice.go
}

// depth finds how v runs on a device. The CPU takes the dial if the model has
// one: one copy of the weights serves every depth. GPUs take the unrolled
// graphs, because they copy the tile at every turn of a loop.
func (m manifest) depth(v Variant, device string) (depth, error) {
	reuse, err := m.reuse(v)
	if err != nil {
		return depth{}, err
	}
	d, err := m.depthOnce(v, reuse, device)
	d.twice = v == Twice
	return d, err
}

// depthOnce is depth but for Twice.
func (m manifest) depthOnce(v Variant, reuse []int64, device string) (depth, error) {
	if m.Dial != nil && device == "cpu" {
		d := depth{file: m.Dial.File, input: m.Dial.Input, reuse: reuse}
		if m.Probe != nil {
			d.probe = m.Probe.Dial.File
		}
		return d, nil
	}
	for _, shipped := range []Variant{Small, Large} {
		if g := m.Variants[shipped]; slices.Equal(g.Reuse, reuse) {
			d := depth{file: g.File, reuse: reuse}
			if m.fp16 {
				d.file, d.half = g.Half.File, true
			}
			if m.Probe != nil {
				d.probe = m.Probe.Variants[shipped].File
			}
			return d, nil
		}
	}
	if m.Dial == nil {
		return depth{}, fmt.Errorf("depth %s is not in this model; use s or l", v)
	}
	return depth{}, errDepth
}

// reuse is the reuse vector of v.
func (m manifest) reuse(v Variant) ([]int64, error) {
	switch v {
	case Small, Large:
		return m.Variants[v].Reuse, nil
	case Twice:
		return m.Variants[Large].Reuse, nil
	case Middle:
		return []int64{3, 4, 4, 6}, nil
	}
	return parseReuse(string(v))
}

// on names the session that d is opened as on a device.
func (d depth) on(device string) *session {
	return &session{device: device, file: d.file, probing: d.probe, half: d.half}
}

// hasHalf tells whether a device takes the model's graphs in float16: those that
// compute in it natively, and only if both depths have one.
func (m manifest) hasHalf(device string) bool {
	provider, _, _ := strings.Cut(device, ":")
	return (provider == "cuda" || provider == "directml") && m.Variants[Small].Half != nil && m.Variants[Large].Half != nil
}

// CPUOnly tells why the CPU steps in at a depth; nil if it does not.
func (e *Engine) CPUOnly(v Variant) error {
	if !e.has(v, e.own()) {
		return errDepth
	}
	return nil
}

// Depths lists the named depths that the device has, shallow first.
func (e *Engine) Depths() []Variant {
	var out []Variant
	for _, v := range []Variant{Small, Middle, Large, Twice} {
		if _, err := e.model.depth(v, e.own().Name); err == nil {
			out = append(out, v)
		}
	}
	return out
}
