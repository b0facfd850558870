package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"unsafe"
)

// libRaw are the functions that are used of LibRaw's C interface (libraw/libraw.h, 0.20 and later). A raw is a libraw_data_t *.
type libRaw struct {
	new           func(flags uint32) (raw uintptr)
	open          func(raw uintptr, data *byte, size uintptr) (status int32)
	unpack        func(raw uintptr) (status int32)
	process       func(raw uintptr) (status int32)
	picture       func(raw uintptr, status *int32) unsafe.Pointer
	message       func(status int32) string
	cameraBalance func(raw uintptr, channel int32) float32
	setBalance    func(raw uintptr, channel int32, factor float32)
	setBits       func(raw uintptr, bits int32)
	setDemosaic   func(raw uintptr, method int32)
	setColours    func(raw uintptr, space int32)
	setGamma      func(raw uintptr, index int32, value float32)
	setDark       func(raw uintptr, yes int32)
	setHighlight  func(raw uintptr, method int32)
	setThreshold  func(raw uintptr, share float32)
	balance       func(raw uintptr, channel int32) float32
	toSRGB        func(raw uintptr, to, from int32) float32
	maximum       func(raw uintptr) int32
	image         func(raw uintptr) (status int32)
	width         func(raw uintptr) int32
	height        func(raw uintptr) int32
	subtractBlack func(raw uintptr)
	parameters    func(raw uintptr) *parameters
}

const (
	demosaicDHT   = 11
	colourSensor  = 0
	colourSRGB    = 1
	highlightsAll = 1 // white is where the last of the channels ends
)

// channels of a sensor's mosaic.
const channels = 4

// loadLibRaw loads the library that LIBRAW_LIB names, or that lies in the folder libraw beside the program.
func loadLibRaw() (*libRaw, error) {
	r := new(libRaw)
	_, err := clib{"LibRaw", "LIBRAW_LIB", "libraw", rawFiles, nil}.load(map[string]any{
		"libraw_init": &r.new, "libraw_open_buffer": &r.open, "libraw_unpack": &r.unpack, "libraw_dcraw_process": &r.process, "libraw_dcraw_make_mem_image": &r.picture,
		"libraw_strerror": &r.message, "libraw_get_cam_mul": &r.cameraBalance, "libraw_set_user_mul": &r.setBalance, "libraw_set_output_bps": &r.setBits,
		"libraw_set_demosaic": &r.setDemosaic, "libraw_set_output_color": &r.setColours, "libraw_set_gamma": &r.setGamma, "libraw_set_no_auto_bright": &r.setDark,
		"libraw_set_highlight": &r.setHighlight, "libraw_set_adjust_maximum_thr": &r.setThreshold, "libraw_get_pre_mul": &r.balance, "libraw_get_rgb_cam": &r.toSRGB,
		"libraw_get_color_maximum": &r.maximum, "libraw_raw2image": &r.image, "libraw_get_iwidth": &r.width, "libraw_get_iheight": &r.height, "libraw_subtract_black": &r.subtractBlack, "libraw_get_iparams": &r.parameters,
	})
	return r, err
}

// develop makes the picture of the file at path as w says. What it takes is given back when the program ends. The file is read here: on
// Windows LibRaw does not always notice where one ends early.
func (r *libRaw) develop(path string, w way) (picture, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return picture{}, err
	}
	if data, err = unpackDNG(data); err != nil {
		return picture{}, fmt.Errorf("cannot unpack %s: %w", path, err)
	}
	var pin runtime.Pinner // LibRaw goes on reading it
	defer pin.Unpin()
	pin.Pin(unsafe.SliceData(data))
	raw := r.new(0)
	if raw == 0 {
		return picture{}, errors.New("too little memory")
	}
	status := r.open(raw, unsafe.SliceData(data), uintptr(len(data)))
	if status == 0 {
		status = r.unpack(raw)
	}
	if status != 0 {
		return picture{}, fmt.Errorf("cannot unpack %s: %s", path, r.message(status))
	}
	var s *sensor
	if w.linear {
		if s, err = r.sensor(raw); err != nil {
			return picture{}, fmt.Errorf("cannot develop %s: %w", path, err)
		}
	}
	made, err := r.make(raw, w, s)
	if err != nil {
		return picture{}, fmt.Errorf("cannot develop %s: %w", path, err)
	}
	if s != nil {
		s.developed(r, raw)
	}
	p, err := pictureAt(made)
	p.of = s
	return p, err
}

// make lets LibRaw develop what was unpacked; s is nil if the picture is not to be linear.
func (r *libRaw) make(raw uintptr, w way, s *sensor) (made unsafe.Pointer, err error) {
	r.ask(raw, w)
	if s != nil {
		s.lifted = r.lift(raw, s.black)
	}
	status := r.process(raw)
	if status == 0 {
		made = r.picture(raw, &status)
	}
	if status != 0 || made == nil {
		return nil, errors.New(r.message(status))
	}
	return made, nil
}

// ask says how a raw is to be developed.
func (r *libRaw) ask(raw uintptr, w way) {
	if r.cameraBalance(raw, 0) > 0 {
		for c := range int32(channels) {
			r.setBalance(raw, c, r.cameraBalance(raw, c))
		}
	}
	r.setBits(raw, 16)
	r.setDemosaic(raw, demosaicDHT)
	r.setColours(raw, colourSRGB)
	r.setGamma(raw, 0, 1/2.4)
	r.setGamma(raw, 1, 12.92)
	if w.dark || w.linear {
		r.setDark(raw, 1)
	}
	if w.linear {
		r.setColours(raw, colourSensor)
		r.setGamma(raw, 0, 1)
		r.setGamma(raw, 1, 1)
		r.setHighlight(raw, highlightsAll)
		if r.parameters(raw).dng > 0 { // which says itself where white is
			r.setThreshold(raw, 0)
		}
	}
}

// processed is the head of a libraw_processed_image_t, which the samples follow.
type processed struct {
	kind                           int32 // 2 = pixels
	height, width, channels, depth uint16
	size                           uint32 // bytes
}

// pictureAt reads a libraw_processed_image_t, which the picture goes on using.
func pictureAt(data unsafe.Pointer) (picture, error) {
	head := (*processed)(data)
	n := int(head.width) * int(head.height) * int(head.channels)
	if head.kind != 2 || head.depth != 16 || uint64(head.size) != 2*uint64(n) || !slices.Contains([]uint16{1, 3}, head.channels) {
		return picture{}, fmt.Errorf("LibRaw's picture is of another kind than was asked for: %+v", *head)
	}
	samples := unsafe.Slice((*uint16)(unsafe.Add(data, unsafe.Sizeof(*head))), n)
	return picture{width: int(head.width), height: int(head.height), channels: int(head.channels), samples: samples}, nil
}
