package machine

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Adapter is an NVIDIA graphics card as its driver describes it.
type Adapter struct {
	Index  int
	Name   string // "NVIDIA GeForce RTX 3060"
	Driver string // version, as "550.54.14"
	Free   uint64 // memory, bytes
}

// NVIDIA lists the cards. It asks the driver's own program, which takes up to
// seconds; without one the list is empty.
func NVIDIA() []Adapter {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "nvidia-smi", "--query-gpu=index,name,driver_version,memory.free", "--format=csv,noheader,nounits")
	hide(cmd)
	text, err := cmd.Output()
	if err != nil {
		return nil
	}
	return parseNVIDIA(string(text))
}

// parseNVIDIA reads lines as "0, NVIDIA GeForce RTX 3060, 550.54.14, 11911"; the
// memory is in MiB. Other lines are left out.
func parseNVIDIA(text string) []Adapter {
	var list []Adapter
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSpace(line), ", ")
		if len(fields) != 4 {
			continue
		}
		index, err := strconv.Atoi(fields[0])
		if err != nil {
			continue
		}
		free, _ := strconv.ParseUint(fields[3], 10, 32) // "[N/A]" is unknown
		list = append(list, Adapter{index, fields[1], fields[2], free * MiB})
	}
	return list
}
