// Package photo reads photographs into arrays of samples and writes them back
// with their metadata. It knows nothing of networks or windows.
//
//	file → bytes → decode → planar float32 → upright   (Open)
//	planar float32 → 8 or 16 bit → encode → temporary file → final name   (Save)
//
// Samples stay in the file's own colour space, gamma-encoded; the ICC profile
// travels with them.
//
// A *Photo is never changed after it is returned, so it may be shown,
// restored and saved at once without locks.
package photo

import (
	"errors"
	"fmt"

	"afterrain/engine/photo/disk"
)

// ErrFormat marks a file that is not a photo this package can read.
var ErrFormat = errors.New("unsupported image format")

// ErrKind is the ErrFormat of a picture that another program can make one of that this
// package reads, as of a camera raw file or a CMYK TIFF.
var ErrKind = fmt.Errorf("%w", ErrFormat)

// ErrOnlyPNG is the ErrFormat of a photo whose colours, as those of HDR, no other format can
// hold.
var ErrOnlyPNG = fmt.Errorf("%w", ErrFormat)

// ErrDamaged marks a photo that starts well and then breaks off or contradicts itself.
var ErrDamaged = errors.New("damaged image file")

// ErrTooLarge marks a photo whose header asks for more pixels than MaxPixels, or
// than fit into the memory that is free.
var ErrTooLarge = errors.New("image too large")

// ErrMemory is the ErrTooLarge of a photo that would fit if other programs took less.
var ErrMemory = fmt.Errorf("%w for the memory that is free", ErrTooLarge)

// MaxPixels is the largest photo that Open takes: 250 megapixels are 3 GB of
// samples, and as much again for the restored copy.
const MaxPixels = 250_000_000

const (
	// bytesPerPixel is what the photo in view takes while it is exported: samples
	// before (12) and after (12), pyramids of both to draw from (5.3 each), the halved
	// photo (4) and the preview in full size (4); coarse photos, before and after, for
	// the preview and the export (4); and room for a compressed TIFF (5).
	bytesPerPixel = 52
	// manyPixels is where a copy of a photo's pixels begins to matter.
	manyPixels = 32_000_000
)

// Format names a file format.
type Format string

// The formats that Open reads. Save writes the first three, and of camera raw files DNG, in which Open reads RAW.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	TIFF Format = "tiff"
	WebP Format = "webp"
	AVIF Format = "avif"
	HEIC Format = "heic" // as phones write it: what a JPEG can hold
	HEIF Format = "heif" // more than that: over 8 bits, transparency or HDR, as some cameras write it; HEVC too
	JXL  Format = "jxl"  // JPEG XL, what a JPEG can hold
	RAW  Format = "raw"  // of a camera, developed by LibRaw
	DNG  Format = "dng"  // linear: see OpenNegative

	DeepJXL Format = "deep jxl" // JPEG XL, more than that
)

// Writable lists the formats that Save writes.
func Writable() []Format { return []Format{JPEG, PNG, TIFF, DNG} }

// Readable lists the formats that Open reads on this machine: RAW where LibRaw's program is.
func Readable() []Format {
	list := []Format{JPEG, PNG, TIFF, WebP, AVIF, HEIC, HEIF, JXL, DeepJXL}
	if developer() != "" {
		list = append(list, RAW)
	}
	return list
}

// SavedAs is the format that a photo of f is saved in unless another is asked for: f, or where Save
// cannot write that, PNG or, for RAW, TIFF, which have room for what they can hold; for HEIC and JPEG XL, of which there are
// many in a folder and which would be several times as large then, JPEG.
func (f Format) SavedAs() Format {
	switch f {
	case WebP, AVIF, HEIF, DeepJXL:
		return PNG
	case HEIC, JXL:
		return JPEG
	case RAW:
		return TIFF
	}
	return f
}

// As is the format that a photo of f is saved in where asked is asked for; asked "" asks for none, and for DNG of camera raw files only.
func (f Format) As(asked Format) Format {
	if asked == "" || asked == DNG && f != RAW {
		return f.SavedAs()
	}
	return asked
}

// Photo is an upright photograph.
type Photo struct {
	Path          string    // where it was opened
	Width, Height int       // upright size in pixels
	Pix           []float32 // planar R, G, B; row-major; gamma-encoded; 0 to 1; len 3*Width*Height
	Bits          int       // bits a sample in the source file: 8 or 16
	Format        Format    // of the source file

	alpha []uint16    // transparency, 0 to 65535, row-major; nil if the photo is opaque
	meta  metadata    // read only, shared by the copies
	seen  disk.Rights // who may read the source file

	meant    *[3]curve // see Meant; nil = every sample itself; read only, shared by the copies
	negative *latent   // to be saved as DNG only; nil for a photo as others are; read only, shared by the copies
}

// HasAlpha tells whether the photo has transparent pixels, which PNG and TIFF
// keep and JPEG cannot.
func (p *Photo) HasAlpha() bool { return p.alpha != nil }

// AlphaRow is row y's transparency, 0 (fully transparent) to 65535, for reading; nil
// if the photo is opaque.
func (p *Photo) AlphaRow(y int) []uint16 {
	if p.alpha == nil {
		return nil
	}
	return p.alpha[y*p.Width:][:p.Width]
}

// As is Format.As of this photo, once it is known whether it is a negative.
func (p *Photo) As(asked Format) Format {
	switch {
	case p.negative != nil:
		return DNG
	case asked == DNG:
		return p.Format.SavedAs()
	}
	return p.Format.As(asked)
}

// WithPix returns a photo with p's metadata and the given samples, which it
// owns from now on. len(pix) must be len(p.Pix).
func (p *Photo) WithPix(pix []float32) *Photo {
	q := *p
	q.Pix = pix
	return &q
}

// Rows are the rows from..to of planar samples of the photo's size.
func (p *Photo) Rows(pix []float32, from, to int) (planes [3][]float32) {
	for c := range planes {
		planes[c] = pix[(c*p.Height+from)*p.Width : (c*p.Height+to)*p.Width]
	}
	return planes
}
