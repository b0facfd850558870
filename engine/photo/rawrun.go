package photo

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"afterrain/engine/machine"
)

// libRaw develops camera raw files.
var libRaw = library{name: "LibRaw", kind: "a camera raw file", instead: "develop it to JPEG or TIFF", missing: ErrDeveloper}

// readDevelopment runs LibRaw's program and reads the picture that it prints.
func readDevelopment(ctx context.Context, program string, arguments ...string) (*Photo, error) {
	return libRaw.run(ctx, readPixmap, program, arguments...)
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

// readPixmap reads a binary PPM or PGM of 16 bits a sample: "P6", width, height, 65535, and rows of big-endian samples.
func readPixmap(r *bufio.Reader) (*Photo, error) {
	var kind string
	var w, h, top int
	if n, _ := fmt.Fscan(r, &kind, &w, &h, &top); n < 4 || kind != "P6" && kind != "P5" || top != 65535 {
		return nil, errNoPicture
	}
	r.Discard(1) // the white space before the samples
	if err := admit(w, h, MaxPixels, func() uint64 { return afterLibrary(machine.Memory(), w, h, rawBytes) }); err != nil {
		return nil, err
	}
	p := &Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 16, Format: RAW}
	channels := map[string]int{"P5": 1, "P6": 3}[kind]
	row := make([]byte, 2*w*channels)
	for y := range h {
		if _, err := io.ReadFull(r, row); err != nil {
			return nil, fmt.Errorf("%w: %w", errBrokenOff, err)
		}
		p.fillRow(y, row, channels)
	}
	return p, nil
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

// fillRow takes over big-endian samples of row y, one channel for all three or each its own.
func (p *Photo) fillRow(y int, row []byte, channels int) {
	for c := range 3 {
		plane := p.Pix[(c*p.Height+y)*p.Width:][:p.Width]
		for x := range plane {
			plane[x] = float32(binary.BigEndian.Uint16(row[2*(x*channels+c%channels):])) / 65535
		}
	}
}
