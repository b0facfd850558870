package photo

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
)

const (
	tagSubIFDs   = 0x014a
	tagMakerNote = 0x927c

	leastPicture  = 480       // px, the longer side of a camera's picture that tells how bright all of it is
	enoughPicture = 2048      // px, of one that is shown until the photo is there
	mostStarts    = 4096      // of pictures, or of tiles of measurements, that are looked at
	mostHead      = 256 << 10 // bytes until a JPEG tells its size
	mostPicture   = 150e6     // pixels; cameras have no more
)

var jpegStart = []byte("\xff\xd8\xff")

// rawMetadata is what a camera raw file says of the photo, once it is developed: upright, sRGB, without the maker's notes, which
// point into the file, and without another program's settings for the development.
func rawMetadata(data []byte) metadata {
	meta := rawEXIF(data)
	t, ok := newTIFFStructure(meta.exif)
	if !ok {
		return metadata{}
	}
	budget := maxExif
	meta.exif = t.with(t.developed(t.fields(t.first(), describing, &budget)))
	t, _ = newTIFFStructure(meta.exif)
	t.set(t.first(), tagOrientation, 1) // LibRaw has turned it
	if bytes.Contains(meta.xmp, []byte("crs:")) {
		meta.xmp = withoutSettings(meta.xmp)
	}
	return metadata{exif: meta.exif, xmp: meta.xmp, iptc: meta.iptc}
}

// rawEXIF finds the metadata: most files are TIFF files with a word of their own at the beginning, Canon's CR3 has the
// directories in boxes, and others have them in the camera's picture.
func rawEXIF(data []byte) metadata {
	if tiff := rawTIFF(data); tiff != nil {
		return tiffMetadata(tiff)
	}
	if exif := canonEXIF(data); exif != nil {
		return metadata{exif: exif}
	}
	for _, at := range pictures(data) {
		if exif := jpegMetadata(data[at:]).exif; exif != nil {
			return metadata{exif: exif}
		}
	}
	return metadata{}
}

// rawTIFF is a camera raw file with the usual first word if it is a TIFF file, else nil.
func rawTIFF(data []byte) []byte {
	switch string(data[:min(4, len(data))]) {
	case "II*\x00", "MM\x00*":
		return data
	case "IIRO", "IIRS", "IIU\x00": // Olympus, Panasonic
		return append([]byte("II*\x00"), data[4:]...)
	case "MMOR":
		return append([]byte("MM\x00*"), data[4:]...)
	}
	return nil
}

// developed is the list of fields without the maker's notes, and with a colour space that is sRGB.
func (t tiffStructure) developed(fields []field) []field {
	for i, f := range fields {
		if f.tag == tagColourSpace {
			fields[i].kind, fields[i].value = typeShort, make([]byte, 2)
			t.order.PutUint16(fields[i].value, 1)
		}
		fields[i].sub = t.developed(f.sub)
	}
	return slices.DeleteFunc(fields, func(f field) bool { return f.tag == tagMakerNote || f.tag == tagInteropIFD })
}

// canonUUID marks the box of a CR3 file that holds Canon's own boxes.
const canonUUID = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"

// canonEXIF makes an EXIF block of the boxes of a CR3 file, CMT1 (camera), CMT2 (exposure) and CMT4 (place), each of which holds one directory; nil if there are none.
func canonEXIF(data []byte) []byte {
	var own []box
	for _, b := range boxes(inside(boxes(data), "moov")) {
		if b.kind == "uuid" && bytes.HasPrefix(b.data, []byte(canonUUID)) {
			own = boxes(b.data[len(canonUUID):])
		}
	}
	t, ok := newTIFFStructure(inside(own, "CMT1"))
	if !ok {
		return nil
	}
	budget := maxExif
	fields := t.fields(t.first(), describing, &budget)
	for tag, kind := range map[uint16]string{tagExifIFD: "CMT2", tagGPSIFD: "CMT4"} {
		if s, ok := newTIFFStructure(inside(own, kind)); ok && s.order == t.order {
			if sub := s.fields(s.first(), all, &budget); len(sub) > 0 {
				fields = append(fields, field{tag: tag, kind: typeLong, sub: sub})
			}
		}
	}
	return t.with(fields)
}

