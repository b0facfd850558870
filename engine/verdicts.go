package engine

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterrain/engine/machine"
	"afterrain/engine/photo/disk"
)

// verdict is what a GPU's self-test has found about one graph.
type verdict struct {
	Wrong string    `json:"wrong,omitempty"` // why it must not be used
	Slow  string    `json:"slow,omitempty"`  // why "auto" leaves it out
	Raced bool      `json:"raced"`           // Slow has been looked into
	CPU   int       `json:"cpu,omitempty"`   // threads that it was raced against; 0 = not told, as long ago
	Begun []int     `json:"begun,omitempty"` // programs, by their numbers, whose tests have begun and not ended: no verdict yet (see dare.go)
	When  time.Time `json:"when"`
}

// verdicts are kept in a JSON file, by device, driver, library and model. A file
// that is missing, damaged or cannot be written costs another self-test, no more.
type verdicts struct{ path string }

// verdictsFile is the content of the file.
type verdictsFile struct {
	Version  int                `json:"version"`
	Verdicts map[string]verdict `json:"verdicts"`
}

// doubt is how long a verdict holds to which another start might not come: of
// slowness, which may have been that of the driver's first start or of a busy
// computer, and of wrong values where the driver is unknown and may be another by now.
const doubt = 7 * 24 * time.Hour

// stale tells whether a verdict has to be found anew.
func (v verdict) stale(now time.Time, knownDriver bool) bool {
	age := now.Sub(v.When)
	doubtful := v.Slow != "" || len(v.Begun) > 0 || v.Wrong != "" && !knownDriver
	return doubtful && (age < 0 || age > doubt)
}

// raced tells whether it is known how quick the GPU is beside a CPU with so many threads.
func (v verdict) raced(threads int) bool { return v.Raced && (v.CPU == 0 || v.CPU == cores(threads)) }

const (
	verdictsVersion = 2
	mostVerdicts    = 64 // beyond that the oldest go: drivers and models are updated
)

// verdictsIn returns the verdicts kept in folder, or in the user's own cache if that is "".
func verdictsIn(folder string) verdicts {
	if folder == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return verdicts{} // nothing is kept
		}
		folder = filepath.Join(user, "afterrain")
	}
	return verdicts{filepath.Join(folder, "devices.json")}
}

func (v verdicts) read() map[string]verdict {
	var f verdictsFile
	data, err := os.ReadFile(v.path)
	if err != nil || json.Unmarshal(data, &f) != nil || f.Version != verdictsVersion || f.Verdicts == nil {
		return map[string]verdict{}
	}
	return f.Verdicts
}

func (v verdicts) get(key string) (verdict, bool) {
	found, ok := v.read()[key]
	return found, ok
}

// put keeps a verdict, and of the others the newest.
func (v verdicts) put(key string, found verdict) {
	all := v.read()
	delete(all, key)
	older := func(a, b string) int { return cmp.Or(all[a].When.Compare(all[b].When), cmp.Compare(a, b)) }
	for old := slices.SortedFunc(maps.Keys(all), older); len(old) >= mostVerdicts; old = old[1:] {
		delete(all, old[0])
	}
	all[key] = found
	v.write(all)
}

// write replaces the file as a whole or not at all.
func (v verdicts) write(all map[string]verdict) {
	if v.path == "" {
		return
	}
	data, err := json.MarshalIndent(verdictsFile{verdictsVersion, all}, "", "  ")
	if err == nil {
		disk.Replace(v.path, append(data, '\n')) // what is not kept is found anew
	}
}

// verdictKey names what a verdict on s holds for: device, precision, the size of tiles,
// for which drivers choose algorithms, adapter and driver, library, and the model's files.
func (e *Engine) verdictKey(s *session) string {
	return strings.Join([]string{
		s.device, Device{Half: s.half}.Precision(), fmt.Sprintf("tiles of %d", e.tile), e.driver(s.device),
		e.runtime(s.device), e.model.sums(s.file, s.probing), e.model.Weights.SHA256,
	}, " | ")
}

// presentKey names the note that a device is being looked for.
func (e *Engine) presentKey(device string) string {
	return strings.Join([]string{device, "present", e.runtime(device)}, " | ")
}

// runtime names the libraries that compute on a device: ONNX Runtime, and WebGPU's provider where that
// lies beside it and may be renewed alone.
func (e *Engine) runtime(device string) string {
	name := fmt.Sprintf("ONNX Runtime %s, %s, %d bytes", RuntimeVersion(), e.library, bytesOf(e.library))
	if own := bytesOf(filepath.Join(filepath.Dir(e.library), webGPULibrary())); device == "webgpu" && own > 0 {
		name += fmt.Sprintf(", WebGPU %d bytes", own)
	}
	return name
}

// bytesOf is a file's size, 0 if there is none.
func bytesOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// driver is the adapter and driver behind a device, "" if the system does not tell.
func (e *Engine) driver(device string) string {
	provider, adapter, _ := strings.Cut(device, ":")
	if provider != "cuda" {
		return ""
	}
	a, err := findAdapter(e.nvidia(), adapter)
	if err != nil || a.Driver == "" {
		return ""
	}
	return a.Name + ", driver " + a.Driver
}

// findAdapter finds a card by index or by a part of its name; "" is the one with
// the most memory, which is not a small one beside the screen. Numbers below 100 are
// indices, though "2" is in the names of many cards.
func findAdapter(list []machine.Adapter, wanted string) (machine.Adapter, error) {
	if wanted == "" && len(list) > 0 {
		return slices.MaxFunc(list, func(a, b machine.Adapter) int { return cmp.Compare(a.Total, b.Total) }), nil
	}
	var names []string
	for _, a := range list {
		if wanted == fmt.Sprint(a.Index) {
			return a, nil
		}
		names = append(names, a.Name)
	}
	index, err := strconv.ParseUint(wanted, 10, 64)
	for _, a := range list {
		if (err != nil || index >= 100) && strings.Contains(strings.ToLower(a.Name), strings.ToLower(wanted)) {
			return a, nil
		}
	}
	if len(names) == 0 {
		return machine.Adapter{}, fmt.Errorf("no adapter %q is known: the driver lists none", wanted)
	}
	return machine.Adapter{}, fmt.Errorf("no adapter %q is known: there is %s", wanted, strings.Join(names, ", "))
}

// sums are the checksums of a graph, of which that in float16 has its own, and its probe.
func (m manifest) sums(file, probing string) string {
	known := map[string]string{}
	add := func(graphs ...graph) {
		for _, g := range graphs {
			known[g.File] = g.SHA256
			if g.Half != nil {
				known[g.Half.File] = g.Half.SHA256
			}
		}
	}
	add(slices.Collect(maps.Values(m.Variants))...)
	if m.Probe != nil {
		add(slices.Collect(maps.Values(m.Probe.Variants))...)
	}
	return known[file] + " " + known[probing]
}
