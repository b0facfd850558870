package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"

	"afterrain/engine"
	"afterrain/engine/photo"
)

// seamsOptions is the command line of seams.
type seamsOptions struct {
	config  engine.Config
	variant engine.Variant
	size    int      // pixels of the pictures' longer side
	only    []string // names of pictures; empty = all
}

func parseSeams(args []string) (o seamsOptions, err error) {
	var variant string
	flags := newFlags("seams")
	flags.StringVar(&variant, "variant", string(engine.Small), "")
	deviceFlags(flags, &o.config)
	flags.IntVar(&o.size, "size", 650, "") // an awkward one: neither side is a multiple of 8
	if o.only, err = parseMixed(flags, args); err != nil {
		return o, err
	}
	for _, name := range o.only {
		if !slices.ContainsFunc(scenes, func(s scene) bool { return s.name == name }) {
			return o, usageError{fmt.Errorf("there is no picture %q: use sky, ramp, haze or texture", name)}
		}
	}
	if o.size < 64 || o.size > 4096 {
		return o, usageError{fmt.Errorf("--size %d: use 64 to 4096", o.size)}
	}
	if o.variant, err = engine.ParseVariant(variant); err != nil {
		return o, usageError{fmt.Errorf("--variant: %w", err)}
	}
	return o, checkDevice(o.config)
}

// seams restores made-up pictures in tiles and in one piece and prints how far
// they are apart, in levels of 255.
func seams(ctx context.Context, args []string, out io.Writer) (int, error) {
	o, err := parseSeams(args)
	if err != nil {
		return exitUsage, err
	}
	e, err := engine.OpenContext(ctx, o.config)
	if err != nil {
		return exitFailed, err
	}
	defer e.Close()
	w, h := o.size, o.size*3/4
	fmt.Fprintf(out, "%d x %d pixels, depth %s, %s, on %s; levels of 255\n", w, h, o.variant, e.Model(), e.Device().Name)
	fmt.Fprintln(out, "picture   tiles against one piece: mean     max   step at borders   inside   in one piece")
	for _, s := range scenes {
		if len(o.only) > 0 && !slices.Contains(o.only, s.name) {
			continue
		}
		found, err := e.Seams(ctx, s.photo(w, h), engine.Settings{Variant: o.variant})
		if ctx.Err() != nil {
			return exitCancelled, nil
		} else if err != nil {
			return exitFailed, err
		}
		fmt.Fprintf(out, "%-8s %30.3f %7.2f %17.3f %8.3f %14.3f\n", s.name,
			255*found.Mean, 255*found.Max, 255*found.Border, 255*found.Interior, 255*found.Whole)
		if engine.Reduction(w, h) > 1 {
			fmt.Fprintf(out, "%-38s  %17.3f %8.3f %14.3f\n", "  at the tiles of the smaller photo", 255*found.Coarse.Border, 255*found.Coarse.Interior, 255*found.Coarse.Whole)
		}
	}
	return exitDone, nil
}

// scene is a made-up picture: at gives R, G, B (0 to 1) at x and y from 0 to 1,
// with a random number from -1 to 1 for each pixel.
type scene struct {
	name string
	at   func(x, y, grain float64) [3]float64
}

var scenes = []scene{
	{"sky", func(x, y, grain float64) [3]float64 {
		sun := 0.25 * math.Exp(-8*(x*x+y*y))
		return [3]float64{0.35 + 0.4*y + sun + 0.004*grain, 0.55 + 0.25*y + sun + 0.004*grain, 0.85 + 0.08*y + 0.4*sun + 0.004*grain}
	}},
	{"ramp", func(x, _, _ float64) [3]float64 { return [3]float64{0.1 + 0.8*x, 0.1 + 0.8*x, 0.1 + 0.8*x} }},
	{"haze", func(x, y, grain float64) [3]float64 {
		t := 0.15 + 0.75*max(0, y-0.3) // the horizon stands at 0.3
		ground := leaves(x, y, grain)
		return [3]float64{t*ground[0] + (1-t)*0.82, t*ground[1] + (1-t)*0.84, t*ground[2] + (1-t)*0.87}
	}},
	{"texture", leaves},
}

// leaves are waves of many lengths with grain, the same everywhere.
func leaves(x, y, grain float64) [3]float64 {
	v := 0.5 + 0.12*math.Sin(150*x+90*y) + 0.1*math.Sin(310*y-130*x) + 0.08*math.Sin(700*x+610*y) + 0.08*grain
	return [3]float64{0.8 * v, v, 0.5 * v}
}

// photo draws the scene; the same size gives the same picture.
func (s scene) photo(w, h int) *photo.Photo {
	random := rand.New(rand.NewPCG(4, 2))
	p := &photo.Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 8}
	for i := range w * h {
		colour := s.at(float64(i%w)/float64(w), float64(i/w)/float64(w), 2*random.Float64()-1)
		for plane, v := range colour {
			p.Pix[plane*w*h+i] = float32(math.Round(255*max(0, min(1, v)))) / 255 // as an 8-bit file has it
		}
	}
	return p
}
