package photo

import (
	"bytes"
	"slices"
)

const tagMakerNote = 0x927c

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

// rawEXIF finds the metadata: most files are TIFF files, Canon's CR3 has the directories in boxes, and others have them in
// the camera's picture.
func rawEXIF(data []byte) metadata {
	if _, ok := newTIFFStructure(data); ok {
		return tiffMetadata(data)
	}
	if exif := canonEXIF(data); exif != nil {
		return metadata{exif: exif}
	}
	for _, p := range pictures(data) {
		if exif := jpegMetadata(p.data).exif; exif != nil {
			return metadata{exif: exif}
		}
	}
	return metadata{}
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
