package photo

import (
	"bytes"

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/photoshop"
	"afterrain/engine/photo/xmp"
)

// metadata is what a file says about the photo besides its pixels. The slices
// are never changed.
type metadata struct {
	exif []byte    // TIFF structure, from "II" or "MM" on; nil if there is none
	icc  []byte    // ICC profile
	xmp  []byte    // XMP packet
	iptc []byte    // Photoshop image resources ("8BIM" …), which hold IPTC
	jfif []byte    // JFIF segment without its thumbnail: the density
	jpeg []segment // other JPEG segments worth keeping: extended XMP, comments
	png  []chunk   // other PNG chunks worth keeping: text, density, gamma

	onlyPNG bool // png has colours that no profile can tell, as of HDR

	turn orientation // as the file says it in another way than EXIF, whose word does not count then; 0: as EXIF says
}

// orientation is the file's own, or the one in the EXIF block; 1 if it has none or a wrong one.
func (m metadata) orientation() orientation {
	if m.turn > 0 {
		return m.turn
	}
	o := orientation(exifOrientation(m.exif))
	if o < 1 || o > 8 {
		return 1
	}
	return o
}

// upright returns the metadata of the photo after it was turned: orientation
// 1, the new size in pixels, no thumbnail (it shows the unrestored photo, turned
// the old way), no word of a video or a gain map behind the photo (they are not copied),
// and no profile that does not describe RGB samples: a grey photo's is made one that
// does, since it is saved as RGB.
func (m metadata) upright(w, h int, grey bool) metadata {
	if m.turn > 0 || exifOrientation(m.exif) > 0 { // XMP alone has not turned it
		m.xmp = xmp.Upright(m.xmp)
	}
	m.exif = exifUpright(m.exif, w, h)
	m.xmp = bytes.Clone(xmp.Alone(m.xmp))
	m.iptc = photoshop.WithoutThumbnails(m.iptc)
	if !colour.ForRGB(m.icc) {
		var rgb []byte
		if grey {
			rgb = colour.FromGrey(m.icc)
		}
		m.icc = rgb
	}
	return m
}
