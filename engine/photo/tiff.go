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
	tagPredictor    = 0x013d
	tagExtraSamples = 0x0152
	tagXMP          = 0x02bc
	tagIPTC         = 0x83bb
	tagPhotoshop    = 0x8649
	tagICC          = 0x8773
	tagDNGVersion   = 0xc612

	tiffBlackIsZero = 1 // photometric interpretation
	tiffCMYK        = 5
	tiffLastFirst   = 2 // fill order
	tiffReduced     = 1 // of a subfile type: a smaller copy
	tiffMask        = 4 // or what is transparent

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

// checkTIFF refuses what the decoder would read without an error but wrongly, as
// separate planes, or of which it would read the first page only.
func checkTIFF(data []byte) error {
	t, ok := newTIFFStructure(data)
	if !ok {
		return fmt.Errorf("%w: it ends early", ErrDamaged)
	}
	main := t.first()
	samples, _ := t.number(main, tagSamples)
	planar, _ := t.number(main, tagPlanarConfig)
	kindOfColour, _ := t.number(main, tagPhotometric)
	extra, _ := t.number(main, tagExtraSamples)
	order, _ := t.number(main, tagFillOrder)
	compression, _ := t.number(main, tagCompression)
	fax := compression >= 2 && compression <= 4
	switch {
	case t.pages() > 1:
		return fmt.Errorf("%w: a TIFF file of %d pages; save each in a file of its own", ErrKind, t.pages())
	case fax && kindOfColour == tiffBlackIsZero || !fax && order == tiffLastFirst:
		return fmt.Errorf("%w: a TIFF file with bits in an unusual order; save it again with another program", ErrKind)
	case kindOfColour == tiffCMYK:
		return fmt.Errorf("%w: a CMYK TIFF file; convert it to RGB first", ErrKind)
	case planar == 2 && samples > 1:
		return fmt.Errorf("%w: a TIFF file with separate colour planes; save it with interleaved pixels", ErrKind)
	case kindOfColour == tiffRGB && samples > 3 && extra == 0:
		return fmt.Errorf("%w: a TIFF file with extra channels; save it without them", ErrKind)
	}
	return nil
}

// inOrder is a TIFF file whose first directory has its tags in order and each once, as the decoder
// wants them; some programs write them otherwise. Of two of a kind the first counts.
func inOrder(data []byte) []byte {
	t, _ := newTIFFStructure(data)
	d := t.first()
	sorted := slices.SortedStableFunc(slices.Values(d.entries), func(a, b entry) int { return int(a.tag) - int(b.tag) })
	sorted = slices.CompactFunc(sorted, func(a, b entry) bool { return a.tag == b.tag })
	if d.next == 0 || slices.Equal(sorted, d.entries) {
		return data
	}
	out, at := slices.Clone(data), d.entries[0].at-8
	t.order.PutUint16(out[at-2:], uint16(len(sorted)))
	for _, e := range sorted {
		at += copy(out[at:], data[e.at-8:e.at+4])
	}
	copy(out[at:], data[d.next:][:4]) // the place of the next directory
	return out
}

// pages counts the pictures that stand for themselves: no masks, and no copies less
// than half as wide and high as the first, which some programs do not call so.
func (t tiffStructure) pages() int {
	d := t.first()
	first, n := t.area(d), 1
	seen := map[uint32]bool{t.order.Uint32(t.data[4:]): true} // a damaged file may go round in a circle
	for d.next > 0 {
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
