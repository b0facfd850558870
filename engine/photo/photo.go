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
	"context"
	"errors"
)

// ErrFormat marks a file that is not a photo this package can read.
var ErrFormat = errors.New("unsupported image format")

// ErrDamaged marks a photo that starts well and then breaks off or contradicts itself.
var ErrDamaged = errors.New("damaged image file")

// ErrTooLarge marks a photo whose header asks for more pixels than MaxPixels, or
// than fit into the memory that is free.
var ErrTooLarge = errors.New("image too large")

// MaxPixels is the largest photo that Open takes: 250 megapixels are 3 GB of
// samples, and as much again for the restored copy.
const MaxPixels = 250_000_000

const (
	// bytesPerPixel is what a photo takes while it is restored: samples before and
	// after, and the decoded or encoded image beside them.
	bytesPerPixel = 32
	// manyPixels is where a copy of a photo's pixels begins to matter.
	manyPixels = 32_000_000
)

// Format names a file format that Save can write.
type Format string

// The formats that Open reads and Save writes.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	TIFF Format = "tiff"
)

// Photo is an upright photograph.
type Photo struct {
	Path          string    // where it was opened
	Width, Height int       // upright size in pixels
	Pix           []float32 // planar R, G, B; row-major; gamma-encoded; 0 to 1; len 3*Width*Height
	Bits          int       // bits a sample in the source file: 8 or 16
	Format        Format    // of the source file

	alpha []uint16 // transparency, 0 to 65535, row-major; nil if the photo is opaque
	meta  metadata // read only, shared by the copies
}

// HasAlpha tells whether the photo has transparent pixels, which PNG and TIFF
// keep and JPEG cannot.
func (p *Photo) HasAlpha() bool { return p.alpha != nil }

// WithPix returns a photo with p's metadata and the given samples, which it
// owns from now on. len(pix) must be len(p.Pix).
func (p *Photo) WithPix(pix []float32) *Photo {
	q := *p
	q.Pix = pix
	return &q
}

// Blend returns p + strength*(restored-p); strength 0 is p, 1 is restored,
// and what lies outside counts as the nearer of the two. Both photos have one size.
func (p *Photo) Blend(restored *Photo, strength float32) *Photo {
	switch {
	case !(strength > 0):
		return p
	case strength >= 1:
		return p.WithPix(restored.Pix)
	}
	pix := make([]float32, len(p.Pix))
	p.blend(context.Background(), pix, restored.Pix, strength)
	return p.WithPix(pix)
}

// BlendInto is Blend in the memory of restored, which must not be used any more.
// It returns ctx's error soon after ctx is done.
func (p *Photo) BlendInto(ctx context.Context, restored *Photo, strength float32) (*Photo, error) {
	blended := p
	if strength > 0 {
		blended = p.WithPix(restored.Pix)
	}
	if strength > 0 && strength < 1 {
		p.blend(ctx, blended.Pix, restored.Pix, strength)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return blended, nil
}

// blend writes to pix, which may be restored; if ctx is done it stops half-way.
func (p *Photo) blend(ctx context.Context, pix, restored []float32, strength float32) {
	parallel(3*p.Height, func(row int) {
		if ctx.Err() != nil {
			return
		}
		at := row * p.Width
		for i, v := range p.Pix[at:][:p.Width] {
			pix[at+i] = v + strength*(restored[at+i]-v)
		}
	})
}
