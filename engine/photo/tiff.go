package photo

import (
	"fmt"
	"slices"
)

// Tags of a TIFF file's first directory (TIFF 6.0, section 8).
const (
	tagSubfileType  = 0x00fe
	tagWidth        = 0x0100
	tagHeight       = 0x0101
	tagBits         = 0x0102
	tagCompression  = 0x0103
	tagPhotometric  = 0x0106
	tagFillOrder    = 0x010a
	tagStripOffsets = 0x0111
	tagSamples      = 0x0115
	tagRowsPerStrip = 0x0116
	tagStripBytes   = 0x0117
	tagPlanarConfig = 0x011c
	tagFaxOptions   = 0x0124
	tagPredictor    = 0x013d
	tagPalette      = 0x0140
	tagTileWidth    = 0x0142
	tagTileHeight   = 0x0143
	tagTileOffsets  = 0x0144
	tagTileBytes    = 0x0145
	tagExtraSamples = 0x0152
	tagSampleFormat = 0x0153
	tagJPEGTables   = 0x015b
	tagXMP          = 0x02bc
	tagIPTC         = 0x83bb
	tagPhotoshop    = 0x8649
	tagICC          = 0x8773
	tagDNGVersion   = 0xc612

	tiffReduced = 1 // of a subfile type: a smaller copy
	tiffMask    = 4 // or what is transparent

	maxExif = 16 << 20 // bytes of an EXIF block made from a TIFF file
)

// describing are the tags of a first directory that speak of the photo, not of
// how its pixels are stored.
func describing(tag uint16) bool {
	return slices.Contains([]uint16{
		0x010d, 0x010e, 0x010f, 0x0110, tagOrientation, tagXResolution, tagYResolution, tagResolutionUnit, // names, camera, resolution
		0x0131, 0x0132, 0x013b, 0x013c, 0x4746, 0x4749, 0x8298, // software, date, artist, rating, copyright
		0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f, // Windows title, comment, author, keywords, subject
	}, tag)
}

// checkTIFF refuses a file of which there would be no picture, or only the first of several.
func checkTIFF(data []byte) error {
	t, ok := newTIFFStructure(data)
	if !ok {
		return fmt.Errorf("%w: it ends early", ErrDamaged)
	}
	if n := t.pages(); n > 1 {
		return fmt.Errorf("%w: a TIFF file of %d pages; save each in a file of its own", ErrKind, n)
	}
	_, err := newTIFFLayout(t)
	return err
}

// pages counts the pictures that stand for themselves: no masks, and no copies less
// than half as wide and high as the first, which some programs do not call so.
func (t tiffStructure) pages() int {
	d := t.first()
	first, n := t.area(d), 1
	seen := map[uint32]bool{t.order.Uint32(t.data[4:]): true} // a damaged file may go round in a circle
	for left := len(t.data); d.next > 0 && left > 0; left -= d.bytes() {
		at := t.order.Uint32(t.data[d.next:])
		if seen[at] {
			break
		}
		seen[at] = true
		d = t.dir(at)
		kind, _ := t.number(d, tagSubfileType)
		if kind&(tiffReduced|tiffMask) == 0 && len(d.entries) > 0 && 4*t.area(d) >= first {
			n++
		}
	}
	return n
}

// area of a directory's picture, pixels.
func (t tiffStructure) area(d ifd) uint64 {
	w, _ := t.number(d, tagWidth)
	h, _ := t.number(d, tagHeight)
	return uint64(w) * uint64(h)
}

// tiffMetadata reads what a TIFF file's first directory says and makes an EXIF
// block of it.
func tiffMetadata(data []byte) metadata {
	data, _ = classic(data)
	t, ok := newTIFFStructure(data)
	if !ok {
		return metadata{}
	}
	main := t.first()
	blob := func(tag uint16) []byte {
		if e, ok := main.find(tag); ok {
			return slices.Clone(t.value(e))
		}
		return nil
	}
	budget := maxExif
	exif := t.with(t.fields(main, describing, &budget))
	return metadata{exif: exif, icc: blob(tagICC), xmp: blob(tagXMP), iptc: withIPTC(blob(tagPhotoshop), blob(tagIPTC))}
}
