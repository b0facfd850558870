package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"afterrain/engine"
	"afterrain/engine/photo/parallel"
)

// devices prints every device and whether it works.
func devices(ctx context.Context, args []string, out io.Writer) (int, error) {
	flags := newFlags("devices")
	asJSON := flags.Bool("json", false, "")
	if rest, err := parseMixed(flags, args); err != nil {
		return exitUsage, err
	} else if len(rest) > 0 {
		return exitUsage, usageError{fmt.Errorf("devices takes no files, but got %q", rest[0])}
	}
	list, err := parallel.UnlessDone(ctx, func() ([]engine.Device, error) { return engine.Devices(engine.Config{}) })
	if err != nil {
		return exitFailed, err
	}
	for _, d := range list {
		switch {
		case *asJSON:
			json.NewEncoder(out).Encode(map[string]any{"name": d.Name, "works": d.OK, "precision": d.Precision(), "note": d.Note})
		case d.OK:
			fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("%-9s works  %s  %s", d.Name, d.Precision(), d.Note), " "))
		default:
			fmt.Fprintf(out, "%-9s no: %s\n", d.Name, d.Note)
		}
	}
	return exitDone, nil
}
