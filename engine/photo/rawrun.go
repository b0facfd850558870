package photo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"afterrain/engine/machine"
)

// longestDevelopment is when LibRaw is taken to hang: a hundred times what 24 megapixels take.
const longestDevelopment = 15 * time.Minute

// readDevelopment runs LibRaw's program and reads the picture that it prints, and what a comment says in its head.
func readDevelopment(ctx context.Context, program string, arguments ...string) (p *Photo, about []byte, err error) {
	within, cancel := context.WithTimeoutCause(ctx, longestDevelopment, fmt.Errorf("%w: LibRaw did not come to an end with it", ErrDamaged))
	defer cancel()
	cmd := exec.CommandContext(within, program, arguments...)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1") // with several DHT is not the same each time, and no quicker
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	cmd.Cancel = func() error { return errors.Join(cmd.Process.Kill(), out.Close()) } // which another may hold open
	cmd.WaitDelay = time.Second
	untie, err := machine.StartTied(cmd)
	defer untie()
	if err != nil {
		return nil, nil, fmt.Errorf("%w: LibRaw did not start: %w", ErrDeveloper, err)
	}
	p, about, err = readPixmap(bufio.NewReaderSize(out, 1<<20))
	if err != nil {
		out.Close() // it may be in the middle of a picture that is too large
	}
	ended := cmd.Wait()
	switch {
	case within.Err() != nil:
		return nil, nil, context.Cause(within)
	case errors.Is(err, errNoPixmap):
		return nil, nil, undeveloped(said.String(), ended)
	case err != nil && !errors.Is(err, errBrokenOff):
		return nil, nil, err
	case ended != nil:
		return nil, nil, brokenOff(ended)
	case err == nil:
		err = complaint(said.String())
	}
	return p, about, err
}

// brokenOff is the error of a program that has failed. A system that is short of memory kills what takes much of it.
func brokenOff(ended error) error {
	if ended.Error() == "signal: killed" {
		return fmt.Errorf("%w: the system has ended LibRaw", ErrMemory)
	}
	return fmt.Errorf("%w: LibRaw broke off: %w", ErrDamaged, ended)
}

// complaint is the error for what LibRaw's program says of damaged data (its src/utils/utils_dcraw.cpp): it goes on, and where
// that is the picture is garbage.
func complaint(said string) error {
	switch {
	case strings.Contains(said, ": Unexpected end of file"):
		return fmt.Errorf("%w: it ends early", ErrDamaged)
	case strings.Contains(said, ": data corrupted at "):
		return fmt.Errorf("%w: what the sensor measured is not whole", ErrDamaged)
	}
	return nil
}

// undeveloped is the error for what LibRaw's program says when it makes no picture, as "Cannot unpack a.nef: Input/output
// error", and how it ended.
func undeveloped(said string, ended error) error {
	if err := complaint(said); err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(said), "\n")
	reason := lines[len(lines)-1]
	reason = strings.TrimSpace(reason[strings.LastIndex(reason, ":")+1:])
	switch {
	case reason == "" && ended != nil || signalled(ended):
		return brokenOff(ended)
	case strings.Contains(said, "LibRaw's library"):
		return fmt.Errorf("%w: %s", ErrDeveloper, strings.TrimSpace(said))
	case strings.Contains(reason, "no linear picture"):
		return fmt.Errorf("%w: its sensor has other colours than red, green and blue", ErrNegative)
	case strings.Contains(reason, "Unsupported"):
		return fmt.Errorf("%w: a camera raw file of a kind that LibRaw does not know; develop it to JPEG or TIFF first", ErrKind)
	case strings.Contains(reason, "memory"):
		return fmt.Errorf("%w: LibRaw has too little", ErrMemory)
	case strings.Contains(reason, "too big"):
		return fmt.Errorf("%w: for LibRaw", ErrTooLarge)
	}
	return fmt.Errorf("%w: LibRaw cannot develop it: %s", ErrDamaged, reason)
}

// signalled tells whether a program was ended by the system, not by itself.
func signalled(ended error) bool {
	var exit *exec.ExitError
	return errors.As(ended, &exit) && !exit.Exited()
}

// errBrokenOff says that a picture is not whole.
var errBrokenOff = fmt.Errorf("%w: LibRaw broke off", ErrDamaged)

// errNoPixmap says that there is not even a beginning.
var errNoPixmap = errors.New("no picture")

// readPixmap reads a binary PPM or PGM of 16 bits a sample: "P6", perhaps a comment from "#" on, width, height, 65535, and rows of big-endian samples.
func readPixmap(r *bufio.Reader) (p *Photo, about []byte, err error) {
	var kind string
	var w, h, top int
	fmt.Fscan(r, &kind)
	r.Discard(1) // the white space behind it
	if next, _ := r.Peek(1); string(next) == "#" {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return nil, nil, errNoPixmap
		}
		about = bytes.Clone(line[1:])
	}
	if n, _ := fmt.Fscan(r, &w, &h, &top); n < 3 || kind != "P6" && kind != "P5" || top != 65535 {
		return nil, nil, errNoPixmap
	}
	r.Discard(1) // the white space before the samples
	if err := admit(w, h, MaxPixels, func() uint64 { return afterLibRaw(machine.Memory(), w, h) }); err != nil {
		return nil, nil, err
	}
	p = &Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 16, Format: RAW}
	channels := map[string]int{"P5": 1, "P6": 3}[kind]
	row := make([]byte, 2*w*channels)
	for y := range h {
		if _, err := io.ReadFull(r, row); err != nil {
			return nil, nil, fmt.Errorf("%w: %w", errBrokenOff, err)
		}
		p.fillRow(y, row, channels)
	}
	return p, about, nil
}

// afterLibRaw is how much memory is free, in bytes, once LibRaw has gone, which is here with its w by h pixels: 23 bytes each, 545 MB for
// 24 megapixels. 0 = unknown.
func afterLibRaw(free uint64, w, h int) uint64 {
	if free == 0 {
		return 0
	}
	return free + 23*uint64(w)*uint64(h)
}

// fillRow takes over big-endian samples of row y, one channel for all three or each its own.
func (p *Photo) fillRow(y int, row []byte, channels int) {
	for c := range 3 {
		plane := p.Pix[(c*p.Height+y)*p.Width:][:p.Width]
		for x := range plane {
			plane[x] = float32(binary.BigEndian.Uint16(row[2*(x*channels+c%channels):])) / 65535
		}
	}
}
