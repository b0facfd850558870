package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"

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
