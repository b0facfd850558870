package photo

import (
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"afterrain/engine/machine"
)

// HEIC is HEIF whose pictures are coded as those of HEVC (H.265): one, or tiles of one. libheif decodes them, in a program of its own; what the
// container says of the picture, how it is to be cut and turned, and what its planes of luma and chroma make is ours to see to.
// libheif 1.23 would do so too, but repeats chroma, or interpolates it and gives the outermost rows and columns that of others.

// ErrNoHEIF is the ErrKind of a HEIC picture on a machine without libheif.
var ErrNoHEIF = fmt.Errorf("%w", ErrKind)

var libHEIF = library{name: "libheif", kind: "a HEIC picture", instead: "save it as JPEG, PNG or TIFF", missing: ErrNoHEIF}

// heifDecoder is the path of the program that decodes HEIC, "" if there is none: afterrain-decode, beside the program that runs or where programs are.
var heifDecoder = sync.OnceValue(func() string { return besideUs("afterrain-decode") })

const (
	leastLimit = 1 << 22  // pixels: tiles may be larger than a small picture
	mostPiece  = 16 << 20 // bytes of a picture or a tile that libde265 1.1 takes,
	mostWhole  = 64 << 20 // and pixels
)

// openHEIC makes the photo of the file at path, whose bytes are data. The error wraps ErrNoHEIF, ErrKind, ErrDamaged or ErrTooLarge, or is ctx's.
func openHEIC(ctx context.Context, path string, data []byte) (*Photo, error) {
	h, err := parseHEIF(data)
	if err == nil {
		err = h.checkHEVC()
	} else if inside(boxes(data), "meta") == nil && inside(boxes(data), "moov") != nil {
		err = fmt.Errorf("%w: a HEIC film; save the picture that you mean in a file of its own", ErrKind)
	}
	if err != nil {
		return nil, err
	}
	size, ok := h.picture().size()
	if !ok {
		return nil, errNoSize
	}
	if err := admit(size.X, size.Y, MaxPixels, machine.Memory); err != nil { // before libheif takes any of the memory
		return nil, err
	}
	p, err := decodeItem(ctx, path, 0, h.picture())
	if err != nil {
		return nil, err
	}
	p.Format = HEIC
	if h.deep() {
		p.Format = HEIF
	}
	p.stand(h.metadata())
	return p, nil
}

