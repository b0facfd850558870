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
	"path/filepath"
	"strings"
	"sync"

	"afterrain/engine/machine"
)

// A camera raw file holds what the sensor measured. LibRaw makes a picture of it, in a program of its own: a
// file that breaks it takes nothing else with it, and a cancel ends it.

// ErrDeveloper is the ErrKind of a camera raw file on a machine without LibRaw's program.
var ErrDeveloper = fmt.Errorf("%w", ErrKind)

// developer is the path of the program that develops, "" if there is none: afterrain-raw, with LibRaw in the folder libraw, beside the program that
// runs, or LibRaw's own dcraw_emu, beside it or where programs are.
var developer = sync.OnceValue(func() string {
	var names []string
	if self, err := os.Executable(); err == nil {
		dir := filepath.Dir(self)
		if info, err := os.Stat(filepath.Join(dir, "libraw")); err == nil && info.IsDir() {
			names = append(names, filepath.Join(dir, "afterrain-raw"))
		}
		names = append(names, filepath.Join(dir, "dcraw_emu"))
	}
	for _, name := range append(names, "dcraw_emu") {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
})

// Ways to store a picture that cameras have for themselves (LibRaw's src/metadata/identify.cpp and tiff.cpp).
const (
	rawSony, rawNikon, rawKodak, rawPentax = 32767, 34713, 65000, 65535 // compressions

	rawMosaic, rawLinear = 32803, 34892 // photometric interpretations
)

// demosaic is DHT. Of photographs made into Bayer mosaics it came 1.5 dB nearer to them than AHD, which is LibRaw's choice (six without
// noise), and 0.4 dB restored at S (three with); 24 megapixels take 8 s instead of 6. Sensors of other patterns have their own.
const demosaic = "11"

// isRaw tells of a TIFF file whether it is a camera's raw file: its first picture is a thumbnail, or what a sensor has measured.
func isRaw(data []byte) bool {
	t, ok := newTIFFStructure(data)
	if !ok {
		return false
	}
	main := t.first()
	kind, _ := t.number(main, tagSubfileType)
	compression, _ := t.number(main, tagCompression)
	colour, _ := t.number(main, tagPhotometric)
	_, dng := main.find(tagDNGVersion)
	switch {
	case kind&tiffReduced != 0, dng, len(data) >= 10 && string(data[8:10]) == "CR":
		return true
	case compression == rawSony, compression == rawNikon, compression == rawKodak, compression == rawPentax:
		return true
	}
	return colour == rawMosaic || colour == rawLinear
}

// develop makes the photo of the camera raw file at path, whose bytes are data: with the camera's white balance, in
// sRGB, as bright and contrasty as the camera's own picture in the file, if there is one. The
// error wraps ErrDeveloper, ErrKind, ErrDamaged or ErrTooLarge, or is ctx's.
func develop(ctx context.Context, path string, data []byte) (*Photo, error) {
	program := developer()
	if program == "" {
		return nil, fmt.Errorf("%w: a camera raw file, which LibRaw develops: install Afterrain again or LibRaw's program dcraw_emu (the package libraw-bin), or develop the file to JPEG or TIFF first", ErrDeveloper)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	own := cameraPicture(data)
	options := []string{"-w", "-6", "-q", demosaic, "-o", "1", "-g", "2.4", "12.92", "-Z", "-"}
	if own != nil {
		options = append(options, "-W") // as bright as it was exposed: what follows is ours
	}
	p, err := readDevelopment(ctx, exec.CommandContext(ctx, program, append(options, path)...))
	if err != nil {
		return nil, err
	}
	if own != nil {
		p.toneAs(own)
	}
	p.meta = rawMetadata(data).upright(p.Width, p.Height, false)
	return p, nil
}

// readDevelopment runs LibRaw's program and reads the picture that it prints.
func readDevelopment(ctx context.Context, cmd *exec.Cmd) (*Photo, error) {
	machine.Hide(cmd)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1") // with several DHT is not the same each time, and no quicker
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: LibRaw did not start: %w", ErrDeveloper, err)
	}
	p, err := readPixmap(bufio.NewReaderSize(out, 1<<20))
	if err != nil {
		cmd.Process.Kill() // it may be in the middle of a picture that is too large
	}
	ended := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, errNoPixmap):
		return nil, undeveloped(said.String())
	case err == nil && ended != nil:
		return nil, fmt.Errorf("%w: LibRaw broke off: %w", ErrDamaged, ended)
	}
	return p, err
}

// undeveloped is the error for what LibRaw's program says when it makes no picture: "Cannot unpack a.nef: Input/output error".
func undeveloped(said string) error {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	reason := lines[len(lines)-1]
	reason = strings.TrimSpace(reason[strings.LastIndex(reason, ":")+1:])
	if strings.Contains(reason, "Unsupported") {
		return fmt.Errorf("%w: a camera raw file of a kind that LibRaw does not know; develop it to JPEG or TIFF first", ErrKind)
	}
	return fmt.Errorf("%w: LibRaw cannot develop it: %s", ErrDamaged, reason)
}

// errNoPixmap says that there is not even a beginning.
var errNoPixmap = errors.New("no picture")

// readPixmap reads a binary PPM or PGM of 16 bits a sample: "P6", width, height, 65535, and rows of big-endian samples.
func readPixmap(r *bufio.Reader) (*Photo, error) {
	var kind string
	var w, h, top int
	if n, _ := fmt.Fscan(r, &kind, &w, &h, &top); n < 4 || kind != "P6" && kind != "P5" || top != 65535 {
		return nil, errNoPixmap
	}
	r.Discard(1) // the white space before the samples
	if err := checkSize(w, h, MaxPixels); err != nil {
		return nil, err
	}
	if err := makeRoom(w, h, machine.Memory); err != nil {
		return nil, err
	}
	p := &Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: 16, Format: RAW}
	channels := map[string]int{"P5": 1, "P6": 3}[kind]
	row := make([]byte, 2*w*channels)
	for y := range h {
		if _, err := io.ReadFull(r, row); err != nil {
			return nil, fmt.Errorf("%w: LibRaw broke off: %w", ErrDamaged, err)
		}
		p.fillRow(y, row, channels)
	}
	return p, nil
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
