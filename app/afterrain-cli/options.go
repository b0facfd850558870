package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/mixing"
)

// options is the command line of restore.
type options struct {
	folder   string // -o
	variant  engine.Variant
	config   engine.Config
	strength float64 // percent
	emphasis engine.Emphasis
	grain    float64 // percent
	save     photo.SaveOptions
	json     bool
	nice     bool
	skip     bool          // what is restored already
	pause    time.Duration // between two looks at the folders that are watched; 0 = they are not
	paths    []string
}

func parseRestore(args []string) (options, error) {
	var o options
	var variant, emphasis, format string
	var watch bool
	flags := newFlags("restore")
	flags.StringVar(&o.folder, "o", "", "")
	flags.StringVar(&variant, "variant", string(engine.Large), "")
	deviceFlags(flags, &o.config)
	flags.Float64Var(&o.strength, "strength", 100, "")
	flags.StringVar(&emphasis, "emphasis", "auto", "")
	flags.Float64Var(&o.grain, "keep-grain", 0, "")
	flags.StringVar(&format, "format", "", "")
	flags.IntVar(&o.save.Quality, "quality", 95, "")
	flags.IntVar(&o.save.Bits, "bits", 0, "")
	flags.BoolVar(&o.json, "json", false, "")
	flags.BoolVar(&o.nice, "nice", false, "")
	flags.BoolVar(&o.skip, "skip-existing", false, "")
	flags.BoolVar(&watch, "watch", false, "")
	var err error
	if o.paths, err = parseMixed(flags, args); err != nil {
		return o, err
	}
	if o.variant, err = engine.ParseVariant(variant); err != nil {
		return o, usageError{fmt.Errorf("--variant: %w", err)}
	}
	if o.emphasis, err = engine.ParseEmphasis(emphasis); err != nil {
		return o, usageError{fmt.Errorf("--emphasis: %w", err)}
	}
	if o.save.Format, err = parseFormat(format); err != nil {
		return o, err
	}
	if watch {
		o.pause, o.skip = lookPause, true
	}
	return o, o.check()
}

// parseFormat is the format to save in; "" = each photo's own.
func parseFormat(name string) (photo.Format, error) {
	if name == "" {
		return "", nil
	}
	f, err := photo.FormatNamed("." + name)
	if err != nil {
		return "", usageError{fmt.Errorf("--format %q: use jpeg, png or tiff, or dng for camera raw files", name)}
	}
	return f, nil
}

// settings is what the engine is asked for, and mix how its result is blended
// in. A model that does not obey an emphasis has it approximated.
func (o options) settings(e *engine.Engine) engine.Settings {
	s := engine.Settings{Variant: o.variant}
	if e.CanEmphasise() {
		s.Emphasis = o.emphasis
	}
	return s
}

func (o options) mix(e *engine.Engine) mixing.Mix {
	m := mixing.Full
	m.Luma, m.Color, m.Grain = float32(o.strength/100), float32(o.strength/100), float32(o.grain/100)
	if !e.CanEmphasise() {
		m.Fine, m.Broad = o.emphasis.Parts()
	}
	return m
}

func (o options) check() error {
	switch {
	case len(o.paths) == 0:
		return usageError{errNoFiles}
	case !(o.strength >= 0 && o.strength <= 130):
		return usageError{fmt.Errorf("--strength %g: use 0 to 130", o.strength)}
	case !(o.grain >= 0 && o.grain <= 100):
		return usageError{fmt.Errorf("--keep-grain %g: use 0 to 100", o.grain)}
	case o.save.Quality < 1 || o.save.Quality > 100:
		return usageError{fmt.Errorf("--quality %d: use 1 to 100", o.save.Quality)}
	case !slices.Contains([]int{0, 8, 16}, o.save.Bits):
		return usageError{fmt.Errorf("--bits %d: use 8 or 16", o.save.Bits)}
	}
	return checkDevice(o.config)
}

// Where there is nothing to do.
var (
	errNoFiles  = errors.New("no files given")
	errNoPhotos = errors.New("no photos found: no JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL or camera raw files there")
)

// deviceFlags are the flags that say what to run on.
func deviceFlags(flags *flag.FlagSet, c *engine.Config) {
	flags.StringVar(&c.Device, "device", "auto", "")
	flags.IntVar(&c.Threads, "threads", 0, "")
}

// checkDevice refuses what deviceFlags cannot be.
func checkDevice(c engine.Config) error {
	if c.Threads < 0 || c.Threads > 1024 {
		return usageError{fmt.Errorf("--threads %d: use 1 to 1024, or 0 for all cores", c.Threads)}
	}
	if err := engine.CheckDevice(c.Device); err != nil {
		return usageError{err}
	}
	return nil
}

func newFlags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run prints the error
	flags.Usage = func() {}
	return flags
}

// parseMixed takes flags before, between and after the other arguments, which it
// returns; after "--" there are no more flags.
func parseMixed(flags *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for len(args) > 0 {
		if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
			return nil, err
		} else if err != nil {
			return nil, usageError{meant(flags, err)}
		}
		left := flags.Args()
		if n := len(args) - len(left); n > 0 && args[n-1] == "--" {
			return append(rest, left...), nil
		}
		if len(left) == 0 {
			break
		}
		rest, args = append(rest, left[0]), left[1:]
	}
	return rest, nil
}

// meant adds to an error about an unknown flag the one that begins like it, as --variant for --variants.
func meant(flags *flag.FlagSet, err error) error {
	_, name, unknown := strings.Cut(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return err
	}
	flags.VisitAll(func(f *flag.Flag) {
		if strings.HasPrefix(name, f.Name) || len(name) > 1 && strings.HasPrefix(f.Name, name) {
			dashes := "--"
			if len(f.Name) == 1 {
				dashes = "-"
			}
			err = fmt.Errorf("%w; did you mean %s%s", err, dashes, f.Name)
		}
	})
	return err
}
