// Package photo reads photographs into linear arrays of samples and writes
// them back with their metadata. It knows nothing of networks or windows.
//
// A *Photo is never changed after it is returned, so it may be shown,
// restored and saved at once without locks.
package photo

import "errors"

// ErrFormat marks a file that is not a photo this package can read.
var ErrFormat = errors.New("unsupported image format")

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
	Path          string // where it was opened
	Width, Height int    // upright size in pixels
	Pix           []float32 // planar R, G, B; row-major; gamma-encoded; 0 to 1; len 3*Width*Height
	Bits          int    // bits a sample in the source file: 8 or 16
	Format        Format // of the source file
}

// SaveOptions says how Save encodes. The zero value means: as the path's
// extension says, JPEG quality 95, the bit depth of the source where the
// format can hold it.
type SaveOptions struct {
	Format  Format
	Quality int // JPEG, 1 to 100
	Bits    int // 8 or 16 (PNG and TIFF)
}

// Info is what the camera wrote, for showing. Empty fields are unknown.
type Info struct {
	Camera, Lens, Exposure, Aperture, ISO, Taken string
}

// Open reads path, applies the EXIF orientation, and keeps EXIF and ICC for Save.
func Open(path string) (*Photo, error) { panic("todo") }

// WithPix returns a photo with p's metadata and the given samples, which it owns from now on.
func (p *Photo) WithPix(pix []float32) *Photo { panic("todo") }

// Blend returns p + strength*(restored-p); strength 0 is p, 1 is restored.
func (p *Photo) Blend(restored *Photo, strength float32) *Photo { panic("todo") }

// Info reads the camera's data out of the EXIF block.
func (p *Photo) Info() Info { panic("todo") }

// Save writes p to path atomically: temporary file in the same folder, sync,
// close, rename. It refuses to write over an existing file.
func (p *Photo) Save(path string, o SaveOptions) error { panic("todo") }

// Unused returns path, or the first of "name-2.ext", "name-3.ext" ... that does not exist.
func Unused(path string) string { panic("todo") }
