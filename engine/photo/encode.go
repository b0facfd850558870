package photo

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"afterrain/engine/photo/parallel"
)

// SaveOptions says how Save encodes. The zero value means: as the path's
// extension says, JPEG quality 95, the bit depth of the source where the
// format can hold it.
type SaveOptions struct {
	Format  Format
	Quality int // JPEG, 1 to 100
	Bits    int // 8 or 16 (PNG and TIFF)
}

// Extensions lists the file name extensions of each format; the first is the one to give.
func Extensions(f Format) []string {
	switch f {
	case JPEG:
		return []string{".jpg", ".jpeg", ".jpe", ".jfif"}
	case PNG:
		return []string{".png"}
	case TIFF:
		return []string{".tif", ".tiff"}
	case WebP:
		return []string{".webp"}
	case AVIF:
		return []string{".avif"}
	case DNG:
		return []string{".dng"}
	case HEIC:
		return []string{".heic", ".heif"}
	case HEIF:
		return []string{".hif"}
	case JXL:
		return []string{".jxl"}
	case RAW:
		return []string{".dng", ".cr3", ".cr2", ".crw", ".nef", ".nrw", ".arw", ".sr2", ".raf", ".orf", ".rw2", ".rwl", ".pef",
			".srw", ".x3f", ".3fr", ".fff", ".iiq", ".mos", ".mef", ".erf", ".mrw", ".dcr", ".kdc", ".gpr"}
	}
	return nil
}

// Extension is what the name of a photo saved as f.SavedAs() ends in: own, as ".JPEG", if that is
// one of that format's, else its first. Of a photo that was not opened yet, f "", it is what own says.
func Extension(f Format, own string) string {
	if f == "" {
		if f = named(own, Readable()); f == "" {
			return cmp.Or(own, Extensions(JPEG)[0])
		}
	}
	known := Extensions(f.SavedAs())
	if slices.Contains(known, strings.ToLower(own)) {
		return own
	}
	return known[0]
}

// ExtensionAs is Extension for a photo that is asked for in a format, "" if in none.
func ExtensionAs(asked, f Format, own string) string {
	if f == "" {
		f = named(own, Readable())
	}
	if asked != "" && f.As(asked) == asked {
		return Extensions(asked)[0]
	}
	return Extension(f, own)
}

// ending is what an extension looks like: what follows the last dot of "Dr. Smith" or of "1.5.2024" is none.
var ending = regexp.MustCompile(`^\.[0-9]{0,3}[A-Za-z][0-9A-Za-z]{0,4}$`)

// Ending is the extension of a file's name with its dot, "" if it has none.
func Ending(path string) string {
	if ext := filepath.Ext(path); ending.MatchString(ext) {
		return ext
	}
	return ""
}

// FormatNamed is the format to save in that a path's extension names. The error wraps ErrFormat.
func FormatNamed(path string) (Format, error) {
	ext := filepath.Ext(path)
	if f := named(ext, Writable()); f != "" {
		return f, nil
	}
	return "", fmt.Errorf("%w: extension %q; use .jpg, .png or .tif, or .dng of a camera raw file", ErrFormat, strings.ToLower(ext))
}

// named is the one of formats that has the extension, "" if none has.
func named(ext string, formats []Format) Format {
	ext = strings.ToLower(ext)
	for _, f := range formats {
		if slices.Contains(Extensions(f), ext) {
			return f
		}
	}
	return ""
}

// complete fills in what the zero value leaves open, and refuses what no file can hold.
func (o SaveOptions) complete(p *Photo, path string) (SaveOptions, error) {
	var err error
	if o.Format == "" {
		if o.Format, err = FormatNamed(path); err != nil {
			return o, err
		}
	}
	if o.Quality == 0 {
		o.Quality = 95
	}
	if o.Bits == 0 || o.Format == JPEG || o.Format == DNG {
		o.Bits = p.Bits
	}
	switch {
	case !slices.Contains(Writable(), o.Format):
		return o, fmt.Errorf("%w: %q", ErrFormat, o.Format)
	case (o.Format == DNG) != (p.negative != nil):
		return o, fmt.Errorf("%w: a DNG holds what a camera raw file does, and nothing else does; save other photos as JPEG, PNG or TIFF", ErrNegative)
	case o.Quality < 1 || o.Quality > 100:
		return o, fmt.Errorf("JPEG quality %d is not between 1 and 100", o.Quality)
	case o.Bits != 8 && o.Bits != 16:
		return o, fmt.Errorf("%d bits a sample; only 8 and 16 can be saved", o.Bits)
	case o.Format == JPEG && max(p.Width, p.Height) > maxJPEG:
		return o, fmt.Errorf("%w: JPEG holds %d pixels a side at most; save as PNG or TIFF", ErrFormat, maxJPEG)
	case o.Format == JPEG && p.alpha != nil:
		return o, fmt.Errorf("%w: JPEG cannot hold transparency; save as PNG or TIFF", ErrFormat)
	case o.Format != PNG && p.meta.onlyPNG:
		return o, fmt.Errorf("%w: colours in HDR, or of another unusual kind; save as PNG", ErrOnlyPNG)
	}
	return o, nil
}

