package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"afterrain/engine/photo/disk"
)

// reporter tells how far things are: a bar that rewrites its line on a terminal,
// else a line now and then. Results go to out, everything else to errs.
type reporter struct {
	out, errs io.Writer
	json      bool
	bar       bool // errs is a terminal

	count   string // of the photo, as "[2/7] "; "" if it is the only one
	name    string // of its file
	started time.Time
	shown   time.Time // when progress was last told
	noted   string    // the note on the device that was told
}

// Pauses between two tellings of progress.
const (
	barPause  = 100 * time.Millisecond
	linePause = 10 * time.Second
)

func newReporter(out, errs io.Writer, asJSON bool) *reporter {
	return &reporter{out: out, errs: errs, json: asJSON, bar: onTerminal(errs)}
}

func (r *reporter) begin(path string, n, of int) {
	r.name, r.count = disk.Printable(filepath.Base(path)), ""
	if of > 1 {
		r.count = fmt.Sprintf("[%d/%d] ", n, of)
	}
	r.started, r.shown = time.Now(), time.Now()
	if r.bar {
		r.rewrite(r.name)
	}
}

// rewrite puts a line in place of the last one. What does not fit into the terminal's width is cut
// off there (DECAWM, VT510): on a second line it would stay, and every telling would add one.
func (r *reporter) rewrite(line string) {
	fmt.Fprintf(r.errs, "\r\x1b[K\x1b[?7l%s%s\x1b[?7h", r.count, line)
}

// tiles tells the progress of the photo: its begin always, then not too often.
func (r *reporter) tiles(done, total int) {
	pause := linePause
	if r.bar {
		pause = barPause
	}
	if done > 0 && time.Since(r.shown) < pause && !(r.bar && done == total) {
		return
	}
	r.shown = time.Now()
	percent := 100 * done / total
	if !r.bar {
		fmt.Fprintf(r.errs, "%s%s: %d%%, tile %d of %d%s\n", r.count, r.name, percent, done, total, r.left(done, total))
		return
	}
	filled := 24 * done / total
	r.rewrite(fmt.Sprintf("%s%s %3d%%%s  %s", strings.Repeat("█", filled), strings.Repeat("░", 24-filled), percent, r.left(done, total), r.name))
}

// left is the time still to go, from the tiles that are done.
func (r *reporter) left(done, total int) string {
	if done == 0 || done == total {
		return ""
	}
	left := time.Since(r.started) * time.Duration(total-done) / time.Duration(done)
	return fmt.Sprintf(", %s left", left.Round(time.Second))
}

func (r *reporter) clear() {
	if r.bar {
		fmt.Fprint(r.errs, "\r\x1b[K")
	}
}

// note tells once why another device runs than the one asked for.
func (r *reporter) note(sentence string) {
	if sentence != "" && sentence != r.noted {
		r.say(sentence)
		r.noted = sentence
	}
}

// say tells what is to be known beside results; "" is nothing.
func (r *reporter) say(sentence string) {
	if sentence != "" {
		r.clear()
		fmt.Fprintf(r.errs, "afterrain-cli: %s\n", sentence)
	}
}

// end tells the result: an error always on errs, the rest as a line on out.
func (r *reporter) end(res result) {
	r.clear()
	source, output := disk.Printable(res.source), disk.Printable(res.output)
	switch {
	case errors.Is(res.err, context.Canceled):
		fmt.Fprintf(r.errs, "afterrain-cli: %s: cancelled, nothing saved\n", source)
	case res.err != nil:
		r.fail(res.err)
	case !r.json && res.skipped:
		fmt.Fprintf(r.out, "%s -> %s (there already)\n", source, output)
	case !r.json:
		fmt.Fprintf(r.out, "%s -> %s (%d x %d, %.1f s)\n", source, output, res.width, res.height, res.took.Seconds())
	}
	if r.json {
		r.line(res)
	}
}

// fail tells why a photo failed.
func (r *reporter) fail(err error) {
	r.clear()
	fmt.Fprintf(r.errs, "afterrain-cli: %s\n", explain(err))
}

// line is a result as one line of JSON.
func (r *reporter) line(res result) {
	line := struct {
		Source   string  `json:"source"`
		Status   string  `json:"status"` // done, skipped, failed or cancelled
		Output   string  `json:"output,omitempty"`
		Error    string  `json:"error,omitempty"`
		Width    int     `json:"width,omitempty"`
		Height   int     `json:"height,omitempty"`
		Variant  string  `json:"variant"`
		Strength float64 `json:"strength"` // percent
		Device   string  `json:"device,omitempty"`
		Compute  string  `json:"precision,omitempty"` // fp16 or fp32
		Seconds  float64 `json:"seconds"`
	}{res.source, "done", res.output, "", res.width, res.height, string(res.variant),
		res.strength, res.device, res.precision, float64(res.took.Milliseconds()) / 1000}
	if res.skipped {
		line.Status = "skipped"
	}
	if res.err != nil {
		line.Status, line.Error = "failed", explain(res.err)
	}
	if errors.Is(res.err, context.Canceled) {
		line.Status, line.Error = "cancelled", ""
	}
	json.NewEncoder(r.out).Encode(line) // a closed pipe ends the program by its signal
}

// summary tells what became of many photos.
func (r *reporter) summary(done, failed, skipped int, found collection) {
	if done+failed+skipped > 1 && failed > 0 {
		fmt.Fprintf(r.errs, "%d restored, %d failed\n", done, failed)
	}
	if skipped > 0 {
		fmt.Fprintf(r.errs, "there already, left out: %d\n", skipped)
	}
	if n := found.raws.Beside; n > 0 {
		fmt.Fprintf(r.errs, "camera raw files beside a photo of the same name, left out (name the files themselves to restore them): %d\n", n)
	}
	if n := found.raws.Undeveloped; n > 0 {
		fmt.Fprintf(r.errs, "camera raw files, left out as LibRaw is missing (install Afterrain again or the package libraw-bin): %d\n", n)
	}
	if others := found.others - found.raws.Undeveloped - found.raws.Beside; others > 0 {
		fmt.Fprintf(r.errs, "not photos or made by Afterrain, left out: %d\n", others)
	}
}
