package photo

import (
	"fmt"
	"slices"

	"afterrain/engine/photo/ifd"
)

// Kinds of pictures in a TIFF file.
const (
	tiffReduced = 1 // a smaller copy
	tiffMask    = 4 // what is transparent
)

// describing are the tags of a first directory that speak of the photo, not of
// how its pixels are stored.
func describing(tag uint16) bool {
	return slices.Contains([]uint16{
		0x010d, 0x010e, 0x010f, 0x0110, ifd.TagOrientation, ifd.TagXResolution, ifd.TagYResolution, ifd.TagResolutionUnit, // names, camera, resolution
		0x0131, 0x0132, 0x013b, 0x013c, 0x4746, 0x4749, 0x8298, // software, date, artist, rating, copyright
		0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f, // Windows title, comment, author, keywords, subject
	}, tag)
}

// checkTIFF refuses a file of which there would be no picture, or only the first of several.
func checkTIFF(data []byte) error {
	t, ok := ifd.Parse(data)
	if !ok {
		return fmt.Errorf("%w: it ends early", ErrDamaged)
	}
	if n := pages(t); n > 1 {
		return fmt.Errorf("%w: a TIFF file of %d pages; save each in a file of its own", ErrKind, n)
	}
	_, err := newTIFFLayout(t)
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
		if kind&(tiffReduced|tiffMask) == 0 && len(d.Entries) > 0 && 4*area(t, d) >= first {
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

// tiffMetadata reads what a TIFF file's first directory says and makes an EXIF
// block of it.
func tiffMetadata(data []byte) metadata {
	data, _ = classic(data)
	t, ok := ifd.Parse(data)
	if !ok {
		return metadata{}
	}
	main := t.First()
	blob := func(tag uint16) []byte {
		if e, ok := main.Find(tag); ok {
			return slices.Clone(t.Value(e))
		}
		return nil
	}
	budget := ifd.MaxEXIF
	exif := t.With(t.Fields(main, describing, &budget))
	return metadata{exif: exif, icc: blob(ifd.TagICC), xmp: blob(ifd.TagXMP), iptc: withIPTC(blob(ifd.TagPhotoshop), blob(ifd.TagIPTC))}
}
