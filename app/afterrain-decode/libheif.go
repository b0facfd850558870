package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"unsafe"
)

// libHEIF are the functions that are used of libheif's C interface (libheif/heif.h, 1.22 and later), which has libde265 decode HEVC.
type libHEIF struct {
	read, primary, small, decode, colours uintptr // these return a heif_error: see call

	new     func() (context uintptr)
	limits  func(context uintptr) *heifLimits
	threads func(context uintptr, most int32)
	options func() *heifOptions
	premul  func(handle uintptr) (yes int32)
	space   func(image uintptr) (colourspace int32)
	has     func(image uintptr, channel int32) (yes int32)
	width   func(image uintptr, channel int32) int32
	height  func(image uintptr, channel int32) int32
	bits    func(image uintptr, channel int32) int32
	plane   func(image uintptr, channel int32, stride *int32) unsafe.Pointer
}

// heifError is a heif_error. Message is the address of a C string.
type heifError struct {
	code, detail int32
	message      uintptr
}

// Codes of errors (libheif/heif_error.h).
const (
	heifUnknownFile, heifUnknownFeature, heifMemory = 3, 4, 6

	heifOverLimit = 1000
)

// heifLimits is the beginning of a heif_security_limits.
type heifLimits struct {
	_        uint8     // its version
	pixels   uint64    // of the largest picture
	_        uint64    // tiles
	_        uint32    // a sensor's pattern
	items    uint32    // pictures, and what is said of them
	_        uint32    // a colour profile
	block    uint64    // bytes at once
	_        [3]uint32 // components, places of an item, items of a group
	children uint32    // of a box
	memory   uint64    // bytes in all
}

// mostItems is of tiles, metadata and their properties: 200 megapixels have 768 tiles, and those of their gain map.
const mostItems = 5000

// heifOptions is the beginning of a heif_decoding_options.
type heifOptions struct {
	version       uint8
	untransformed uint8
	_             [4]uintptr // who is told of its progress
	_             uint8      // whether 8 bits will do
	strict        uint8
	_             uintptr    // a decoder's name
	_             [4]uint32  // how chroma is interpolated
	_             [2]uintptr // who cancels, and how transparency is shown
	_             uint8      // a film's list of edits
	_             uintptr    // colours to convert to
	_             [2]int32   // threads
	_             uint8      // whether broken files are mended
	unconverted   uint8      // the colours stay as they are coded; from version 10 on
}

// heifColours is the beginning of a heif_color_profile_nclx (numbers of ITU-T H.273).
type heifColours struct {
	_      uint8    // its version
	_      [2]int32 // primaries, transfer
	matrix int32
	full   uint8
}

// Channels, and what stands for any colour space.
const (
	heifY, heifCb, heifCr, heifAlpha = 0, 1, 2, 6
	heifRGB, heifAny                 = 1, 99
	unspecified                      = 2
)

// loadLibHEIF loads the library that LIBHEIF_LIB names, or that lies in the folder libheif beside the program.
func loadLibHEIF() (*libHEIF, error) {
	h := new(libHEIF)
	library, err := clib{"libheif", "LIBHEIF_LIB", "libheif", heifFiles, []string{"libde265*.so*", "libde265*.dylib"}}.load(map[string]any{
		"heif_context_alloc": &h.new, "heif_context_get_security_limits": &h.limits, "heif_context_set_max_decoding_threads": &h.threads, "heif_decoding_options_alloc": &h.options,
		"heif_image_handle_is_premultiplied_alpha": &h.premul, "heif_image_get_colorspace": &h.space,
		"heif_image_has_channel": &h.has, "heif_image_get_width": &h.width, "heif_image_get_height": &h.height, "heif_image_get_bits_per_pixel_range": &h.bits, "heif_image_get_plane_readonly": &h.plane,
	})
	for name, function := range map[string]*uintptr{"heif_context_read_from_memory_without_copy": &h.read, "heif_context_get_primary_image_handle": &h.primary, "heif_image_handle_get_thumbnail": &h.small, "heif_decode_image": &h.decode,
		"heif_image_get_nclx_color_profile": &h.colours} {
		if err == nil {
			*function, err = symbol(library, name)
		}
	}
	return h, err
}

