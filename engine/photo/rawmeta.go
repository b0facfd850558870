package photo

import (
	"bytes"
	"slices"

	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/xmp"
)

const tagMakerNote = 0x927c

// rawMetadata is what a camera raw file says of the photo, once it is developed: upright, sRGB, without the maker's notes, which
// point into the file, and without another program's settings for the development.
func rawMetadata(data []byte) metadata {
	meta := rawEXIF(data)
	t, ok := ifd.Parse(meta.exif)
	if !ok {
		return metadata{}
	}
	budget := ifd.MaxEXIF
	meta.exif = t.With(ofDeveloped(t, t.Fields(t.First(), describing, &budget)))
	t, _ = ifd.Parse(meta.exif)
	t.Set(t.First(), ifd.TagOrientation, 1) // LibRaw has turned it
	if bytes.Contains(meta.xmp, []byte("crs:")) {
		meta.xmp = xmp.WithoutSettings(meta.xmp)
	}
	return metadata{exif: meta.exif, xmp: meta.xmp, iptc: meta.iptc}
}

// rawEXIF finds the metadata: most files are TIFF files, Canon's CR3 has the directories in boxes, and others have them in
// the camera's picture.
func rawEXIF(data []byte) metadata {
	if _, ok := ifd.Parse(data); ok {
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

// ofDeveloped is the list of fields without the maker's notes, and with a colour space that is sRGB.
func ofDeveloped(t ifd.Structure, fields []ifd.Field) []ifd.Field {
	for i, f := range fields {
		if f.Tag == ifd.TagColourSpace {
			fields[i].Kind, fields[i].Value = ifd.TypeShort, make([]byte, 2)
			t.Order.PutUint16(fields[i].Value, 1)
		}
		fields[i].Sub = ofDeveloped(t, f.Sub)
	}
	return slices.DeleteFunc(fields, func(f ifd.Field) bool { return f.Tag == tagMakerNote || f.Tag == ifd.TagInteropIFD })
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
	t, ok := ifd.Parse(inside(own, "CMT1"))
	if !ok {
		return nil
	}
	budget := ifd.MaxEXIF
	fields := t.Fields(t.First(), describing, &budget)
	for tag, kind := range map[uint16]string{ifd.TagExifIFD: "CMT2", ifd.TagGPSIFD: "CMT4"} {
		if s, ok := ifd.Parse(inside(own, kind)); ok && s.Order == t.Order {
			if sub := s.Fields(s.First(), ifd.All, &budget); len(sub) > 0 {
				fields = append(fields, ifd.Field{Tag: tag, Kind: ifd.TypeLong, Sub: sub})
			}
		}
	}
	return t.With(fields)
}
