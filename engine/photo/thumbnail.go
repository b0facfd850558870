package photo

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"os"

	"afterrain/engine/photo/ifd"
)

const (
	headBytes     = 128 << 10 // of a file, that hold its metadata as a rule
	leastThumb    = 128       // px, the longer side of a thumbnail that is worth showing
	mostThumbSide = 4096      // px; a larger one is none
)

// Thumbnail reads the small picture that a camera puts into a JPEG, HEIC, JPEG XL or raw file beside
// the photo, upright, and the upright size of the photo itself, which in a raw file is about right. Of
// a JPEG or JPEG XL file it reads the head only. Black bars, which most cameras put around it where its shape is not the sensor's, are
// cut off. It is nil if there is no such picture or its shape is another than the photo's: it then shows
// the photo as it was before somebody cropped it; or if ctx is done before it is there.
func Thumbnail(ctx context.Context, path string) (small *Photo, size image.Point) {
	head, err := readHead(path)
	if err != nil {
		return nil, image.Point{}
	}
	switch format, _ := formatOf(head); {
	case format == RAW || NamedRaw(path): // whose directory may lie at its end
		return rawThumbnail(path)
	case format == HEIC || format == HEIF:
		return heicThumbnail(ctx, path)
	case format == JXL || format == DeepJXL:
		return jxlThumbnail(head)
	}
	whole, err := jpeg.DecodeConfig(bytes.NewReader(head))
	if err != nil {
		return nil, image.Point{}
	}
	meta := metadata{exif: jpegMetadata(head).exif}
	size = image.Pt(whole.Width, whole.Height)
	img := withoutBars(exifThumbnail(meta.exif), size)
	if img == nil {
		return nil, image.Point{}
	}
	return upright(img, JPEG, meta), meta.turned(size)
}

// barred is the size that cameras' standard gives a thumbnail (DCF 2.0, 3.3.6), whatever the photo's shape.
var barred = image.Pt(160, 120)

// withoutBars is a thumbnail, or what it shows between black bars, if that has the shape of the whole photo; else nil.
func withoutBars(img image.Image, whole image.Point) image.Image {
	if img == nil || sameShape(img.Bounds().Size(), whole) {
		return img
	}
	pix, _ := samples(img)
	p, part := &Photo{Width: barred.X, Height: barred.Y, Pix: pix}, inmost(barred, whole)
	const black = 0.1 // cameras pack thumbnails hard, and colour runs over edges
	if img.Bounds().Size() != barred || !p.blackAround(part.Inset(-2), black) {
		return nil
	}
	if part.Dx() < barred.X { // a bar may end in the middle of a pixel
		part.Min.X, part.Max.X = part.Min.X+1, part.Max.X-1
	} else {
		part.Min.Y, part.Max.Y = part.Min.Y+1, part.Max.Y-1
	}
	out := image.NewRGBA(image.Rectangle{Max: part.Size()})
	draw.Draw(out, out.Rect, img, part.Min.Add(img.Bounds().Min), draw.Src)
	return out
}

// turned is the size of a picture once it is upright.
func (m metadata) turned(size image.Point) image.Point {
	if m.orientation().transposes() {
		return image.Pt(size.Y, size.X)
	}
	return size
}

// rawThumbnail is the Thumbnail of a camera raw file: the camera's own picture, and the largest size that anything in the file has.
func rawThumbnail(path string) (small *Photo, size image.Point) {
	data, err := readFile(path)
	if err != nil {
		return nil, image.Point{}
	}
	own := pictures(data)
	size = rawSize(data, own)
	img := cameraPicture(own)
	if img == nil {
		img = smallPicture(own, size)
	}
	if img == nil {
		return nil, image.Point{}
	}
	meta := metadata{exif: rawEXIF(data).exif}
	return upright(img, JPEG, meta), meta.turned(size)
}

// readHead returns the first headBytes of a regular file, or all of a shorter one.
func readHead(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() { // opening waits at a pipe
		return nil, os.ErrInvalid
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, headBytes))
}

// exifThumbnail decodes the JPEG of an EXIF block's second directory, as it is
// stored; nil if there is none of a useful size.
func exifThumbnail(block []byte) image.Image {
	t, ok := ifd.Parse(block)
	if !ok {
		return nil
	}
	from, end, ok := thumbnailIn(t, t.After(t.First()))
	if !ok {
		return nil
	}
	return jpegOfThumb(block[from:end])
}

// jpegOfThumb decodes a JPEG of the size of a thumbnail, as it is stored; nil if it is none.
func jpegOfThumb(data []byte) image.Image {
	size, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if side := max(size.Width, size.Height); err != nil || side < leastThumb || side > mostThumbSide {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return img
}

// sameShape tells whether small is whole scaled down, give or take a pixel.
func sameShape(small, whole image.Point) bool {
	d := small.X*whole.Y - small.Y*whole.X
	return max(d, -d) <= max(whole.X, whole.Y)
}