// encode writes the whole file, marked as our own, or returns ctx's error soon after ctx is done.
// o is complete.
func (p *Photo) encode(ctx context.Context, w io.Writer, o SaveOptions) error {
	p = p.marked()
	switch o.Format {
	case JPEG:
		return p.encodeJPEG(ctx, w, o.Quality)
	case PNG:
		img := p.image(ctx, o.Bits)
		in := &injector{w: w, after: pngHeaderLen, extra: p.meta.pngChunks(), ctx: ctx}
		return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(in, img)
	}
	if p.negative != nil {
		return p.encodeDNG(ctx, w)
	}
	return p.encodeTIFF(ctx, w, o.Bits)
}

// injector writes extra once the first bytes have passed, and nothing once ctx is done.
type injector struct {
	w     io.Writer
	ctx   context.Context
	after int // bytes still to pass before extra
	extra []byte
}

func (i *injector) Write(b []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	n := 0
	if i.extra != nil {
		first := b[:min(i.after, len(b))]
		m, err := i.w.Write(first)
		n += m
		i.after -= m
		if err != nil || i.after > 0 {
			return n, err
		}
		if _, err := i.w.Write(i.extra); err != nil {
			return n, err
		}
		i.extra = nil
	}
	m, err := i.w.Write(b[n:])
	return n + m, err
}

func (p *Photo) channels() int {
	if p.alpha != nil {
		return 4
	}
	return 3
}

// level is channel c of pixel i (alpha is channel 3) in the file's units.
func (p *Photo) level(c, i, bits int) int {
	most := 1<<bits - 1
	if c == 3 {
		return (int(p.alpha[i])*most + 0x7fff) / 0xffff
	}
	v := p.Pix[c*p.Width*p.Height+i]
	if !(v > 0) {
		return 0
	}
	return int(min(v, 1)*float32(most) + 0.5)
}

// image is the photo for the PNG encoder. After ctx is done its pixels are
// arbitrary. Of an opaque photo there is no copy, which is as quick, and spares
// 400 MB at 100 megapixels.
func (p *Photo) image(ctx context.Context, bits int) image.Image {
	switch {
	case p.alpha == nil:
		return pixels{p, bits}
	case bits == 16:
		return p.image16(ctx)
	}
	return p.image8(ctx, 0, p.Height)
}

// pixels is an opaque photo as an image that computes a pixel when it is asked for.
type pixels struct {
	*Photo
	bits int
}

func (p pixels) Bounds() image.Rectangle { return image.Rect(0, 0, p.Width, p.Height) }
func (p pixels) Opaque() bool            { return true }

func (p pixels) ColorModel() color.Model {
	if p.bits == 16 {
		return color.RGBA64Model
	}
	return color.RGBAModel
}

func (p pixels) At(x, y int) color.Color {
	i := y*p.Width + x
	if p.bits == 16 {
		return color.RGBA64{R: uint16(p.level(0, i, 16)), G: uint16(p.level(1, i, 16)), B: uint16(p.level(2, i, 16)), A: 0xffff}
	}
	return color.RGBA{R: uint8(p.level(0, i, 8)), G: uint8(p.level(1, i, 8)), B: uint8(p.level(2, i, 8)), A: 0xff}
}

// image8 is rows from to to of the photo.
func (p *Photo) image8(ctx context.Context, from, to int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, p.Width, to-from))
	parallel.Rows(to-from, func(y int) {
		if ctx.Err() != nil {
			return
		}
		row := img.Pix[y*img.Stride:]
		for x := range p.Width {
			row[4*x+3] = 255
			for c := range p.channels() {
				row[4*x+c] = uint8(p.level(c, (from+y)*p.Width+x, 8))
			}
		}
	})
	if p.alpha == nil { // the encoders are quicker with this type, and opaque means the same
		return &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
	}
	return img
}

func (p *Photo) image16(ctx context.Context) image.Image {
	img := image.NewNRGBA64(image.Rect(0, 0, p.Width, p.Height))
	parallel.Rows(p.Height, func(y int) {
		if ctx.Err() != nil {
			return
		}
		row := img.Pix[y*img.Stride:]
		for x := range p.Width {
			row[8*x+6], row[8*x+7] = 255, 255
			for c := range p.channels() {
				v := p.level(c, y*p.Width+x, 16)
				row[8*x+2*c], row[8*x+2*c+1] = uint8(v>>8), uint8(v)
			}
		}
	})
	return img
}
