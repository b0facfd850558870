package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"

	"afterrain/engine"
	"afterrain/engine/machine"
)

// benchOptions is the command line of bench.
type benchOptions struct {
	devices  []string
	variants []engine.Variant
	config   engine.Config // but for the device
	tiles    int
	json     bool
}

// row is the speed of one depth on one device; without a tile, why there is none.
type row struct {
	Device     string  `json:"device"`
	Precision  string  `json:"precision,omitempty"` // fp16 or fp32
	Variant    string  `json:"variant"`
	Tile       int     `json:"tile"`
	Seconds    float64 `json:"seconds_a_tile"`
	Tiles      float64 `json:"tiles_a_second"`
	Megapixels float64 `json:"megapixels_a_second"`
	GFLOPs     float64 `json:"gflops,omitempty"`
	GEMM       float64 `json:"gemm_gflops"`
	Share      float64 `json:"of_gemm,omitempty"` // GFLOPs of GEMM, 0 to 1 and a little more
	Peak       uint64  `json:"peak_bytes,omitempty"`
	Note       string  `json:"note,omitempty"`
}

// bench measures how quick this computer is, on each device and at each depth.
func bench(ctx context.Context, args []string, out io.Writer) (int, error) {
	o, err := parseBench(args)
	if err != nil {
		return exitUsage, err
	}
	measured := 0
	for i, device := range o.devices {
		rows, header, err := benchDevice(ctx, o, device)
		if i == 0 && !o.json && header != "" {
			fmt.Fprintln(out, header)
			fmt.Fprintln(out, benchHead())
		}
		for _, r := range rows { // those before an error, too
			printRow(out, r, o.json)
			measured += min(r.Tile, 1)
		}
		switch {
		case ctx.Err() != nil:
			return exitCancelled, nil
		case err != nil:
			return exitFailed, err
		}
	}
	if !o.json && measured > 0 {
		fmt.Fprint(out, benchFoot)
	}
	return exitDone, nil
}

func parseBench(args []string) (benchOptions, error) {
	o := benchOptions{}
	var devices, variants string
	flags := newFlags("bench")
	flags.StringVar(&devices, "device", "all", "")
	flags.StringVar(&variants, "variant", "s,l", "")
	flags.IntVar(&o.tiles, "tiles", 5, "")
	flags.IntVar(&o.config.Threads, "threads", 0, "")
	flags.BoolVar(&o.json, "json", false, "")
	rest, err := parseMixed(flags, args)
	switch {
	case err != nil:
		return o, err
	case len(rest) > 0:
		return o, usageError{fmt.Errorf("bench takes no files, but got %q", rest[0])}
	case o.tiles < 1 || o.tiles > 10000:
		return o, usageError{fmt.Errorf("--tiles %d: use 1 to 10000", o.tiles)}
	}
	if err := checkDevice(o.config); err != nil {
		return o, err
	}
	if o.variants, err = benchVariants(variants); err != nil {
		return o, err
	}
	o.devices, err = benchDevices(devices)
	return o, err
}

// benchVariants are depths by name, and by reuse vectors of four numbers each.
func benchVariants(names string) (list []engine.Variant, err error) {
	for fields := strings.Split(names, ","); len(fields) > 0; {
		n := 1
		if _, err := strconv.Atoi(fields[0]); err == nil {
			n = min(4, len(fields))
		}
		v, err := engine.ParseVariant(strings.Join(fields[:n], ","))
		if err != nil {
			return nil, usageError{fmt.Errorf("--variant: %w", err)}
		}
		list, fields = append(list, v), fields[n:]
	}
	return list, nil
}

// benchDevices are those named, or all that might work.
func benchDevices(names string) ([]string, error) {
	if names == "all" {
		return engine.DeviceNames(), nil
	}
	list := strings.Split(names, ",")
	for _, name := range list {
		if err := engine.CheckDevice(name); err != nil {
			return nil, usageError{err}
		}
	}
	return list, nil
}

// benchDevice measures all depths on one device. header tells what they ran with.
func benchDevice(ctx context.Context, o benchOptions, device string) (rows []row, header string, err error) {
	o.config.Device = device
	e, err := engine.OpenContext(ctx, o.config)
	if err != nil {
		return nil, "", err
	}
	defer e.Close()
	threads := o.config.Threads
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	header = fmt.Sprintf("model %s, ONNX Runtime %s, %d CPU threads, %d tiles each\n", e.Model(), engine.RuntimeVersion(), threads, o.tiles)
	for _, v := range o.variants {
		if note := e.Device().Note; note != "" {
			return append(rows, row{Device: device, Note: note}), header, nil // the CPU has rows of its own
		}
		if why := e.CPUOnly(v); why != nil { // where the CPU would be measured again
			rows = append(rows, row{Device: device, Variant: string(v), Note: engine.Short(why)})
			continue
		}
		machine.ResetPeak()
		s, err := e.Speed(ctx, v, o.tiles)
		if err != nil {
			return rows, header, err
		}
		rows = append(rows, speedRow(e.Device(), v, s, machine.Peak()))
	}
	return rows, header, nil
}

func speedRow(d engine.Device, v engine.Variant, s engine.Speed, peak uint64) row {
	r := row{
		Device: d.Name, Precision: d.Precision(), Variant: string(v), Tile: s.Tile, Seconds: s.Took.Seconds(), Tiles: 1 / s.Took.Seconds(),
		Megapixels: s.Megapixels, GFLOPs: s.GFLOPs, GEMM: s.GEMM, Peak: peak, Note: d.Note,
	}
	if s.GEMM > 0 && !d.Half { // the products are of float32
		r.Share = s.GFLOPs / s.GEMM
	}
	return r
}

const benchFoot = `
MP/s is megapixels a second in a photo of 6000 x 4000, overlapping tiles and all.
GEMM is GFLOP/s of large float32 matrix products on the same device between the
tiles: what can be had there. On a busy computer only the ratio, in the column "of GEMM", holds.
`

func benchHead() string {
	return fmt.Sprintf("%-10s %-5s %-8s %5s %10s %10s %8s %9s %8s %8s %8s", "device", "", "depth", "tile", "s/tile", "tiles/s", "MP/s", "GFLOP/s", "GEMM", "of GEMM", "peak MB")
}

// printRow prints a row of the table, or a line of JSON.
func printRow(out io.Writer, r row, asJSON bool) {
	if asJSON {
		json.NewEncoder(out).Encode(r)
		return
	}
	if r.Tile == 0 {
		depth := ""
		if r.Variant != "" {
			depth = fmt.Sprintf("%-5s %-8s ", "", r.Variant)
		}
		fmt.Fprintf(out, "%-10s %s%s\n", r.Device, depth, r.Note)
		return
	}
	flops, share, peak := "-", "-", "-"
	if r.GFLOPs > 0 {
		flops = fmt.Sprintf("%.1f", r.GFLOPs)
	}
	if r.Share > 0 {
		share = fmt.Sprintf("%.0f %%", 100*r.Share)
	}
	if r.Peak > 0 {
		peak = fmt.Sprintf("%.0f", float64(r.Peak)/1e6)
	}
	fmt.Fprintf(out, "%-10s %-5s %-8s %5d %10.4g %10.4g %8.3g %9s %8.1f %8s %8s\n", r.Device, r.Precision, r.Variant, r.Tile, r.Seconds, r.Tiles, r.Megapixels, flops, r.GEMM, share, peak)
	if r.Note != "" {
		fmt.Fprintf(out, "%-10s %s\n", "", r.Note)
	}
}
