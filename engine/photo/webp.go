package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"slices"

	"golang.org/x/image/webp"
)

// riffChunks lists the chunks of a WebP file (WebP Container Specification) as far as they are whole.
func riffChunks(data []byte) []chunk {
	var list []chunk
	for at := 12; at+8 <= len(data); {
		n := int64(binary.LittleEndian.Uint32(data[at+4:]))
		if n > int64(len(data)-at-8) {
			break
		}
		list = append(list, chunk{string(data[at : at+4]), data[at+8 : at+8+int(n)]})
		at += 8 + int(n+n&1)
	}
	return list
}

// checkWebP refuses animations, of which there is no picture to restore.
func checkWebP(data []byte) error {
	const animated = 1 << 1
	for _, c := range riffChunks(data) {
		if c.kind == "VP8X" && len(c.data) > 0 && c.data[0]&animated != 0 {
			return fmt.Errorf("%w: an animated WebP; save the picture that you mean in a file of its own", ErrKind)
		}
	}
	return nil
}

// webpMetadata collects the chunks that describe the photo.
func webpMetadata(data []byte) (m metadata) {
	for _, c := range riffChunks(data) {
		switch c.kind {
		case "EXIF":
			m.exif = bytes.TrimPrefix(c.data, []byte(signExif)) // which does not belong there
		case "ICCP":
			m.icc = bytes.Clone(c.data)
		case "XMP ":
			m.xmp = c.data
		}
	}
	return m
}

// decodeWebP decodes a picture. Its luma and chroma are those of video, as x/image/webp leaves them.
func decodeWebP(data []byte) (image.Image, error) {
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	switch img := img.(type) {
	case *image.YCbCr:
		return video{YCbCr: img}, nil
	case *image.NYCbCrA:
		return video{YCbCr: &img.YCbCr, alpha: img.A, stride: img.AStride}, nil
	}
	return img, nil
}

// video is a decoded picture whose planes are those of video, with transparency
// beside them where the picture has any.
type video struct {
	*image.YCbCr
	alpha  []uint8 // 0 to 255, stride from row to row; nil if the picture is opaque
	stride int
}

// transparency is the alpha plane, 0 to 65535, nil if all is opaque.
func (v video) transparency() []uint16 {
	if !slices.ContainsFunc(v.alpha, func(a uint8) bool { return a < 255 }) {
		return nil
	}
	size := v.Rect.Size()
	alpha := make([]uint16, 0, size.X*size.Y)
	for y := range size.Y {
		for _, a := range v.alpha[y*v.stride:][:size.X] {
			alpha = append(alpha, uint16(a)*257)
		}
	}
	return alpha
}
