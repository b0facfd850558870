package photo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"sync"

	"afterrain/engine/machine"
	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/tiff"
)

// A camera raw file holds what the sensor measured. LibRaw makes a picture of it, in a program of its own: a
// file that breaks it takes nothing else with it, and a cancel ends it.

// ErrDeveloper is the ErrKind of a camera raw file on a machine without LibRaw's program.
var ErrDeveloper = fmt.Errorf("%w", ErrKind)

// dcrawEmu is LibRaw's own program. It does not say what it knows of a sensor.
const dcrawEmu = "dcraw_emu"

// developer is the path of the program that develops, "" if there is none: afterrain-decode, with LibRaw in the folder libraw, beside the program that
// runs, or LibRaw's own dcraw_emu, beside it or where programs are.
var developer = sync.OnceValue(func() string {
	if info, err := os.Stat(filepath.Join(folderOfUs(), "libraw")); err == nil && info.IsDir() {
		return besideUs("afterrain-decode", dcrawEmu)
	}
	return besideUs(dcrawEmu)
})

// Ways to store a picture that cameras have for themselves (LibRaw's src/metadata/identify.cpp and tiff.cpp).
const (
	rawSony, rawNikon, rawKodak, rawPentax = 32767, 34713, 65000, 65535 // compressions

	rawMosaic, rawLinear = 32803, 34892 // photometric interpretations

	rawCanon = "II*\x00\x10\x00\x00\x00CR\x02" // the beginning
)

// demosaic is DHT. Of photographs made into Bayer mosaics it came 1.5 dB nearer to them than AHD, which is LibRaw's choice (six without
// noise), and 0.4 dB restored at S (three with); 24 megapixels take 8 s instead of 6. Sensors of other patterns have their own.
const demosaic = "11"

// isRaw tells of a TIFF file whether it is a camera's raw file: its first picture is a thumbnail, or what a sensor has measured.
func isRaw(data []byte) bool {
	t, ok := ifd.Parse(data)
	if !ok {
		return false
	}
	main := t.First()
	kind, _ := t.Number(main, ifd.TagSubfileType)
	compression, _ := t.Number(main, ifd.TagCompression)
	colour, _ := t.Number(main, ifd.TagPhotometric)
	_, dng := main.Find(ifd.TagDNGVersion)
	switch {
	case kind&tiff.Reduced != 0, dng, bytes.HasPrefix(data, []byte(rawCanon)):
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
	own := pictures(data)
	shown := cameraPicture(own)
	p, s, err := measure(ctx, path, data, own)
	switch {
	case err == nil:
		p.inSRGB(s, shown)
	case errors.Is(err, ErrNegative):
		p, err = developByLibRaw(ctx, path, rawSize(data, own), shown)
	}
	if err != nil {
		return nil, err
	}
	p.meta = rawMetadata(data).upright(p.Width, p.Height, false)
	return p, nil
}

// developByLibRaw lets LibRaw choose what it can: where its own program is used, or a sensor has other colours than red, green and blue. It cuts off the noise below black.
func developByLibRaw(ctx context.Context, path string, size image.Point, shown image.Image) (*Photo, error) {
	options := []string{"-o", "1", "-g", "2.4", "12.92"}
	if shown != nil {
		options = append(options, "-W") // as bright as it was exposed: what follows is ours
	}
	p, _, err := runLibRaw(ctx, path, size, options...)
	if err == nil && shown != nil {
		p.toneAs(shown)
	}
	return p, err
}

// runLibRaw makes a picture of the camera raw file at path, of about the given size (zero if that is not known), and returns what its head says of it.
// Options say what it is to be besides one with the camera's white balance and 16 bits.
func runLibRaw(ctx context.Context, path string, size image.Point, options ...string) (*Photo, []byte, error) {
	program := developer()
	if program == "" {
		return nil, nil, fmt.Errorf("%w: a camera raw file, which LibRaw develops: install Afterrain again or LibRaw's program dcraw_emu (the package libraw-bin), or develop the file to JPEG or TIFF first", ErrDeveloper)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, err
	}
	if size != (image.Point{}) { // before LibRaw takes any of the memory
		if err := admit(size.X, size.Y, MaxPixels, machine.Memory); err != nil {
			return nil, nil, err
		}
	}
	options = append([]string{"-w", "-6", "-q", demosaic}, options...)
	return readDevelopment(ctx, program, append(options, "-Z", "-", path)...)
}
