package photo

import (
	"slices"

	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/photoshop"
	"afterrain/engine/photo/tiff"
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

// tiffMetadata reads what a TIFF file's first directory says and makes an EXIF
// block of it.
func tiffMetadata(data []byte) metadata {
	data, _ = tiff.Classic(data)
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
	return metadata{exif: exif, icc: blob(ifd.TagICC), xmp: blob(ifd.TagXMP), iptc: photoshop.WithIPTC(blob(ifd.TagPhotoshop), blob(ifd.TagIPTC))}
}
