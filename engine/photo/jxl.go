package photo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"path/filepath"
	"strconv"

	"github.com/andybalholm/brotli"

	"afterrain/engine/machine"
)

// ErrNoJXL is the ErrKind of a JPEG XL picture, or of a DNG compressed as such, on a machine without libjxl.
var ErrNoJXL = fmt.Errorf("%w", ErrKind)

var libJXL = library{name: "libjxl", kind: "a JPEG XL picture", instead: "save it as JPEG, PNG or TIFF", missing: ErrNoJXL}

// errJXL is the error of decode for a file that is not for it.
var errJXL = fmt.Errorf("%w: a JPEG XL picture", ErrKind)

// jxlContainer is how a file begins that has boxes; others are a codestream.
const jxlContainer = "\x00\x00\x00\x0cJXL \r\n\x87\n"

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
	program := heifDecoder()
	if program == "" {
		return nil, fmt.Errorf("%w: a JPEG XL picture, which libjxl decodes, and that is not there: install Afterrain again, or save the picture as JPEG first", ErrNoJXL)
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	var icc []byte
	p, err := libJXL.run(ctx, func(r *bufio.Reader) (p *Photo, err error) {
		p, icc, err = readJXL(r)
		return p, err
	}, program, "jxl", strconv.Itoa(h.size.X*h.size.Y), path)
	if err != nil {
		return nil, err
	}
	if p.Width != h.size.X || p.Height != h.size.Y {
		return nil, fmt.Errorf("%w: it says %d x %d pixels, and has %d x %d", ErrDamaged, h.size.X, h.size.Y, p.Width, p.Height)
	}
	p.Format = h.format()
	meta := f.metadata(h)
	if h.icc || h.transfer == cicpUnspecified {
		meta.icc = icc
	}
	if h.float && !curved(icc) {
		return nil, errJXLFloat
	}
	p.stand(meta)
	return p, nil
}

// errJXLFloat refuses what TIFF files are refused for, too: see unknownFloat.
var errJXLFloat = fmt.Errorf("%w: a JPEG XL picture with floating-point samples of another kind than photos have, as of HDR; save it with 16 bits a channel", ErrKind)

// curved tells whether samples of a profile have a tone curve.
func curved(icc []byte) bool {
	for _, tag := range []string{"rTRC", greyCurve} {
		if curve := iccTag(icc, tag); curve != nil {
			return isCurve(curve) && !straightCurve(curve)
		}
	}
	return false
}

// check refuses what cannot be shown.
func (h jxlHead) check() error {
	switch {
	case h.animated:
		return fmt.Errorf("%w: an animated JPEG XL; save the picture that you mean in a file of its own", ErrKind)
	case h.black:
		return fmt.Errorf("%w: a JPEG XL picture in CMYK; save it in RGB first", ErrKind)
	case h.float && !h.icc && h.transfer == cicpLinear:
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

// jxlFile is what a file holds, or its head as far as that goes.
type jxlFile struct {
	stream    []byte // the beginning of the codestream
	exif, xmp []byte
}

// enoughJXL is how much of a codestream holds its head.
const enoughJXL = 1 << 12

// jxlFileOf looks for what is in the boxes of a file (ISO/IEC 18181-2).
func jxlFileOf(data []byte) (f jxlFile) {
	if !bytes.HasPrefix(data, []byte(jxlContainer)) {
		f.stream = data
		return f
	}
	for len(data) >= 8 {
		b, rest := firstBox(data)
		data = rest
		switch {
		case b.kind == "jxlc":
			f.stream = append(f.stream, b.data[:min(len(b.data), enoughJXL)]...)
		case b.kind == "jxlp" && len(b.data) >= 4 && len(f.stream) < enoughJXL: // behind its number
			f.stream = append(f.stream, b.data[4:min(len(b.data), 4+enoughJXL)]...)
		case b.kind == "brob" && len(b.data) >= 4:
			f.describe(string(b.data[:4]), unpackBrotli(b.data[4:]))
		default:
			f.describe(b.kind, b.data)
		}
	}
	return f
}

func (f *jxlFile) describe(kind string, data []byte) {
	switch {
	case kind == "Exif" && f.exif == nil:
		f.exif = heifExif(data)
	case kind == "xml " && f.xmp == nil:
		f.xmp = data
	}
}

// firstBox is the first box of data and what follows it. A box that is not all there has what is.
func firstBox(data []byte) (b box, rest []byte) {
	size, head := uint64(binary.BigEndian.Uint32(data)), 8
	b.kind = string(data[4:8])
	if size == 1 && len(data) >= 16 {
		size, head = binary.BigEndian.Uint64(data[8:]), 16
	}
	if size == 0 || size > uint64(len(data)) { // 0: to the end
		size = uint64(len(data))
	}
	end := max(int(size), head)
	b.data = data[min(head, len(data)):min(end, len(data))]
	return b, data[min(end, len(data)):]
}

// unpackBrotli unpacks what describes a picture; nil if that is damaged, or too much.
func unpackBrotli(packed []byte) []byte {
	data, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(packed)), maxProfile+1))
	if err != nil || len(data) > maxProfile {
		return nil
	}
	return data
}

