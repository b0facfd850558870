package machine

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

// In a container the computer's memory is not all ours.
func TestMemoryOfAContainer(t *testing.T) {
	const all = math.MaxUint64
	for name, c := range map[string]struct {
		own   string
		files map[string]string
		want  uint64
	}{
		"no groups":           {"", nil, all},
		"version 2, no limit": {"0::/a.slice/b\n", map[string]string{"a.slice/memory.max": "max\n", "a.slice/b/memory.max": "max\n"}, all},
		"version 2": {"0::/\n", map[string]string{"memory.max": "1000\n", "memory.current": "700\n", "memory.swap.max": "0\n",
			"memory.stat": "anon 400\nfile 300\ninactive_file 200\n"}, 500},
		"its swap space":      {"0::/\n", map[string]string{"memory.max": "1000", "memory.current": "700", "memory.swap.max": "50", "memory.swap.current": "20"}, 330},
		"spare swap space":    {"0::/\n", map[string]string{"memory.max": "1000", "memory.current": "700", "memory.swap.max": "max"}, 400},
		"the group around it": {"0::/a/b\n", map[string]string{"a/b/memory.max": "1000", "a/memory.max": "600", "a/memory.current": "10", "a/memory.swap.max": "0"}, 590},
		"more than allowed":   {"0::/\n", map[string]string{"memory.max": "1000", "memory.current": "1100", "memory.swap.max": "0"}, 0},
		"version 1": {"4:memory:/docker/x\n1:cpu:/\n0::/\n", map[string]string{"memory/docker/x/memory.limit_in_bytes": "1000\n", "memory/docker/x/memory.usage_in_bytes": "600\n",
			"memory/docker/x/memory.stat": "inactive_file 1\ntotal_inactive_file 100\n", "memory/memory.limit_in_bytes": "9223372036854771712\n"}, 500},
		"version 1, seen from inside": {"4:memory:/docker/x\n", map[string]string{"memory/memory.limit_in_bytes": "1000", "memory/memory.usage_in_bytes": "600"}, 400},
		"version 1, no limit":         {"4:memory:/\n", map[string]string{"memory/memory.limit_in_bytes": "9223372036854771712", "memory/memory.usage_in_bytes": "600"}, all},
		"nonsense":                    {"::\n0\nx:y\n0::../..\n", map[string]string{"memory.max": "lots"}, all},
	} {
		dir := t.TempDir()
		g := groups{filepath.Join(dir, "own"), filepath.Join(dir, "root")}
		os.WriteFile(g.own, []byte(c.own), 0o666)
		for name, text := range c.files {
			path := filepath.Join(g.root, name)
			os.MkdirAll(filepath.Dir(path), 0o777)
			os.WriteFile(path, []byte(text), 0o666)
		}
		if got := g.room(100); got != c.want {
			t.Errorf("%s: %d instead of %d", name, got, c.want)
		}
	}
}
