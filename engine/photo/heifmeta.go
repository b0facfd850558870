package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"slices"

	"github.com/gen2brain/avif"

	"afterrain/engine/photo/colour"
)

// picture is the item to show; properties says what is known of it, or, where it is put together of
// tiles, of the first of these.
func (h heif) picture() *heifItem { return h.item(h.primary) }

func (h heif) properties(kind string) (list [][]byte) {
	of := h.picture()
	for _, i := range []*heifItem{of, h.firstTile(of)} {
		for _, b := range i.properties {
			if b.kind == kind {
				list = append(list, b.data)
			}
		}
	}
	return list
}

func (h heif) firstTile(i *heifItem) *heifItem {
	if tiles := i.of["dimg"]; len(tiles) > 0 {
		return h.item(tiles[0])
	}
	return &heifItem{}
}

// heifConfig reads the size as it is stored, before it is turned.
func heifConfig(r io.Reader) (image.Config, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return image.Config{}, err
	}
	h, err := parseHEIF(data)
	if err != nil {
		return image.Config{}, err
	}
	size, ok := h.picture().size()
	if !ok {
		return image.Config{}, errNoSize
	}
	return image.Config{Width: size.X, Height: size.Y}, nil
}

var errNoSize = fmt.Errorf("%w: it does not say how large its picture is", ErrDamaged)

// size is that of a picture as it is stored.
func (i *heifItem) size() (size image.Point, ok bool) {
	ispe := i.property("ispe")
	if len(ispe) < 12 {
		return size, false
	}
	return image.Pt(int(binary.BigEndian.Uint32(ispe[4:])), int(binary.BigEndian.Uint32(ispe[8:]))), true
}

// heifMetadata collects what is said of the picture. HEIF has its own way to turn a picture: EXIF's does not count.
func heifMetadata(data []byte) metadata {
	h, _ := parseHEIF(data) // of a file's head, as much as is there
	return h.metadata()
}

func (h heif) metadata() metadata {
	m := metadata{turn: h.picture().turn(), exif: heifExif(h.said("Exif", "")), xmp: h.said("mime", "application/rdf+xml")}
	for _, colr := range h.properties("colr") {
		if kind := string(colr[:min(4, len(colr))]); (kind == "prof" || kind == "rICC") && m.icc == nil {
			m.icc = bytes.Clone(colr[4:])
		}
	}
	if m.icc == nil {
		m.sayColours(h.colours())
	}
	return m
}

// said is the content of the first item of a kind that describes the picture, nil if there is none.
func (h heif) said(kind, content string) []byte {
	ids := make([]uint32, 0, len(h.items))
	for id, i := range h.items {
		if of := i.of["cdsc"]; i.kind == kind && i.content == content && (len(of) == 0 || slices.Contains(of, h.primary)) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	parts := h.item(slices.Min(ids)).extents
	length := 0
	for _, p := range parts {
		length += len(p)
	}
	if length > maxProfile {
		return nil
	}
	return slices.Concat(parts...)
}

// heifExif is the TIFF structure of an Exif item, which begins with how much stands before that.
func heifExif(item []byte) []byte {
	if len(item) < 4 {
		return nil
	}
	before := uint64(binary.BigEndian.Uint32(item)) + 4
	if before > uint64(len(item)) {
		return nil
	}
	return item[before:]
}

// colours are the numbers of the file's primaries and transfer (ITU-T H.273); the decoder sees to the matrix.
func (h heif) colours() (primaries, transfer byte) {
	for _, colr := range h.properties("colr") {
		if len(colr) >= 11 && string(colr[:4]) == "nclx" {
			return colr[5], colr[7]
		}
	}
	return colour.Unspecified, colour.Unspecified
}

// sayColours keeps numbers for colours that are not sRGB's as PNG has them, and as a profile if one can say them.
func (m *metadata) sayColours(primaries, transfer byte) {
	cicp := []byte{primaries, transfer, 0, 1}
	icc, ok := colour.CICP(cicp)
	if ok && icc == nil {
		return
	}
	m.icc, m.onlyPNG, m.png = icc, !ok, append(m.png, chunk{"cICP", cicp})
}

// turn is how a picture is to be turned, by its properties in their order: by quarters against the clock (irot), and
// mirrored (imir): axis 0 exchanges above and below, 1 left and right.
func (i *heifItem) turn() orientation {
	quarters, mirrored := byte(0), false // first turned, then left and right exchanged
	add := func(n byte) {
		if mirrored {
			n = -n
		}
		quarters += n
	}
	for _, p := range i.properties {
		switch {
		case len(p.data) == 0:
		case p.kind == "irot":
			add(p.data[0] & 3)
		case p.kind == "imir":
			if p.data[0]&1 == 0 {
				add(2)
			}
			mirrored = !mirrored
		}
	}
	if mirrored {
		return [4]orientation{2, 7, 4, 5}[quarters&3]
	}
	return [4]orientation{1, 8, 3, 6}[quarters&3]
}

// checkAVIF refuses what the decoder would show otherwise than it is.
func checkAVIF(data []byte) error {
	h, err := parseHEIF(data)
	if err != nil {
		return err
	}
	if h.picture().property("clap") != nil {
		return fmt.Errorf("%w: an AVIF picture of which a part is to be shown; save it as PNG first", ErrKind)
	}
	return nil
}

func decodeAVIF(data []byte) (image.Image, error) {
	img, err := avif.Decode(bytes.NewReader(data))
	if err != nil { // whose words are the decoder's own
		return nil, fmt.Errorf("%w: an AVIF picture that is damaged or of an unusual kind; save it as JPEG, PNG or TIFF first", ErrKind)
	}
	return img, nil
}
