package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"

	xdraw "golang.org/x/image/draw"

	"afterrain/engine/photo/ifd"
)

// halves is a JPEG whose left half is red and whose right half is blue.
func halves(t *testing.T, size image.Point) []byte {
	img := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			img.Set(x, y, color.RGBA{R: 200, A: 255})
			if x >= size.X/2 {
				img.Set(x, y, color.RGBA{B: 200, A: 255})
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// between is a thumbnail of 160 x 120 pixels as cameras make it, black around the part that shows the photo.
func between(t *testing.T, file []byte, part image.Rectangle) []byte {
	img, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(image.Rect(0, 0, 160, 120))
	draw.Draw(out, out.Rect, image.Black, image.Point{}, draw.Src)
	xdraw.BiLinear.Scale(out, part, img, img.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an EXIF block with an orientation and a thumbnail into a JPEG.
func withEXIF(whole, thumb []byte, turn orientation) []byte {
	order := binary.LittleEndian
	block := ifd.Structure{Data: []byte("II*\x00\x08\x00\x00\x00"), Order: order}.With([]ifd.Field{
		{Tag: ifd.TagOrientation, Kind: ifd.TypeShort, Value: ifd.AppendUint(nil, order, 2, int(turn))}})
	s, _ := ifd.Parse(block)
	order.PutUint32(block[s.First().Next:], uint32(len(block)))
	at := len(block) + 2 + 3*12 + 4
	block = ifd.AppendDirectory(block, 0, order, []ifd.Field{
		{Tag: ifd.TagCompression, Kind: ifd.TypeShort, Value: ifd.AppendUint(nil, order, 2, 6)},
		{Tag: 0x0201, Kind: ifd.TypeLong, Value: ifd.AppendUint(nil, order, 4, at)},
		{Tag: 0x0202, Kind: ifd.TypeLong, Value: ifd.AppendUint(nil, order, 4, len(thumb))}})
	return slices.Concat(whole[:2], metadata{exif: append(block, thumb...)}.jpegSegments(), whole[2:])
}

func TestThumbnailIsReadWithoutThePhoto(t *testing.T) {
	whole, thumb := halves(t, image.Pt(960, 640)), halves(t, image.Pt(160, 107))
	for _, c := range []struct {
		name string
		file []byte
		want image.Point // of the thumbnail; zero = none
		red  image.Point // where it is red
	}{
		{"as it is", withEXIF(whole, thumb, 1), image.Pt(160, 107), image.Pt(20, 50)},
		{"turned right", withEXIF(whole, thumb, 6), image.Pt(107, 160), image.Pt(50, 20)},
		{"turned left", withEXIF(whole, thumb, 8), image.Pt(107, 160), image.Pt(50, 140)},
		{"cropped since", withEXIF(halves(t, image.Pt(960, 500)), thumb, 1), image.Point{}, image.Point{}},
		{"between bars", withEXIF(whole, between(t, whole, image.Rect(0, 6, 160, 113)), 1), image.Pt(160, 104), image.Pt(20, 50)},
		{"between bars and turned", withEXIF(whole, between(t, whole, image.Rect(0, 7, 160, 113)), 6), image.Pt(104, 160), image.Pt(50, 20)},
		{"between bars that a crop does not have", withEXIF(halves(t, image.Pt(960, 500)), between(t, whole, image.Rect(0, 7, 160, 113)), 1), image.Point{}, image.Point{}},
		{"too small", withEXIF(whole, halves(t, image.Pt(60, 40)), 1), image.Point{}, image.Point{}},
		{"damaged", withEXIF(whole, []byte("no picture"), 1), image.Point{}, image.Point{}},
		{"none", whole, image.Point{}, image.Point{}},
	} {
		path := filepath.Join(t.TempDir(), "a.jpg")
		if err := os.WriteFile(path, c.file[:len(c.file)-len(whole)/4], 0o666); err != nil { // the photo's end is not read
			t.Fatal(err)
		}
		small, size := Thumbnail(t.Context(), path)
		switch {
		case small == nil && c.want == image.Point{}:
		case small == nil || image.Pt(small.Width, small.Height) != c.want:
			t.Errorf("%s: %+v", c.name, small)
		case at(small, c.red.X, c.red.Y)[0] < 150 || at(small, c.want.X-c.red.X, c.want.Y-c.red.Y)[0] > 50:
			t.Errorf("%s: not turned as EXIF says", c.name)
		case size.X > size.Y != (c.want.X > c.want.Y) || size.X*size.Y != 960*640:
			t.Errorf("%s: the photo is said to have %v", c.name, size)
		}
	}
}

// The directory of the thumbnail is the last one, whatever it says.
func TestThumbnailOfEXIFInACircle(t *testing.T) {
	file := withEXIF(halves(t, image.Pt(960, 640)), halves(t, image.Pt(160, 107)), 1)
	s, _ := ifd.Parse(jpegMetadata(file).exif) // within file
	second := s.After(s.First())
	copy(s.Data[second.Next:], s.Data[4:8])
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := os.WriteFile(path, file, 0o666); err != nil {
		t.Fatal(err)
	}
	if small, _ := Thumbnail(t.Context(), path); small == nil || small.Width != 160 {
		t.Errorf("%+v", small)
	}
}

func TestThumbnailOfNoFile(t *testing.T) {
	for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "gone.jpg")} {
		if p, _ := Thumbnail(t.Context(), path); p != nil {
			t.Errorf("%s has a thumbnail", path)
		}
	}
}
