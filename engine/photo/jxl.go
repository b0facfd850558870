package photo

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"path/filepath"
	"strconv"

	"afterrain/engine/machine"
	"afterrain/engine/photo/colour"
)

// ErrNoJXL is the ErrKind of a JPEG XL picture, or of a DNG compressed as such, on a machine without libjxl.
var ErrNoJXL = fmt.Errorf("%w", ErrKind)

var libJXL = library{name: "libjxl", kind: "a JPEG XL picture", instead: "save it as JPEG, PNG or TIFF", missing: ErrNoJXL}

// errJXL is the error of decode for a file that is not for it.
var errJXL = fmt.Errorf("%w: a JPEG XL picture", ErrKind)

// openJXL makes the photo of the file at path, whose bytes are data. The error wraps ErrNoJXL, ErrKind, ErrDamaged or ErrTooLarge, or is ctx's.
func openJXL(ctx context.Context, path string, data []byte) (*Photo, error) {
	f := jxlFileOf(data)
	h, err := parseJXL(f.stream)
	if err == nil {
		err = h.check()
	}
	if err != nil {
		return nil, err
	}
	if err := admit(h.size.X, h.size.Y, MaxPixels, machine.Memory); err != nil { // before libjxl takes any of the memory
		return nil, err
	}
	p, icc, err := decodeJXL(ctx, path, h.size)
	switch {
	case err != nil:
		return nil, err
	case h.float && !colour.Toned(icc):
		return nil, errJXLFloat
	}
	p.Format = h.format()
	meta := f.metadata(h)
	if h.icc || h.transfer == colour.Unspecified {
		meta.icc = icc
	}
	p.stand(meta)
	return p, nil
}

// decodeJXL decodes the picture of that size in the file at path, and does not turn it. It returns the profile of its colours, too.
func decodeJXL(ctx context.Context, path string, size image.Point) (p *Photo, icc []byte, err error) {
	program := heifDecoder()
	if program == "" {
		return nil, nil, fmt.Errorf("%w: a JPEG XL picture, which libjxl decodes, and that is not there: install Afterrain again, or save the picture as JPEG first", ErrNoJXL)
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, nil, err
	}
	p, err = libJXL.run(ctx, func(r *bufio.Reader) (p *Photo, err error) {
		p, icc, err = readJXL(r)
		return p, err
	}, program, "jxl", strconv.Itoa(size.X*size.Y), path)
	if err == nil && image.Pt(p.Width, p.Height) != size {
		err = fmt.Errorf("%w: it says %d x %d pixels, and has %d x %d", ErrDamaged, size.X, size.Y, p.Width, p.Height)
	}
	return p, icc, err
}

// errJXLFloat refuses what TIFF files are refused for, too: see unknownFloat.
var errJXLFloat = fmt.Errorf("%w: a JPEG XL picture with floating-point samples of another kind than photos have, as of HDR; save it with 16 bits a channel", ErrKind)

// check refuses what cannot be shown.
func (h jxlHead) check() error {
	switch {
	case h.animated:
		return fmt.Errorf("%w: an animated JPEG XL; save the picture that you mean in a file of its own", ErrKind)
	case h.black:
		return fmt.Errorf("%w: a JPEG XL picture in CMYK; save it in RGB first", ErrKind)
	case h.float && !h.icc && h.transfer == colour.TransferLinear:
		return errJXLFloat
	}
	return nil
}

func (h jxlHead) format() Format {
	if h.deep() {
		return DeepJXL
	}
	return JXL
}

// jxlFormat tells of a JPEG XL file, or its head, whether its picture is more than a JPEG can hold.
func jxlFormat(data []byte) Format {
	h, err := parseJXL(jxlFileOf(data).stream)
	if err != nil {
		return JXL
	}
	return h.format()
}

// jxlThumbnail is the Thumbnail of a JPEG XL file by its head: programs that pack JPEGs anew keep the EXIF block with the camera's.
func jxlThumbnail(head []byte) (small *Photo, size image.Point) {
	f := jxlFileOf(head)
	h, err := parseJXL(f.stream)
	if err != nil {
		return nil, image.Point{}
	}
	img := withoutBars(exifThumbnail(f.exif), h.size)
	if img == nil {
		return nil, image.Point{}
	}
	turn := metadata{turn: h.turn}
	return upright(img, JPEG, turn), turn.turned(h.size)
}
