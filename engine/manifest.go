package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"afterrain/engine/photo/disk"
)

// inputKind is the one way of feeding a network that this engine knows: planar
// R, G, B, float32, 0 to 1, gamma-encoded.
const inputKind = "srgb-planar-float32-0to1"

// contractMajor is the major version of the models that this engine runs.
const contractMajor = "0."

// manifest is model.json, the contract with the network's makers (models/README.md).
type manifest struct {
	ID        string            `json:"id"`
	Version   string            `json:"version"`
	InputKind string            `json:"input_kind"`
	Input     string            `json:"input"`    // name of the graph's input, float32 (1, 3, H, W)
	Output    string            `json:"output"`   // name of its output, same shape, not clamped
	Multiple  int               `json:"multiple"` // H and W are multiples of this
	Tile      int               `json:"tile"`     // largest tile, pixels a side
	Halo      int               `json:"halo"`     // pixels that neighbouring tiles share at least
	Variants  map[Variant]graph `json:"variants"`
	Dial      *dial             `json:"dial"`    // nil = the model has none
	Probe     *probe            `json:"probe"`   // nil = each tile decides for itself
	Sense     *sense            `json:"sense"`   // nil = the model does not tell what it saw (see sense.go)
	Control   *control          `json:"control"` // nil = nobody can say what is to be taken away
	Weights   weights           `json:"weights"`

	Parameters int      `json:"parameters"` // these are for Card only
	License    string   `json:"license"`
	Training   training `json:"training"`

	dir   string
	fixed bool // all photos have tiles of one size (see ladder.go)
	fp16  bool // the graphs in float16 are taken (see ladder.go)
	alone bool // a tile has all threads of the CPU (see lanes.go)
}

// graph is one depth of the network.
type graph struct {
	File   string  `json:"graph"`
	SHA256 string  `json:"sha256"`
	Reuse  []int64 `json:"reuse"` // how often each level's block is applied, 1 to 16
	MACs   float64 `json:"macs"`  // multiply-accumulates of a tile; 0 = not told
	Half   *graph  `json:"half"`  // File and SHA256 of the same depth in float16, for GPUs; nil = there is none
}

// dial is the graph whose depth is an input, int64[4], each at least 1.
type dial struct {
	File   string `json:"graph"`
	SHA256 string `json:"sha256"`
	Input  string `json:"input"` // name of that input

	MACs map[Variant]float64 `json:"macs"` // as graph's, of depths between the variants
}

// probe is the graphs that give the network's decision about a picture, one for
// each graph that restores under it. They take that graph's image and reuse, and
// the control.
type probe struct {
	Tile     int               `json:"tile"`     // pixels a side of what they look at, at most; a multiple of the model's
	Decision []string          `json:"decision"` // their outputs, which the other graphs take as inputs; the prompt weights first
	Variants map[Variant]graph `json:"variants"`
	Dial     *graph            `json:"dial"`
}

// control is the probes' input that says what is to be taken away, float32
// (1, len(Values)), each 0 to 1.
type control struct {
	Input  string   `json:"input"`
	Values []string `json:"values"` // what each number means: "noise", "rain", "haze"

	Ignored bool `json:"ignored"` // the weights were not trained to obey it
}

// weights is the file that all graphs name as their external data.
type weights struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// reinstall is what to do about a model that does not fit its contract.
const reinstall = "install Afterrain again, or point AFTERRAIN_MODEL to a good model folder"

// readManifest reads dir/model.json and checks every promise that can be
// checked without running the network, checksums too. The error wraps ErrModel.
func readManifest(dir string) (manifest, error) {
	m := manifest{dir: dir}
	data, err := os.ReadFile(filepath.Join(dir, "model.json"))
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err == nil {
		err = m.check()
	}
	if err != nil {
		return m, fmt.Errorf("%w: %s: %w; %s", ErrModel, filepath.Join(dir, "model.json"), disk.WithoutPath(err), reinstall)
	}
	return m, nil
}

