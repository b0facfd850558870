package photo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"golang.org/x/image/webp"

	"afterrain/engine/machine"
	"afterrain/engine/photo/disk"
	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/parallel"
	"afterrain/engine/photo/tiff"
)

// maxFile is the largest file that Open reads, in bytes.
const maxFile = 4 << 30

// Open reads path, applies the EXIF orientation, and keeps EXIF, ICC, XMP and
// IPTC for Save. The content decides the format, not the name. The error wraps
// ErrFormat, ErrDamaged, ErrTooLarge or one of package fs.
func Open(path string) (*Photo, error) { return OpenWhole(context.Background(), path) }

// OpenWhole is Open for who wants no photo to be left behind half opened: it opens all but camera raw files, HEIC and JPEG XL to the end, whatever
// becomes of ctx. The development of those, which takes long, and their decoding end with ctx, whose error it returns then.
func OpenWhole(ctx context.Context, path string) (*Photo, error) { return openAs(ctx, path, pictureIn) }

// openAs reads a file, of whose bytes decode makes a photo.
func openAs(ctx context.Context, path string, decode func(ctx context.Context, path string, data []byte) (*Photo, error)) (*Photo, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	p, err := decode(ctx, path, data)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", disk.Printable(path), err)
	}
	p.Path, p.seen = path, disk.RightsOf(path)
	if p.Width*p.Height > manyPixels {
		debug.FreeOSMemory() // the decoded image is as large as what comes next
	}
	return p, nil
}

// pictureIn decodes or develops a file's bytes. What is named as a camera raw file and seems to be an ordinary TIFF file, as old ones
// do that begin with a thumbnail, is shown to LibRaw first.
func pictureIn(ctx context.Context, path string, data []byte) (*Photo, error) {
	if format, _ := formatOf(data); format == TIFF && NamedRaw(path) {
		if p, err := develop(ctx, path, data); errors.Is(err, ErrDeveloper) || !errors.Is(err, ErrKind) {
			return p, err
		}
	}
	p, err := decode(data, MaxPixels)
	switch {
	case errors.Is(err, errDevelop):
		return develop(ctx, path, data)
	case errors.Is(err, errHEIC):
		return openHEIC(ctx, path, data)
	case errors.Is(err, errJXL):
		return openJXL(ctx, path, data)
	}
	return p, err
}

// OpenContext is Open, and returns ctx's error at once when ctx is done. What
// was begun then ends unseen.
func OpenContext(ctx context.Context, path string) (*Photo, error) {
	return parallel.UnlessDone(ctx, func() (*Photo, error) { return OpenWhole(ctx, path) })
}

// FormatOf tells the format of the file at path by its first bytes and those of its first directory, whatever its name says, and
// reads no more than these. What is named as a camera raw file and seems to be an ordinary TIFF file is said to be RAW; that is not sure before
// it is opened. The error is that of Open.
func FormatOf(path string) (Format, error) {
	b, err := begin(path)
	if err != nil {
		return "", err
	}
	defer b.file.Close()
	switch {
	case b.format == TIFF && (NamedRaw(path) || isRaw(b.head) || isRaw(b.directory())):
		return RAW, nil
	case b.format == HEIC, b.format == JXL:
		head := io.LimitReader(io.MultiReader(bytes.NewReader(b.head), b.file), headBytes)
		if data, err := io.ReadAll(head); err == nil {
			return formatOf(data)
		}
	}
	return b.format, nil
}

// directory is the beginning of a TIFF file with its first directory behind it; without that if it cannot be read.
func (b beginning) directory() []byte {
	t, ok := ifd.Parse(b.head)
	if !ok {
		return nil
	}
	at := int64(t.Order.Uint32(b.head[4:]))
	count := make([]byte, 2)
	if _, err := b.file.ReadAt(count, at); err != nil {
		return b.head
	}
	dir := make([]byte, 2+12*int(t.Order.Uint16(count))+4)
	n, _ := b.file.ReadAt(dir, at) // the last four bytes may be missing
	alone := append(bytes.Clone(b.head), dir[:n]...)
	t.Order.PutUint32(alone[4:], uint32(len(b.head)))
	return alone
}

// readFile is a file's content if it begins as a photo.
func readFile(path string) ([]byte, error) { return readWithin(path, machine.Memory) }

// readWithin is readFile where so much memory is free, in bytes.
func readWithin(path string, free func() uint64) ([]byte, error) {
	b, err := begin(path) // of a video, before all of it is in memory
	if err != nil {
		return nil, err
	}
	defer b.file.Close()
	if err := cleared(free, func(free uint64) error { return checkFile(b.size, free) }); err != nil {
		return nil, fmt.Errorf("open %s: %w", disk.Printable(path), err)
	}
	data := make([]byte, b.size)
	if _, err := io.ReadFull(b.file, data[copy(data, b.head):]); err != nil {
		return nil, fmt.Errorf("read %s: %w", disk.Printable(path), err)
	}
	return data, nil
}

// beginning is an open file that begins as a photo, read up to the end of head.
type beginning struct {
	file   *os.File // to be closed by who asked for it
	size   int64    // bytes
	head   []byte
	format Format
}

