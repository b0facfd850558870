package photo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"afterrain/engine/machine"
	"afterrain/engine/photo/parallel"
)

// libRaw develops camera raw files.
var libRaw = library{name: "LibRaw", kind: "a camera raw file", instead: "develop it to JPEG or TIFF", missing: ErrDeveloper}

// readDevelopment runs LibRaw's program and reads the picture that it prints, and what a comment says in its head.
func readDevelopment(ctx context.Context, program string, arguments ...string) (p *Photo, about []byte, err error) {
	p, err = libRaw.run(ctx, func(r *bufio.Reader) (p *Photo, err error) {
		p, about, err = readPixmap(r)
		return p, err
	}, program, arguments...)
	return p, about, err
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

// readPixmap reads a binary PPM or PGM of 16 bits a sample: "P6", perhaps a comment from "#" on, width, height, 65535, and rows of big-endian samples.
func readPixmap(r *bufio.Reader) (p *Photo, about []byte, err error) {
	var kind string
	var w, h, top int
	fmt.Fscan(r, &kind)
	r.Discard(1) // the white space behind it
	if next, _ := r.Peek(1); string(next) == "#" {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return nil, nil, errNoPicture
		}
		about = bytes.Clone(line[1:])
	}
	if n, _ := fmt.Fscan(r, &w, &h, &top); n < 3 || kind != "P6" && kind != "P5" || top != 65535 {
		return nil, nil, errNoPicture
	}
	r.Discard(1) // the white space before the samples
	if err := admit(w, h, MaxPixels, func() uint64 { return afterLibrary(machine.Memory(), w, h, rawBytes) }); err != nil {
		return nil, nil, err
	}
	p = &Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 16, Format: RAW}
	channels := map[string]int{"P5": 1, "P6": 3}[kind]
	row := 2 * w * channels
	const most = 64
	rows := make([]byte, min(most, h)*row)
	for top := 0; top < h; top += most {
		n := min(most, h-top)
		if _, err := io.ReadFull(r, rows[:n*row]); err != nil {
			return nil, nil, fmt.Errorf("%w: %w", errBrokenOff, err)
		}
		parallel.Rows(n, func(i int) { p.fillRow(top+i, rows[i*row:], channels) })
	}
	return p, about, nil
}

// rawBytes is what LibRaw has of a pixel: 545 MB for 24 megapixels.
const rawBytes = 23

// afterLibrary is how much memory is free, in bytes, once a library's program has gone, which is here with its w by h pixels of bytes each. 0 = unknown.
func afterLibrary(free uint64, w, h, bytes int) uint64 {
	if free == 0 {
		return 0
	}
	return free + uint64(bytes)*uint64(w)*uint64(h)
}

// fillRow takes over big-endian samples of row y from the beginning of row, one channel for all three or each its own.
func (p *Photo) fillRow(y int, row []byte, channels int) {
	for c := range 3 {
		plane := p.Pix[(c*p.Height+y)*p.Width:][:p.Width]
		at := 2 * (c % channels)
		for x := range plane {
			plane[x] = float32(binary.BigEndian.Uint16(row[at:])) / 65535
			at += 2 * channels
		}
	}
}
