package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"os"
	"slices"
	"testing"

	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/xmp"
)

// Lossy DNGs hold what was measured in tiles that are ordinary JPEGs, and the camera's picture is another.
func TestTilesAreNoPictureOfTheCamera(t *testing.T) {
	tile := image.NewGray(image.Rect(0, 0, 500, 500))
	data := negative(t, 1, append(asJPEG(t, tile), shown(t)...))
	d, _ := ifd.Parse(data)
	d.Set(d.First(), ifd.TagStripOffsets, uint32(bytes.Index(data, jpegStart)))
	if got := cameraPicture(pictures(data)); got == nil || got.Bounds().Dx() != 8*rawWide {
		t.Error("it is a tile, or none")
	}
}

// Some cameras put a picture of all their pixels into the file, of which no more than a screen has is taken.
func TestLargePictureOfTheCamera(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 4500, 3000))
	for i := range img.Pix {
		img.Pix[i] = uint8(i % 4500 / 18)
	}
	p, size := Thumbnail(t.Context(), write(t, "a.dng", negative(t, 6, asJPEG(t, img))))
	if p == nil || p.Width != 1000 || p.Height != 1500 || size != image.Pt(3000, 4500) {
		t.Fatalf("of a photo of %v", size)
	}
	if got := p.Pix[750*1000+500]; math.Abs(float64(got)-125/255.0) > 0.01 {
		t.Errorf("its middle is %v", got)
	}
}

// Its metadata come along, but not what would be wrong of the developed photo.
func TestMetadataOfCameraRaw(t *testing.T) {
	p, err := Open(write(t, "a.dng", negative(t, 6, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if i := p.Info(); i.Camera != "Acme Box" || i.ISO != "3200" || i.Exposure != "1/250 s" || i.Taken != "2026-11-28 10:11:12" {
		t.Errorf("%+v", i)
	}
	if exifOrientation(p.meta.exif) != 1 || exifAdobeRGB(p.meta.exif) || bytes.Contains(p.meta.exif, []byte("makermaker")) {
		t.Error("its EXIF is not that of an upright photo in sRGB without maker notes")
	}
	if p.meta.xmp != nil {
		t.Errorf("the settings of another program's development went along: %s", p.meta.xmp)
	}
}

func TestThumbnailOfCameraRaw(t *testing.T) {
	p, size := Thumbnail(t.Context(), write(t, "a.dng", negative(t, 6, shown(t))))
	if p == nil || p.Width != 8*rawHigh || p.Height != 8*rawWide || size != image.Pt(8*rawHigh, 8*rawWide) {
		t.Errorf("%v, of a photo of %v", p, size)
	}
	if p, _ := Thumbnail(t.Context(), write(t, "a.dng", negative(t, 1, nil))); p != nil {
		t.Error("a picture of a file that has none")
	}
}

// A small picture does for the strip, where the development of 300 raw files would take an hour, but not one with bars.
func TestSmallThumbnailOfCameraRaw(t *testing.T) {
	for size, want := range map[image.Point]bool{{240, 160}: true, {160, 120}: false, {120, 80}: false} {
		data := negative(t, 1, asJPEG(t, image.NewGray(image.Rectangle{Max: size})))
		d, _ := ifd.Parse(data)
		d.Set(d.First(), ifd.TagWidth, 10*rawWide)
		d.Set(d.First(), ifd.TagHeight, 10*rawHigh)
		p, whole := Thumbnail(t.Context(), write(t, "a.dng", data))
		if (p != nil) != want || want && (p.Width != size.X || whole != image.Pt(10*rawWide, 10*rawHigh)) {
			t.Errorf("%v: %v, of a photo of %v", size, p != nil, whole)
		}
	}
}

// Canon's newest raw files have the directories of EXIF in boxes, each with one.
func TestEXIFOfCR3(t *testing.T) {
	le := binary.LittleEndian
	block := func(fields ...ifd.Field) []byte {
		return ifd.AppendDirectory([]byte("II*\x00\x08\x00\x00\x00"), 0, le, fields)
	}
	bx := func(kind string, data []byte) []byte {
		return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(data))), kind...), data...)
	}
	own := slices.Concat([]byte(canonUUID), bx("CNCV", []byte("CanonCR3")),
		bx("CMT1", block(ifd.Field{Tag: 0x0110, Kind: ifd.TypeASCII, Value: []byte("Canon EOS R5\x00")}, ifd.Field{Tag: ifd.TagOrientation, Kind: ifd.TypeShort, Value: []byte{8, 0}})),
		bx("CMT2", block(ifd.Field{Tag: 0x8827, Kind: ifd.TypeShort, Value: le.AppendUint16(nil, 6400)})))
	file := slices.Concat(bx("ftyp", []byte("crx \x00\x00\x00\x01crx isom")), bx("moov", bx("uuid", own)))
	if format, err := formatOf(file); format != RAW || err != nil {
		t.Errorf("%s, %v", format, err)
	}
	meta := rawMetadata(file)
	if i := infoOf(meta.exif); i.Camera != "Canon EOS R5" || i.ISO != "6400" || meta.orientation() != 1 {
		t.Errorf("%+v, turned %d", i, meta.orientation())
	}
	if o := exifOrientation(rawEXIF(file).exif); o != 8 {
		t.Errorf("its thumbnail would be turned %d", o)
	}
}

func FuzzCameraRaw(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("FUJIFILMCCD-RAW 0201FF000000\xff\xd8\xff\xd9"))
	f.Add([]byte("\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom"))
	if sample, err := os.ReadFile("testdata/raw.dng"); err == nil {
		f.Add(sample)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		formatOf(data)
		own := pictures(data)
		cameraPicture(own)
		smallPicture(own, rawSize(data, own))
		infoOf(rawMetadata(data).exif)
		xmp.WithoutSettings(data)
	})
}
