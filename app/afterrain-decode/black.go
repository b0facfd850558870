package main

import (
	"math"
	"unsafe"
)

// LibRaw cuts off what lies below black. Of a dark scene at a high ISO that is half of the noise: what is left of it is brighter than the scene was, and, as
// red and blue are multiplied with more than green, purple. So LibRaw is told of a black that hardly a pixel lies below.

// belowBlack is the share of the samples that may be cut off.
const belowBlack = 1e-4

// lift lowers black to what was found, and returns by how much, in the sensor's units. That is 0 where hardly anything lies below it, or LibRaw cannot be told.
func (r *libRaw) lift(raw uintptr, black blackOf) int {
	asked := r.output(raw)
	if asked == nil || black.below < 1 {
		return 0
	}
	asked.black = 0
	for c, b := range black.of {
		asked.channelBlack[c] = int32(b - black.below)
	}
	return black.below
}

// output is the part of a libraw_output_params_t from user_qual on (libraw/libraw_types.h, 0.18 to 0.22).
type output struct {
	demosaic     int32
	black        int32 // instead of the file's; negative = as it is
	channelBlack [channels]int32
	saturation   int32
}

// unasked is how LibRaw initialises it (its src/utils/init_close_utils.cpp), but for the demosaicing that ask has asked for.
var unasked = output{demosaicDHT, -1, [channels]int32{-1000001, -1000001, -1000001, -1000001}, -1}

// output finds the parameters in the raw. LibRaw's C interface does not tell where they are, nor set them; they lie behind what parameters gives, and are
// known by their values. It is nil if there is nothing that looks like them.
func (r *libRaw) output(raw uintptr) *output {
	const most = 16 << 10 // bytes; as many as that and more follow in a libraw_data_t, with a curve of 128 KB
	from := unsafe.Pointer(r.parameters(raw))
	for at := uintptr(0); at < most; at += unsafe.Alignof(unasked) {
		if o := (*output)(unsafe.Add(from, at)); *o == unasked {
			return o
		}
	}
	return nil
}

// blackOf is what a raw has as black.
type blackOf struct {
	of    [channels]int
	below int // how far below it, and above 0, all but belowBlack of the samples go at most
}

func (b blackOf) least() int { return min(b.of[0], b.of[1], b.of[2], b.of[3]) }

// pixels are those of the raw, once image has made them: in a mosaic one channel of each is not 0.
func (r *libRaw) pixels(raw uintptr) [][channels]uint16 {
	first := *(**[channels]uint16)(*(*unsafe.Pointer)(unsafe.Pointer(&raw))) // a libraw_data_t begins with their address
	return unsafe.Slice(first, int(r.width(raw))*int(r.height(raw)))
}

// black looks at what image has made, and at what becomes of the brightest sample of each channel as LibRaw takes black away.
func (r *libRaw) black(raw uintptr) (b blackOf) {
	pixels := r.pixels(raw)
	count := new([channels][1 << 16]int)
	var brightest, at [channels]int
	for i, p := range pixels {
		for c, v := range p {
			if count[c][v]++; int(v) > brightest[c] {
				brightest[c], at[c] = int(v), i
			}
		}
	}
	r.subtractBlack(raw)
	samples := 0
	for c := range b.of {
		b.of[c] = brightest[c] - int(pixels[at[c]][c])
		samples += len(pixels) - count[c][0]
	}
	if brightest[3] == 0 { // there is one green
		b.of[3] = b.of[1]
	}
	b.below = b.deepest(count, int(math.Ceil(belowBlack*float64(samples))))
	return b
}

// deepest is how far below black samples go but for some.
func (b blackOf) deepest(count *[channels][1 << 16]int, some int) int {
	for depth := b.least() - 1; depth > 0; depth-- {
		for c, black := range b.of {
			some -= count[c][black-depth]
		}
		if some < 0 {
			return depth
		}
	}
	return 0
}
