package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// depthsOptions is the command line of depths.
type depthsOptions struct {
	config engine.Config
	json   bool
	paths  []string
}

// gap is how far a depth's restoration of a photo is from that of the large one.
type gap struct {
	Source  string  `json:"source"`
	Variant string  `json:"variant"`
	Against string  `json:"against"`
	Mean    float64 `json:"mean_levels"` // of 255
	Max     float64 `json:"max_levels"`
	PSNR    float64 `json:"psnr_db,omitempty"` // 0 = the two are equal
}

func parseDepths(args []string) (o depthsOptions, err error) {
	flags := newFlags("depths")
	deviceFlags(flags, &o.config)
	flags.BoolVar(&o.json, "json", false, "")
	if o.paths, err = parseMixed(flags, args); err != nil {
		return o, err
	}
	if len(o.paths) == 0 {
		return o, usageError{errNoFiles}
	}
	return o, checkDevice(o.config)
}

// depths restores photos at every depth that the device has, and prints how far
// each is from the large one: what the preview shows against what is exported.
func depths(ctx context.Context, args []string, out, errs io.Writer) (int, error) {
	o, err := parseDepths(args)
	if err != nil {
		return exitUsage, err
	}
	found, err := collect(ctx, o.paths, false)
	if err != nil {
		return exitFailed, err
	}
	inputs := found.photos
	e, err := engine.OpenContext(ctx, o.config)
	if err != nil {
		return exitFailed, err
	}
	defer e.Close()
	if !o.json {
		fmt.Fprintf(out, "%s; levels of 255\n%-24s %-8s %8s %8s %8s\n", e.Model(), "photo", "depths", "mean", "max", "PSNR dB")
	}
	failed := 0
	r := newReporter(out, errs, o.json)
	for i, in := range inputs {
		err := compareDepths(ctx, e, in, r, func(v engine.Variant) {
			r.begin(fmt.Sprintf("%s, depth %s", in.path, v), i+1, len(inputs))
		})
		if ctx.Err() != nil {
			r.clear()
			return exitCancelled, nil
		}
		if err != nil {
			failed++
			r.fail(err)
		}
	}
	r.summary(len(inputs)-failed, failed, 0, found)
	return failures(failed, len(inputs)), nil
}

// compareDepths restores a photo at the large depth and then at each other one;
// begin is told which comes next.
func compareDepths(ctx context.Context, e *engine.Engine, in input, r *reporter, begin func(engine.Variant)) error {
	if in.err != nil {
		return in.err
	}
	p, err := photo.OpenContext(ctx, in.path)
	if err != nil {
		return err
	}
	var large *photo.Photo
	for _, v := range []engine.Variant{engine.Large, engine.Middle, engine.Small} {
		if !slices.Contains(e.Depths(), v) {
			continue
		}
		begin(v)
		q, err := e.Restore(ctx, p, engine.Settings{Variant: v}, r.tiles)
		if err != nil {
			return fmt.Errorf("%s: %w", in.path, err)
		}
		r.note(e.Device().Note)
		if large == nil {
			large = q
			continue
		}
		r.clear()
		printGap(r.out, newGap(in.path, v, q.DistanceTo(large)), r.json)
	}
	return nil
}

func newGap(source string, v engine.Variant, d photo.Distance) gap {
	g := gap{Source: source, Variant: string(v), Against: string(engine.Large), Mean: 255 * d.Mean, Max: 255 * d.Max}
	if d.Square > 0 {
		g.PSNR = d.PSNR()
	}
	return g
}

// printGap prints a row of the table, or a line of JSON.
func printGap(out io.Writer, g gap, asJSON bool) {
	if asJSON {
		json.NewEncoder(out).Encode(g)
		return
	}
	psnr := "equal"
	if g.PSNR > 0 {
		psnr = fmt.Sprintf("%.2f", g.PSNR)
	}
	fmt.Fprintf(out, "%-24s %-8s %8.3f %8.2f %8s\n", filepath.Base(g.Source), g.Variant+" - "+g.Against, g.Mean, g.Max, psnr)
}
