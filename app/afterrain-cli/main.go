// Command afterrain-cli restores photos without a window.
//
// It walks one way: open, restore, blend, save. Results go to standard output,
// progress and errors to standard error.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"

	"afterrain/engine"
	"afterrain/engine/machine"
)

// version is set by the build: -ldflags "-X main.version=0.1.0".
var version = "dev"

// Exit codes.
const (
	exitDone      = 0
	exitFailed    = 1 // nothing was restored
	exitUsage     = 2
	exitPartly    = 3 // some photos failed
	exitCancelled = 130
)

const usage = `Afterrain restores photos: it takes away noise, rain and haze.

  afterrain-cli restore [flags] FILE|FOLDER ...
  afterrain-cli devices [--json]     what it can run on, and why not
  afterrain-cli bench [flags]        how quick this computer is
  afterrain-cli seams [flags]        how much tiles show, on made-up pictures
  afterrain-cli depths [flags] FILE|FOLDER ...
                                     how far s and m are from l, photo by photo
  afterrain-cli version

Flags of restore, before or after the files; after -- everything is a file:
  -o FOLDER          where the restored photos go; the default is beside each source
  --variant s|m|l|l2 depth of the network: s is quick, l is better, m is half-way
                     (default l), l2 is l run twice, once upside down, and the mean;
                     or F1,F2,F3,F4, how often the block of each of its levels is
                     applied, 1 to 12 times
  --device NAME      auto, cpu, cuda, directml, coreml or webgpu (default auto: the first of
                     them that is here, computes what the CPU does, and is quicker);
                     cuda:1 or directml:1 is the second adapter, cuda:4090 one by its name,
                     and cuda the one with the most memory
  --strength 0..130  how much of the restoration is taken, in percent (default 100)
  --emphasis NAME    auto, denoise, derain or dehaze: what is to be taken away
                     (default auto); approximated if the model cannot be told
  --keep-grain 0..100  how much of the photo's fine structure stays, in percent
                     (default 0)
  --format NAME      jpeg, png or tiff (default: each photo's own; HEIC and JPEG XL as
                     JPEG, or as PNG if they are more than a JPEG can hold, WebP and AVIF
                     as PNG, camera raw as TIFF), or dng: of camera raw files a linear
                     DNG, to be developed in another program, of other photos their own
  --quality 1..100   of JPEG (default 95)
  --bits 8|16        bits a sample of PNG and TIFF (default: as many as the photo has)
  --threads N        CPU threads (default: all cores)
  --nice             in the background: other programs come first
  --skip-existing    leave out photos whose NAME-restored, or that with a number, is
                     there and newer than they are: to go on where it was broken off
  --watch            goes on waiting for photos that come into the folders, as from a
                     camera, and restores each once it is whole; with --skip-existing
  --json             one line of JSON a photo

Flags of depths: --device NAME, --threads N, --json

Flags of seams, before or after the names of pictures (sky, ramp, haze, texture):
  --size N           pixels of their longer side, 64 to 4096 (default 650); from 1280 on
                     the tiles of the smaller photo have a row of their own
  --variant V, --device NAME, --threads N

Flags of bench:
  --device NAMES     cpu, cuda, ... separated by commas (default: all)
  --variant DEPTHS   s, m, l, l2 or F1,F2,F3,F4, separated by commas (default s,l);
                     GPUs have s, l and l2 only
  --tiles N          tiles to run for each (default 5)
  --threads N, --json

A restored photo is named NAME-restored with the source's extension or the format's,
and numbered if that is taken; nothing is ever replaced. A folder stands for the JPEG,
PNG, TIFF, WebP, AVIF, HEIC, JPEG XL and camera raw files in it and in its subfolders,
which are made again under -o; files that Afterrain has made are left out, whatever
their names, and raw files beside a photo of the same name.

Exit codes: 0 done, 1 failed, 2 usage, 3 some photos failed, 130 cancelled.
ONNXRUNTIME_LIB and AFTERRAIN_MODEL say where the library and the model are, if
they are not beside the program.
`

// collectAt is how much garbage, in percent of what is in use, calls the garbage
// collector. A photo is a few huge blocks without pointers, so collecting costs
// nothing, and with Go's own 100 a folder of photos takes 1.6 times the memory.
const collectAt = 20

func main() {
	debug.SetGCPercent(collectAt)
	ctx, stop := signal.NotifyContext(context.Background(), machine.Endings()...)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	out, errs := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = working(out), working(errs)
	os.Exit(run(ctx, os.Args[1:], out, errs))
}

// usageError is a mistake on the command line.
type usageError struct{ error }

// run is main without the process. Where results did not get through it fails, unless it does anyway.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	results := &told{Writer: out}
	code := outcome(ctx, args, results, errs)
	if results.lost != nil {
		fmt.Fprintf(errs, "afterrain-cli: some results are lost: %s; send standard output somewhere else\n", engine.Short(results.lost))
		code = cmp.Or(code, exitFailed)
	}
	return code
}

// outcome carries out what args say, and tells what went wrong.
func outcome(ctx context.Context, args []string, out *told, errs io.Writer) int {
	code, err := command(ctx, args, out, errs)
	var mistake usageError
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, usage)
		return exitDone
	case errors.As(err, &mistake):
		fmt.Fprintf(errs, "afterrain-cli: %v; see afterrain-cli help\n", err)
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(errs, "afterrain-cli: cancelled")
		return exitCancelled
	case err != nil:
		fmt.Fprintf(errs, "afterrain-cli: %s\n", explain(err))
	}
	return code
}

// command carries out what args say. The code holds with and without an error.
func command(ctx context.Context, args []string, out *told, errs io.Writer) (int, error) {
	if len(args) == 0 {
		return exitUsage, usageError{errors.New("no command given")}
	}
	switch name, rest := args[0], args[1:]; name {
	case "restore":
		o, err := parseRestore(rest)
		if err != nil {
			return exitUsage, err
		}
		if !o.json { // its lines are for people, who may have sent them nowhere
			return restore(ctx, o, out.Writer, errs)
		}
		return restore(ctx, o, out, errs)
	case "devices":
		return devices(ctx, rest, out)
	case "bench":
		return bench(ctx, rest, out)
	case "seams":
		return seams(ctx, rest, out)
	case "depths":
		return depths(ctx, rest, out, errs)
	case "version", "--version", "-version":
		printVersion(out)
		return exitDone, nil
	case "help", "--help", "-help", "-h":
		return exitDone, flag.ErrHelp
	default:
		return exitUsage, usageError{fmt.Errorf("unknown command %q", name)}
	}
}

// printVersion names the program, the runtime and the model; what is missing is said, not an error.
func printVersion(out io.Writer) {
	fmt.Fprintf(out, "afterrain-cli %s\n", version)
	e, err := engine.Open(engine.Config{Device: "cpu"})
	if err != nil {
		fmt.Fprintf(out, "cannot restore: %s\n", explain(err))
		return
	}
	defer e.Close()
	fmt.Fprintf(out, "model %s\nONNX Runtime %s\n", e.Model(), engine.RuntimeVersion())
}