// pictures lists where in a camera raw file JPEGs begin that can be decoded, the camera's own pictures. What a sensor has measured is
// none, though some DNGs hold it as tiles that are ordinary JPEGs.
func pictures(data []byte) (places []int) {
	measured := measurements(data)
	for at, tries := 0, 0; tries < mostStarts; at, tries = at+1, tries+1 {
		next := bytes.Index(data[at:], jpegStart)
		if next < 0 {
			break
		}
		at += next
		if !measured[at] && side(data[at:]) > 0 {
			places = append(places, at)
		}
	}
	return places
}

// side is the longer side of the JPEG that data begins with, 0 if it is none that can be decoded, as what a sensor measured.
func side(data []byte) int {
	size, err := jpeg.DecodeConfig(bytes.NewReader(data[:min(len(data), mostHead)]))
	if err != nil || size.Width*size.Height > mostPicture {
		return 0
	}
	return max(size.Width, size.Height)
}

// rawSize is the size of the largest picture in a camera raw file by its directories and its JPEGs; what is developed may be a few pixels smaller.
func rawSize(data []byte) (largest image.Point) {
	add := func(w, h int) {
		if w*h > largest.X*largest.Y && w < maxJPEG && h < maxJPEG {
			largest = image.Pt(w, h)
		}
	}
	for _, at := range pictures(data) {
		size, _ := jpeg.DecodeConfig(bytes.NewReader(data[at:]))
		add(size.Width, size.Height)
	}
	if t, ok := newTIFFStructure(rawTIFF(data)); ok {
		for _, d := range append(t.subs(t.first()), t.first()) {
			w, _ := t.number(d, tagWidth)
			h, _ := t.number(d, tagHeight)
			add(int(w), int(h))
		}
	}
	return largest
}

// measurements is where the tiles or strips of what a sensor has measured begin.
func measurements(data []byte) map[int]bool {
	list := map[int]bool{}
	if t, ok := newTIFFStructure(rawTIFF(data)); ok {
		for _, d := range append(t.subs(t.first()), t.first()) {
			if colour, _ := t.number(d, tagPhotometric); colour == rawMosaic || colour == rawLinear {
				for _, at := range append(t.places(d, tagTileOffsets), t.places(d, tagStripOffsets)...) {
					list[int(at)] = true
				}
			}
		}
	}
	return list
}

// subs lists the directories below d that hold other pictures of the same photo.
func (t tiffStructure) subs(d ifd) (list []ifd) {
	for _, at := range t.places(d, tagSubIFDs) {
		list = append(list, t.dir(at))
	}
	return list
}

// places reads a list of LONGs or IFDs.
func (t tiffStructure) places(d ifd, tag uint16) (list []uint32) {
	e, _ := d.find(tag)
	for value := t.value(e); len(value) >= 4 && (e.kind == typeLong || e.kind == typeIFD); value = value[4:] {
		list = append(list, t.order.Uint32(value))
	}
	return list
}

// cameraPicture is the smallest picture that the camera put into its raw file which tells enough of it, not turned, and no larger than
// enoughPicture; nil if there is none.
func cameraPicture(data []byte) image.Image { return pictureFrom(data, leastPicture) }

// smallPicture is one that does for a thumbnail, if it has about the shape of the photo, as old cameras put bars around it.
func smallPicture(data []byte) image.Image {
	img, whole := pictureFrom(data, leastThumb), rawSize(data)
	if img == nil {
		return nil
	}
	size := img.Bounds().Size()
	if a, b := size.X*whole.Y, size.Y*whole.X; 16*max(a-b, b-a) > max(a, b) {
		return nil
	}
	return img
}

// pictureFrom is the smallest picture in the file whose longer side is least at least.
func pictureFrom(data []byte, least int) image.Image {
	best, found := []byte(nil), 0
	for _, at := range pictures(data) {
		if side := side(data[at:]); side >= least && (best == nil || side < found) {
			best, found = data[at:], side
		}
	}
	if best == nil {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(best))
	if err != nil {
		return nil
	}
	return fewer(img, enoughPicture)
}

// fewer is every so many-th pixel of a picture, so that no side is longer than most. The only picture of some cameras is as large as the
// photo, and 100 megapixels would take 1.2 GB for a thumbnail.
func fewer(img image.Image, most int) image.Image {
	b := img.Bounds()
	step := (max(b.Dx(), b.Dy()) + most - 1) / most
	if step <= 1 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, max(b.Dx()/step, 1), max(b.Dy()/step, 1)))
	for y := range out.Rect.Max.Y {
		for x := range out.Rect.Max.X {
			out.Set(x, y, img.At(b.Min.X+min(x*step+step/2, b.Dx()-1), b.Min.Y+min(y*step+step/2, b.Dy()-1)))
		}
	}
	return out
}
