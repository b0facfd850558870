package photo

import (
	"bytes"
	"regexp"

	"afterrain/engine/photo/colour"
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
		m.xmp = xmpUpright(m.xmp)
	}
	m.exif = exifUpright(m.exif, w, h)
	m.xmp = bytes.Clone(xmpAlone(m.xmp))
	m.iptc = withoutThumbnails(m.iptc)
	if !colour.ForRGB(m.icc) {
		var rgb []byte
		if grey {
			rgb = colour.FromGrey(m.icc)
		}
		m.icc = rgb
	}
	return m
}

var xmpOrientation = regexp.MustCompile(`(tiff:Orientation(?:\s*=\s*["']|>)\s*)[2-8]`)

func xmpUpright(xmp []byte) []byte {
	if !bytes.Contains(xmp, []byte("tiff:Orientation")) {
		return xmp
	}
	return xmpOrientation.ReplaceAll(xmp, []byte("${1}1"))
}

// xmpMoving and xmpGain are what phones write into a photo with a short video, or with a
// gain map that makes it HDR, after its end.
var (
	xmpMoving = regexp.MustCompile(`(\bG?Camera:(?:MotionPhoto|MicroVideo)(?:\s*=\s*["']|>))1(["'<])`)
	xmpGain   = regexp.MustCompile(`\s+hdrgm:Version\s*=\s*(?:"[^"]*"|'[^']*')|<hdrgm:Version>[^<]*</hdrgm:Version>`)
)

// xmpAlone says nothing of what lay behind the photo.
func xmpAlone(xmp []byte) []byte {
	if bytes.Contains(xmp, []byte("Camera:")) {
		xmp = xmpMoving.ReplaceAll(xmp, []byte("${1}0${2}"))
	}
	if bytes.Contains(xmp, []byte("hdrgm:Version")) {
		xmp = xmpGain.ReplaceAll(xmp, nil)
	}
	return xmp
}
