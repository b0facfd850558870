package photo

import "errors"

// ErrSpace says that a disk has too little room for a file.
var ErrSpace = errors.New("not enough space on the disk")

// noRoom is what the system says about a full disk, and ErrSpace.
type noRoom struct{ error }

func (e noRoom) Is(target error) bool { return target == ErrSpace }
func (e noRoom) Unwrap() error        { return e.error }

// need estimates what Save writes, bytes: samples as they are for PNG and TIFF,
// which pack noise by little, and for JPEG what a sharp photo takes.
func (p *Photo) need(o SaveOptions) uint64 {
	pixels := uint64(p.Width) * uint64(p.Height)
	if o.Format == JPEG {
		return pixels * uint64(o.Quality) / 200
	}
	return pixels * uint64(p.channels()) * uint64(o.Bits) / 8
}