// begin opens a regular file and looks at its first bytes.
func begin(path string) (b beginning, err error) {
	info, err := os.Stat(path) // before opening, which waits at a pipe
	switch {
	case err != nil:
		return b, fmt.Errorf("open %s: %w", disk.Printable(path), disk.WithoutPath(err)) // which names a function of the system's
	case info.IsDir():
		return b, fmt.Errorf("open %s: a folder, not a photo", disk.Printable(path))
	case !info.Mode().IsRegular():
		return b, fmt.Errorf("open %s: not a regular file", disk.Printable(path))
	case info.Size() > maxFile:
		return b, fmt.Errorf("open %s: %w: file of more than 4 GiB", disk.Printable(path), ErrTooLarge)
	}
	b.size, b.head = info.Size(), make([]byte, min(info.Size(), signatureBytes))
	if b.file, err = os.Open(path); err != nil {
		return b, err
	}
	defer func() {
		if err != nil {
			b.file.Close()
		}
	}()
	if _, err = io.ReadFull(b.file, b.head); err != nil {
		return b, fmt.Errorf("read %s: %w", disk.Printable(path), err)
	}
	if b.format, err = sniff(b.head); err != nil {
		return b, fmt.Errorf("open %s: %w", disk.Printable(path), err)
	}
	return b, nil
}

// codec is what one format needs: its pixels, its size before any pixel is
// allocated, and its metadata with the orientation as the file has it.
type codec struct {
	config func([]byte) (image.Config, error)
	pixels func([]byte) (image.Image, error)
	meta   func([]byte) metadata
	check  func([]byte) error // refuses what pixels would get wrong without an error
}

func codecs() map[Format]codec {
	config := func(read func(io.Reader) (image.Config, error)) func([]byte) (image.Config, error) {
		return func(data []byte) (image.Config, error) { return read(bytes.NewReader(data)) }
	}
	fine := func([]byte) error { return nil }
	return map[Format]codec{
		JPEG: {config(jpeg.DecodeConfig), decodeJPEG, jpegMetadata, fine},
		PNG:  {config(png.DecodeConfig), decodePNG, pngMetadata, checkPNG},
		TIFF: {tiff.Config, tiff.Decode, tiffMetadata, tiff.Check},
		WebP: {config(webp.DecodeConfig), decodeWebP, webpMetadata, checkWebP},
		AVIF: {config(heifConfig), decodeAVIF, heifMetadata, checkAVIF},
	}
}

// errDevelop and errHEIC are the errors of decode for files that are not for it.
var (
	errDevelop = fmt.Errorf("%w: a camera raw file", ErrKind)
	errHEIC    = fmt.Errorf("%w: a HEIC picture", ErrKind)
)

// decode turns a file's bytes into an upright photo of at most maxPixels, but for a camera raw file, HEIC and JPEG XL, which libraries in programs of their own read.
func decode(data []byte, maxPixels int) (*Photo, error) {
	data, err := tiff.Classic(data)
	if err != nil {
		return nil, decodeError(err)
	}
	format, err := formatOf(data)
	switch {
	case err != nil:
		return nil, err
	case format == RAW:
		return nil, errDevelop
	case format == HEIC || format == HEIF:
		return nil, errHEIC
	case format == JXL || format == DeepJXL:
		return nil, errJXL
	}
	c := codecs()[format]
	if err := c.check(data); err != nil {
		return nil, decodeError(err)
	}
	size, err := c.config(data)
	if err != nil {
		return nil, decodeError(err)
	}
	if err := admit(size.Width, size.Height, maxPixels, machine.Memory); err != nil {
		return nil, err
	}
	img, err := c.pixels(data)
	if err != nil {
		return nil, decodeError(err)
	}
	if got := img.Bounds().Size(); got != image.Pt(size.Width, size.Height) {
		return nil, fmt.Errorf("%w: it says %d x %d pixels, and has %d x %d", ErrDamaged, size.Width, size.Height, got.X, got.Y)
	}
	return upright(img, format, c.meta(data)), nil
}

// upright makes the photo of a decoded image and its metadata.
func upright(img image.Image, format Format, meta metadata) *Photo {
	size := img.Bounds().Size()
	p := &Photo{Width: size.X, Height: size.Y, Bits: depth(img), Format: format}
	p.Pix, p.alpha = samples(img)
	p.stand(meta)
	return p
}

// stand turns a photo that was just decoded upright, as its metadata say, which it takes over.
func (p *Photo) stand(meta metadata) {
	w, h, turn := p.Width, p.Height, meta.orientation()
	for c := range 3 {
		orient(p.Pix[c*w*h:][:w*h], w, h, turn)
	}
	if p.alpha != nil {
		orient(p.alpha, w, h, turn)
	}
	if turn.transposes() {
		p.Width, p.Height = h, w
	}
	p.meta = meta.upright(p.Width, p.Height, p.grey())
}

// grey tells whether R, G and B are equal at every pixel.
func (p *Photo) grey() bool {
	n := p.Width * p.Height
	green := p.Pix[n : 2*n]
	return slices.Equal(p.Pix[:n], green) && slices.Equal(p.Pix[2*n:], green)
}

// decodeError sorts the decoders' errors into ErrFormat (valid, but a kind
// they do not read) and ErrDamaged.
func decodeError(err error) error {
	var j jpeg.UnsupportedError
	var p png.UnsupportedError
	var t tiff.UnsupportedError
	switch {
	case errors.Is(err, ErrFormat), errors.Is(err, ErrDamaged):
		return err
	case errors.As(err, &t):
		return fmt.Errorf("%w: %w", ErrKind, err)
	case errors.As(err, &j), errors.As(err, &p):
		return fmt.Errorf("%w: %w; save it as an ordinary JPEG, PNG or TIFF first", ErrKind, err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, jpeg.FormatError("short Huffman data")):
		return fmt.Errorf("%w: it ends early: %w", ErrDamaged, err)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}