// decodeItem decodes the photo in the file at path, or its thumbnail of that number if that is not 0, and cuts but does not turn it. i is what the file says of it.
func decodeItem(ctx context.Context, path string, thumbnail uint32, i *heifItem) (*Photo, error) {
	program := heifDecoder()
	if program == "" {
		return nil, fmt.Errorf("%w: a HEIC picture, which libheif decodes, and that is not there: install Afterrain again, or save the picture as JPEG first", ErrNoHEIF)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	size, _ := i.size()
	limit := max(leastLimit, (size.X+64)*(size.Y+64)) // HEVC has blocks of up to 64 pixels
	p, err := libHEIF.run(ctx, readPlanes, program, "heif", strconv.FormatUint(uint64(thumbnail), 10), strconv.Itoa(limit), path)
	if err != nil {
		return nil, err
	}
	part, err := i.aperture(image.Pt(p.Width, p.Height))
	if err != nil {
		return nil, err
	}
	p.cut(part)
	return p, nil
}

// checkHEVC refuses what is not coded as HEVC, or put together in an unusual way, or in too large pieces.
func (h heif) checkHEVC() error {
	picture := h.picture()
	pieces := []*heifItem{picture}
	if picture.kind == "grid" {
		pieces = nil
		for _, id := range picture.of["dimg"] {
			pieces = append(pieces, h.item(id))
		}
	}
	for _, piece := range pieces {
		length := 0
		for _, e := range piece.extents {
			length += len(e)
		}
		size, _ := piece.size()
		switch {
		case piece.kind != "hvc1":
			return fmt.Errorf("%w: a HEIF picture that is not coded as HEVC but as %q; save it as JPEG, PNG or TIFF first", ErrKind, piece.kind)
		case length > mostPiece || size.X*size.Y > mostWhole:
			return fmt.Errorf("%w: a HEIC picture of %d megapixels and %d MB in one piece, and libheif takes no more than 67 and 16; save it as JPEG, PNG or TIFF first", ErrKind, size.X*size.Y/1e6, length>>20)
		}
	}
	return picture.checkOrder()
}

// checkOrder refuses a picture that is to be turned before it is cut.
func (i *heifItem) checkOrder() error {
	turned := slices.IndexFunc(i.properties, func(b box) bool { return b.kind == "irot" || b.kind == "imir" })
	if cut := slices.IndexFunc(i.properties, func(b box) bool { return b.kind == "clap" }); turned >= 0 && cut > turned {
		return fmt.Errorf("%w: a HEIC picture that is to be turned before it is cut; save it as JPEG, PNG or TIFF first", ErrKind)
	}
	return nil
}

// isDeep tells of a HEIC file, or its head, whether its picture is more than a JPEG can hold.
func isDeep(data []byte) bool {
	h, _ := parseHEIF(data)
	return h.deep()
}

func (h heif) deep() bool {
	const depths = 17 // where the configuration of HEVC has those of luma and chroma, less 8 (ISO/IEC 14496-15, 8.3.3.1.2)
	for _, hvcC := range h.properties("hvcC") {
		if len(hvcC) > depths+1 && (hvcC[depths]&7 > 0 || hvcC[depths+1]&7 > 0) {
			return true
		}
	}
	for _, i := range h.items {
		if slices.Contains(i.of["auxl"], h.primary) && i.isAlpha() {
			return true
		}
	}
	return h.metadata().onlyPNG
}

// isAlpha tells whether an auxiliary picture says how opaque another is.
func (i *heifItem) isAlpha() bool {
	c := newCursor(i.property("auxC"))
	kind := c.text()
	return kind == "urn:mpeg:hevc:2015:auxid:1" || kind == "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
}

// aperture is the part of a picture of that size that is to be shown (clap, ISO/IEC 14496-12, 12.1.4), before it is turned.
func (i *heifItem) aperture(size image.Point) (image.Rectangle, error) {
	whole := image.Rectangle{Max: size}
	clap := i.property("clap")
	if clap == nil {
		return whole, nil
	}
	ratio := func(at int) float64 {
		if len(clap) < at+8 {
			return math.NaN()
		}
		return float64(int32(binary.BigEndian.Uint32(clap[at:]))) / float64(binary.BigEndian.Uint32(clap[at+4:]))
	}
	from := func(all int, length, off float64) int { return int(math.Round(off + (float64(all)-length)/2)) }
	w, h := ratio(0), ratio(8)
	x, y := from(size.X, w, ratio(16)), from(size.Y, h, ratio(24))
	part := image.Rect(x, y, x+int(math.Round(w)), y+int(math.Round(h))).Intersect(whole)
	if !(w >= 1 && h >= 1 && w <= float64(size.X) && h <= float64(size.Y)) || part.Empty() {
		return whole, fmt.Errorf("%w: nothing of its picture is to be shown", ErrDamaged)
	}
	return part, nil
}

// cut leaves a part of a photo that was just decoded.
func (p *Photo) cut(to image.Rectangle) {
	if to == image.Rect(0, 0, p.Width, p.Height) {
		return
	}
	w, h := p.Width, p.Height
	p.Width, p.Height = to.Dx(), to.Dy()
	pix := make([]float32, 0, 3*to.Dx()*to.Dy())
	for c := range 3 {
		pix = append(pix, part(p.Pix[c*w*h:][:w*h], w, to)...)
	}
	p.Pix = pix
	if p.alpha != nil {
		p.alpha = part(p.alpha, w, to)
	}
}

func part[T any](plane []T, w int, of image.Rectangle) []T {
	list := make([]T, 0, of.Dx()*of.Dy())
	for y := of.Min.Y; y < of.Max.Y; y++ {
		list = append(list, plane[y*w+of.Min.X:][:of.Dx()]...)
	}
	return list
}

// thumbnail is the number of a small picture of the one to show, 0 if there is none of a useful size.
func (h heif) thumbnail() (id uint32) {
	for n, i := range h.items {
		size, ok := i.size()
		if side := max(size.X, size.Y); !ok || i.kind != "hvc1" || side < leastThumb || side > mostThumbSide || !slices.Contains(i.of["thmb"], h.primary) {
			continue
		}
		if id == 0 || n < id {
			id = n
		}
	}
	return id
}

// longestThumbnail is when one is given up, a hundred times what one takes.
const longestThumbnail = 10 * time.Second

// heicThumbnail is the Thumbnail of a HEIC file.
func heicThumbnail(ctx context.Context, path string) (small *Photo, size image.Point) {
	ctx, cancel := context.WithTimeout(ctx, longestThumbnail)
	defer cancel()
	data, err := readFile(path)
	if err != nil {
		return nil, image.Point{}
	}
	h, err := parseHEIF(data)
	if err != nil || h.checkHEVC() != nil {
		return nil, image.Point{}
	}
	stored, _ := h.picture().size()
	whole, err := h.picture().aperture(stored)
	if err != nil {
		return nil, image.Point{}
	}
	turn := metadata{turn: h.picture().turn()}
	size = turn.turned(whole.Size())
	if img := h.jpegThumbnail(whole.Size()); img != nil { // at once, and no decoder is needed
		return upright(img, JPEG, turn), size
	}
	id := h.thumbnail()
	if id == 0 {
		return nil, image.Point{}
	}
	small, err = decodeItem(ctx, path, id, h.item(id))
	if err != nil {
		return nil, image.Point{}
	}
	small.stand(metadata{turn: h.item(id).turn()})
	if !sameShape(image.Pt(small.Width, small.Height), size) {
		return nil, image.Point{}
	}
	return small, size
}

// jpegThumbnail is a small picture that is a JPEG, as the photo of that size is stored; nil if there is none. Sony's cameras write one beside
// others in HEVC that libheif does not decode, as these are larger than the file says, by up to 63 pixels.
func (h heif) jpegThumbnail(whole image.Point) image.Image {
	for _, i := range h.items {
		if i.kind == "jpeg" && slices.Contains(i.of["thmb"], h.primary) {
			if img := withoutBars(jpegOfThumb(slices.Concat(i.extents...)), whole); img != nil {
				return img
			}
		}
	}
	return nil
}
