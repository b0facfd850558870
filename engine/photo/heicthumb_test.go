package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// madeBox is a box of a container.
func madeBox(kind string, parts ...[]byte) []byte {
	data := bytes.Join(parts, nil)
	return slicesOf(uint32(8+len(data)), []byte(kind), data)
}

// slicesOf is numbers and bytes one after the other.
func slicesOf(parts ...any) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		binary.Write(&b, binary.BigEndian, p)
	}
	return b.Bytes()
}

// cameraHEIC is the head of a file as Sony's cameras write it, stored on its side: a photo of 600 x 400, a thumbnail in HEVC that
// cannot be decoded, and one that is a JPEG.
func cameraHEIC(small []byte) []byte {
	none := uint32(0) // version and flags
	item := func(id uint16, kind string) []byte {
		return madeBox("infe", slicesOf([]byte{2, 0, 0, 0}, id, uint16(0), []byte(kind), byte(0)))
	}
	size := func(w, h uint32) []byte { return madeBox("ispe", slicesOf(none, w, h)) }
	thumb := func(id uint16) []byte { return madeBox("thmb", slicesOf(id, uint16(1), uint16(1))) }
	meta := func(at uint32) []byte {
		return madeBox("meta", slicesOf(none), madeBox("pitm", slicesOf(none, uint16(1))),
			madeBox("iinf", slicesOf(none, uint16(3)), item(1, "hvc1"), item(2, "hvc1"), item(3, "jpeg")),
			madeBox("iref", slicesOf(none), thumb(2), thumb(3)),
			madeBox("iprp", madeBox("ipco", madeBox("irot", []byte{3}), size(600, 400), size(320, 212)),
				madeBox("ipma", slicesOf(none, uint32(2), uint16(1), []byte{2, 1, 2}, uint16(2), []byte{2, 1, 3}))),
			madeBox("iloc", slicesOf(none, uint16(0x4400), uint16(1), uint16(3), uint16(0), uint16(1), at, uint32(len(small)))))
	}
	begin := madeBox("ftyp", []byte("heic\x00\x00\x00\x00heic"))
	return slicesOf(begin, meta(uint32(len(begin)+len(meta(0))+8)), madeBox("mdat", small))
}

// A folder of a camera's HEIC files, which take ten seconds each to decode, has its thumbnails at once.
func TestJPEGThumbnailOfHEIC(t *testing.T) {
	decodeWith(t, "")
	img := image.NewRGBA(image.Rectangle{Max: barred})
	for y := 7; y < 113; y++ { // between bars, as the photo is stored
		for x := range barred.X {
			img.Set(x, y, color.RGBA{uint8(40 + x), 200, 40, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	small, size := Thumbnail(t.Context(), inFile(t, "a.hif", cameraHEIC(append(b.Bytes(), make([]byte, 500)...))))
	if small == nil || size != image.Pt(400, 600) || small.Height != barred.X {
		t.Fatalf("thumbnail %v of %v", small, size)
	}
	if top, low := at(small, small.Width/2, 8), at(small, small.Width/2, 150); top[0] > low[0]-100 || top[1] < 180 {
		t.Errorf("%v at the top, %v below", top, low)
	}
	if small, _ := Thumbnail(t.Context(), inFile(t, "b.hif", cameraHEIC([]byte("no JPEG")))); small != nil {
		t.Error("a thumbnail of nothing")
	}
}