// metadata is what a file says of its picture but for a profile. JPEG XL has its own way to turn it: EXIF's does not count.
func (f jxlFile) metadata(h jxlHead) metadata {
	m := metadata{turn: h.turn, exif: f.exif, xmp: f.xmp}
	h.sayColours(&m)
	return m
}

// jxlMetadata is metadata of a file, or its head.
func jxlMetadata(data []byte) metadata {
	f := jxlFileOf(data)
	h, err := parseJXL(f.stream)
	if err != nil {
		return metadata{exif: f.exif, xmp: f.xmp}
	}
	return f.metadata(h)
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

// jxlBytes is what afterrain-decode has of a pixel, in bytes.
const jxlBytes = 5

// readJXL reads what afterrain-decode writes of a JPEG XL picture, and its profile: see jxlPicture.write there.
func readJXL(r *bufio.Reader) (p *Photo, icc []byte, err error) {
	var w, h, channels, bits, profile int
	if n, _ := fmt.Fscanf(r, "jxl %d %d %d %d %d\n", &w, &h, &channels, &bits, &profile); n < 5 {
		return nil, nil, errNoPicture
	}
	if channels < 1 || channels > 4 || bits != 8 && bits != 16 || profile < 0 || profile > maxProfile {
		return nil, nil, errPlanes
	}
	if err := admit(w, h, MaxPixels, func() uint64 { return afterLibrary(machine.Memory(), w, h, jxlBytes) }); err != nil {
		return nil, nil, err
	}
	icc = make([]byte, profile)
	if _, err := io.ReadFull(r, icc); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errBrokenOff, err)
	}
	p = &Photo{Width: w, Height: h, Pix: make([]float32, 3*w*h), Bits: bits}
	if channels%2 == 0 {
		p.alpha = make([]uint16, w*h)
	}
	if err := p.fillJXL(r, channels); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errBrokenOff, err)
	}
	if p.alpha != nil && opaque(p.alpha) {
		p.alpha = nil
	}
	return p, icc, nil
}

func opaque(alpha []uint16) bool {
	for _, a := range alpha {
		if a != 0xffff {
			return false
		}
	}
	return true
}

// fillJXL reads interleaved samples of one byte each, or of two, the low one first.
func (p *Photo) fillJXL(r io.Reader, channels int) error {
	const most = 64
	row := p.Width * channels * p.Bits / 8
	rows := make([]byte, min(most, p.Height)*row)
	for top := 0; top < p.Height; top += most {
		n := min(most, p.Height-top)
		if _, err := io.ReadFull(r, rows[:n*row]); err != nil {
			return err
		}
		parallel(n, func(i int) { p.fillRowJXL(top+i, rows[i*row:][:row], channels) })
	}
	return nil
}

func (p *Photo) fillRowJXL(y int, row []byte, channels int) {
	colours := (channels-1)/2*2 + 1 // of 1 to 4: 1 1 3 3
	size := p.Bits / 8
	level := func(x, c int) uint16 {
		at := (x*channels + c) * size
		if size == 1 {
			return uint16(row[at]) * 257
		}
		return binary.LittleEndian.Uint16(row[at:])
	}
	for c := range 3 {
		plane := p.Pix[(c*p.Height+y)*p.Width:][:p.Width]
		for x := range plane {
			plane[x] = float32(level(x, c%colours)) / 0xffff
		}
	}
	if p.alpha != nil {
		for x := range p.Width {
			p.alpha[y*p.Width+x] = level(x, colours)
		}
	}
}