func (m manifest) check() error {
	switch {
	case m.InputKind != inputKind:
		return fmt.Errorf("input_kind %q is unknown to this version of Afterrain", m.InputKind)
	case !strings.HasPrefix(m.Version, contractMajor):
		return fmt.Errorf("model version %q is not one this version of Afterrain runs (%sx)", m.Version, contractMajor)
	case m.Input == "" || m.Output == "":
		return errors.New("input or output has no name")
	case m.Multiple < 1 || m.Tile < m.Multiple || m.Tile%m.Multiple != 0 || m.Tile > 4096:
		return fmt.Errorf("tile %d is not a multiple of %d up to 4096", m.Tile, m.Multiple)
	case m.Halo < 0 || m.Halo > m.Tile/2 || m.Halo%m.Multiple != 0:
		return fmt.Errorf("halo %d is not a multiple of %d up to half a tile", m.Halo, m.Multiple)
	}
	for _, v := range []Variant{Small, Large} {
		g, ok := m.Variants[v]
		if !ok {
			return fmt.Errorf("variant %q is missing", v)
		}
		if !validReuse(g.Reuse, maxShipped) {
			return fmt.Errorf("reuse %v of variant %q is not four numbers from 1 to %d", g.Reuse, v, maxShipped)
		}
		if err := m.checkFile(g.File, g.SHA256, 0); err != nil {
			return err
		}
		if g.Half == nil {
			continue
		}
		if err := m.checkFile(g.Half.File, g.Half.SHA256, 0); err != nil {
			return err
		}
	}
	if err := m.checkDial(); err != nil {
		return err
	}
	if err := errors.Join(m.checkProbe(), m.Sense.check()); err != nil {
		return err
	}
	return m.checkFile(m.Weights.File, m.Weights.SHA256, m.Weights.Bytes)
}

func (m manifest) checkDial() error {
	switch d := m.Dial; {
	case d == nil:
		return nil
	case d.Input == "" || d.Input == m.Input:
		return fmt.Errorf("input %q of the dial is not a name of its own", d.Input)
	default:
		return m.checkFile(d.File, d.SHA256, 0)
	}
}

func (m manifest) checkProbe() error {
	p, c := m.Probe, m.Control
	if p == nil && c == nil {
		return nil
	}
	if p == nil || c != nil && (c.Input == "" || c.Input == m.Input || len(c.Values) == 0) {
		return errors.New("the control has no probe, no name of its own or no values")
	}
	for i, name := range p.Decision {
		if name == "" || name == m.Input || slices.Contains(p.Decision[:i], name) {
			return fmt.Errorf("%q of the decision is not a name of its own", name)
		}
	}
	if p.Tile < m.Multiple || p.Tile%m.Multiple != 0 || p.Tile > 4096 {
		return fmt.Errorf("tile %d of the probe is not a multiple of %d up to 4096", p.Tile, m.Multiple)
	}
	if len(p.Decision) == 0 || m.Dial != nil && p.Dial == nil {
		return errors.New("the probe gives no decision, or has no dial")
	}
	files := []graph{p.Variants[Small], p.Variants[Large]}
	if p.Dial != nil {
		files = append(files, *p.Dial)
	}
	for _, f := range files {
		if err := m.checkFile(f.File, f.SHA256, 0); err != nil {
			return err
		}
	}
	return nil
}

// checkFile compares a file of the model's folder with what the contract says
// of it; size 0 means that the contract does not say.
func (m manifest) checkFile(name, sum string, size int64) error {
	if name == "" || name != filepath.Base(name) || !filepath.IsLocal(name) {
		return fmt.Errorf("%q is not the name of a file in the model folder", name)
	}
	f, err := os.Open(filepath.Join(m.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing", name)
	} else if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	switch {
	case err != nil:
		return err
	case size != 0 && n != size:
		return fmt.Errorf("%s has %d bytes instead of %d", name, n, size)
	case hex.EncodeToString(hash.Sum(nil)) != strings.ToLower(sum):
		return fmt.Errorf("%s is damaged: its checksum differs", name)
	}
	return nil
}
