package tiff

import (
	"errors"
	"fmt"

	"afterrain/engine/photo/ifd"
)

// UnsupportedError is the error of a file that is whole and yet not read: what it has, and what to do about it.
type UnsupportedError string

func (e UnsupportedError) Error() string { return "a TIFF file " + string(e) }

// Kinds of pictures in a TIFF file.
const (
	Reduced = 1 // a smaller copy
	mask    = 4 // what is transparent
)

// Check refuses a file of which there would be no picture, or only the first of several.
func Check(data []byte) error {
	t, ok := ifd.Parse(data)
	if !ok {
		return errors.New("it ends early")
	}
	if n := pages(t); n > 1 {
		return UnsupportedError(fmt.Sprintf("of %d pages; save each in a file of its own", n))
	}
	_, err := newLayout(t)
	return err
}

// pages counts the pictures that stand for themselves: no masks, and no copies less
// than half as wide and high as the first, which some programs do not call so.
func pages(t ifd.Structure) int {
	d := t.First()
	first, n := area(t, d), 1
	seen := map[uint32]bool{t.Order.Uint32(t.Data[4:]): true} // a damaged file may go round in a circle
	for left := len(t.Data); d.Next > 0 && left > 0; left -= d.Bytes() {
		at := t.Order.Uint32(t.Data[d.Next:])
		if seen[at] {
			break
		}
		seen[at] = true
		d = t.Dir(at)
		kind, _ := t.Number(d, ifd.TagSubfileType)
		if kind&(Reduced|mask) == 0 && len(d.Entries) > 0 && 4*area(t, d) >= first {
			n++
		}
	}
	return n
}

// area of a directory's picture, pixels.
func area(t ifd.Structure, d ifd.Directory) uint64 {
	w, _ := t.Number(d, ifd.TagWidth)
	h, _ := t.Number(d, ifd.TagHeight)
	return uint64(w) * uint64(h)
}