// open makes the planes of the photo in the file at path, or of its thumbnail of that number if that is not 0, as they are stored: not turned, and not cut.
// A picture of more than pixels is refused. What it takes is given back when the program ends.
func (h *libHEIF) open(path string, thumbnail uint32, pixels uint64) (p planes, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return p, err
	}
	var pin runtime.Pinner // libheif goes on reading it
	defer pin.Unpin()
	pin.Pin(unsafe.SliceData(data))
	handle, err := h.handle(data, thumbnail, pixels)
	if err == nil {
		p, err = h.decodeHandle(handle)
	}
	if err != nil {
		return p, fmt.Errorf("cannot decode %s: %w", path, err)
	}
	return p, nil
}

// handle is the heif_image_handle of a picture in a file's bytes, which it goes on using.
func (h *libHEIF) handle(data []byte, thumbnail uint32, pixels uint64) (handle uintptr, err error) {
	context := h.new()
	h.threads(context, int32(runtime.NumCPU()))
	limits := h.limits(context)
	limits.pixels, limits.block, limits.memory = pixels, 4*pixels, 16*pixels
	limits.items, limits.children = mostItems, mostItems
	var photo uintptr
	e := call(h.read, context, uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(len(data)), 0)
	if e.code == 0 {
		e = call(h.primary, context, uintptr(unsafe.Pointer(&photo)))
	}
	if e.code != 0 || thumbnail == 0 {
		return photo, e.explain()
	}
	e = call(h.small, photo, uintptr(thumbnail), uintptr(unsafe.Pointer(&handle)))
	return handle, e.explain()
}

// decodeHandle makes the planes of a heif_image_handle's picture.
func (h *libHEIF) decodeHandle(handle uintptr) (planes, error) {
	options := h.options()
	if options.version < 10 {
		return planes{}, errors.New("libheif's library is too old: version 1.22 is needed")
	}
	options.untransformed, options.strict, options.unconverted = 1, 1, 1
	var image uintptr
	if err := call(h.decode, handle, uintptr(unsafe.Pointer(&image)), heifAny, heifAny, uintptr(unsafe.Pointer(options))).explain(); err != nil {
		return planes{}, err
	}
	p, err := h.planesOf(image)
	p.premultiplied = h.premul(handle) != 0
	return p, err
}

// explain puts an error into libheif's words, behind ours for what there is to be done about it; nil if it is none.
func (e heifError) explain() error {
	if e.code == 0 {
		return nil
	}
	says := strings.Join(strings.Fields(strings.ReplaceAll(text(e.message), ":", ",")), " ")
	if says == "" {
		says = fmt.Sprintf("error %d, %d", e.code, e.detail)
	}
	switch {
	case e.code == heifMemory && e.detail == heifOverLimit:
		return errors.New("too big, " + says)
	case e.code == heifMemory:
		return errors.New("too little memory, " + says)
	case e.code == heifUnknownFile, e.code == heifUnknownFeature:
		return errors.New("unsupported, " + says)
	}
	return errors.New(says)
}

// text reads a C string.
func text(address uintptr) string {
	at := *(*unsafe.Pointer)(unsafe.Pointer(&address)) // which no garbage collector moves
	n := 0
	for at != nil && *(*byte)(unsafe.Add(at, n)) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(at), n))
}

// planesOf reads a decoded heif_image, which the planes go on using.
func (h *libHEIF) planesOf(image uintptr) (planes, error) {
	if h.space(image) == heifRGB {
		return planes{}, errors.New("unsupported colours")
	}
	p := planes{matrix: unspecified, full: 1}
	var colours *heifColours
	if e := call(h.colours, image, uintptr(unsafe.Pointer(&colours))); e.code == 0 && colours != nil {
		p.matrix, p.full = colours.matrix, colours.full
	}
	for _, channel := range []int32{heifY, heifCb, heifCr, heifAlpha} {
		if h.has(image, channel) == 0 {
			continue
		}
		var stride int32
		at := h.plane(image, channel, &stride)
		c := plane{int(h.width(image, channel)), int(h.height(image, channel)), int(h.bits(image, channel)), int(stride), nil}
		if at == nil || c.width < 1 || c.height < 1 || c.bits < 8 || c.bits > 16 {
			return planes{}, errors.New("unsupported samples")
		}
		c.data = unsafe.Slice((*byte)(at), c.stride*c.height)
		p.list = append(p.list, c)
	}
	return p, nil
}
