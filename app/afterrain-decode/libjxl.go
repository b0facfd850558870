package main

import "path/filepath"

// libJXL are the functions that are used of libjxl's C interface (jxl/decode.h and what is beside it, 0.11 and later). A status is a JxlDecoderStatus.
type libJXL struct {
	new       func(memory uintptr) (decoder uintptr)
	free      func(decoder uintptr)
	runner    func(decoder, runner, threads uintptr) (status int32)
	subscribe func(decoder uintptr, events int32) (status int32)
	asStored  func(decoder uintptr, yes int32) (status int32)
	divide    func(decoder uintptr, yes int32) (status int32)
	input     func(decoder uintptr, data *byte, size uintptr) (status int32)
	process   func(decoder uintptr) (status int32)
	info      func(decoder uintptr, to *jxlInfo) (status int32)
	named     func(decoder uintptr, target int32, to uintptr) (status int32)
	iccSize   func(decoder uintptr, target int32, to *uintptr) (status int32)
	icc       func(decoder uintptr, target int32, to *byte, size uintptr) (status int32)
	colours   func(decoder uintptr, encoding *jxlEncoding, icc, size uintptr) (status int32)
	outSize   func(decoder uintptr, format *jxlFormat, to *uintptr) (status int32)
	out       func(decoder uintptr, format *jxlFormat, to *byte, size uintptr) (status int32)
	outDepth  func(decoder uintptr, depth *jxlDepth) (status int32)

	newThreads  func(memory, threads uintptr) (runner uintptr)
	freeThreads func(runner uintptr)
	run         uintptr
}

// Where a decoder has come to, and what it can be asked to stop at.
const (
	jxlSuccess, jxlHungry, jxlNeedsOut = 0, 2, 5

	jxlBasicInfo, jxlColours, jxlWhole = 0x40, 0x100, 0x1000
)

// jxlInfo is a JxlBasicInfo.
type jxlInfo struct {
	_              int32 // whether there is a container
	width, height  uint32
	bits, exponent uint32 // of a sample, and of those the exponent's; 0 = integers
	_              [4]uint32
	asCoded        int32 // the samples are those of the file's colours, not XYB
	_              int32 // whether there is a preview
	animated       int32
	_              int32 // how it is to be turned
	colours, extra uint32
	alphaBits      uint32
	_              [2 + 2 + 4 + 2]uint32
	_              [100]byte // for later
}

// jxlFormat is a JxlPixelFormat, and jxlDepth a JxlBitDepth.
type jxlFormat struct {
	channels         uint32
	kind, endianness int32
	_                uintptr // how rows are padded
}

type jxlDepth struct {
	kind int32
	_    [2]uint32 // bits of a sample and of its exponent, for other kinds
}

// jxlEncoding is a JxlColorEncoding.
type jxlEncoding struct {
	space, white int32
	_            [2]float64 // where white is, if it has no number
	primaries    int32
	_            [6]float64
	transfer     int32
	_            float64 // a power
	intent       int32
}

const (
	jxlBytes, jxlShorts       = 2, 3 // kinds of samples
	jxlLowFirst               = 1    // the low byte of a sample
	jxlLevelsAsCoded          = 1    // they are not stretched to those of 8 or 16 bits
	jxlColoursFile, jxlColour = 0, 1 // of the file, and of what is decoded

	jxlRGB, jxlGrey              = 0, 1
	jxlD65, jxlSRGB, jxlRelative = 1, 13, 1 // white, transfer, intent
	jxlP3, jxl2020               = 11, 9    // primaries
)

var jxlLibrary = clib{"libjxl", "LIBJXL_LIB", "libjxl", jxlFiles, jxlNeeds}

// loadLibJXL loads the library that LIBJXL_LIB names, or that lies in the folder libjxl beside the program, and that for its threads beside it.
func loadLibJXL() (*libJXL, error) {
	j := new(libJXL)
	_, err := jxlLibrary.load(map[string]any{
		"JxlDecoderCreate": &j.new, "JxlDecoderDestroy": &j.free, "JxlDecoderSetParallelRunner": &j.runner, "JxlDecoderSubscribeEvents": &j.subscribe, "JxlDecoderSetKeepOrientation": &j.asStored,
		"JxlDecoderSetUnpremultiplyAlpha": &j.divide, "JxlDecoderSetInput": &j.input, "JxlDecoderProcessInput": &j.process,
		"JxlDecoderGetBasicInfo": &j.info, "JxlDecoderGetColorAsEncodedProfile": &j.named, "JxlDecoderGetICCProfileSize": &j.iccSize, "JxlDecoderGetColorAsICCProfile": &j.icc,
		"JxlDecoderSetOutputColorProfile": &j.colours, "JxlDecoderImageOutBufferSize": &j.outSize, "JxlDecoderSetImageOutBuffer": &j.out, "JxlDecoderSetImageOutBitDepth": &j.outDepth,
	})
	if err != nil {
		return nil, err
	}
	library, err := jxlThreads().load(map[string]any{"JxlThreadParallelRunnerCreate": &j.newThreads, "JxlThreadParallelRunnerDestroy": &j.freeThreads})
	if err == nil {
		j.run, err = symbol(library, "JxlThreadParallelRunner")
	}
	return j, err
}

// jxlThreads is the library that runs libjxl's threads.
func jxlThreads() clib {
	path, err := jxlLibrary.find()
	if err != nil {
		return jxlLibrary // it will say so
	}
	return clib{name: "libjxl", folder: filepath.Dir(path), files: jxlThreadFiles}
}
