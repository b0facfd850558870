package machine

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Adapter is an NVIDIA graphics card as its driver describes it.
type Adapter struct {
	Index  int    // in CUDA too, after NumberCUDA
	Name   string // "NVIDIA GeForce RTX 3060"
	Driver string // version, as "550.54.14"
	Free   uint64 // memory, bytes
	Total  uint64 // memory, bytes
}

// How CUDA numbers the cards that it shows to a program.
const (
	cudaOrder   = "CUDA_DEVICE_ORDER"
	cudaVisible = "CUDA_VISIBLE_DEVICES"
	busOrder    = "PCI_BUS_ID" // as the driver's own program does; CUDA itself begins with the fastest
)

// NumberCUDA makes CUDA number the cards as NVIDIA does, unless the user has
// numbered them. Call it before CUDA is loaded.
func NumberCUDA() error {
	if os.Getenv(cudaOrder) != "" {
		return nil
	}
	if _, chosen := os.LookupEnv(cudaVisible); chosen {
		return nil
	}
	return os.Setenv(cudaOrder, busOrder)
}

// numbered tells whether CUDA's numbers are those of the driver's program.
func numbered() bool {
	_, chosen := os.LookupEnv(cudaVisible)
	return !chosen && os.Getenv(cudaOrder) == busOrder
}

// NVIDIA lists the cards. It asks the driver's own program, which takes up to
// seconds; without one the list is empty. So it is of several cards whose numbers in
// CUDA are not known.
func NVIDIA() []Adapter {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	list := parseNVIDIA(askNVIDIA(ctx))
	if len(list) > 1 && !numbered() {
		return nil
	}
	return list
}

// askNVIDIA is what the driver's program prints, "" if it fails or has not ended when ctx
// is done: where a card is lost it hangs in the driver, and cannot be ended.
func askNVIDIA(ctx context.Context) string {
	cmd := exec.CommandContext(ctx, "nvidia-smi", "--query-gpu=index,name,driver_version,memory.free,memory.total", "--format=csv,noheader,nounits")
	Hide(cmd)
	answer := make(chan string, 1)
	go func() {
		text, err := cmd.Output()
		if err != nil {
			text = nil
		}
		answer <- string(text)
	}()
	select {
	case text := <-answer:
		return text
	case <-ctx.Done():
		return ""
	}
}

// parseNVIDIA reads lines as "0, NVIDIA GeForce RTX 3060, 550.54.14, 11911, 12288";
// memory is in MiB. Other lines are left out.
func parseNVIDIA(text string) []Adapter {
	var list []Adapter
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSpace(line), ", ")
		if len(fields) != 5 {
			continue
		}
		index, err := strconv.Atoi(fields[0])
		if err != nil {
			continue
		}
		free, _ := strconv.ParseUint(fields[3], 10, 32) // "[N/A]" is unknown
		total, _ := strconv.ParseUint(fields[4], 10, 32)
		list = append(list, Adapter{index, fields[1], fields[2], free * MiB, total * MiB})
	}
	return list
}
