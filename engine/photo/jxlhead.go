package photo

import (
	"bytes"
	"fmt"
	"image"

	"afterrain/engine/photo/colour"
)

// JPEG XL (ISO/IEC 18181) is decoded by libjxl, in a program of its own. What the head of its codestream says (18181-1, annexes D and E) is read here: how large the picture is
// before anything is decoded, how it is to be turned, and whether a JPEG can hold it.

// jxlHead is what a codestream says of its picture.
type jxlHead struct {
	size                image.Point // as it is stored
	turn                orientation
	bits                int // of a sample
	float, alpha        bool
	animated, black     bool // a film; CMYK
	icc                 bool // its colours are told by a profile, which libjxl has to unpack
	primaries, transfer byte // else by these numbers of ITU-T H.273; colour.Unspecified where it has others
}

// deep tells whether it is more than a JPEG can hold.
func (h jxlHead) deep() bool {
	var m metadata
	h.sayColours(&m)
	return h.bits > 8 || h.float || h.alpha || m.onlyPNG
}

// sayColours keeps what the head says of the colours, if it does so by numbers.
func (h jxlHead) sayColours(m *metadata) {
	if !h.icc && h.transfer != colour.Unspecified {
		m.sayColours(h.primaries, h.transfer)
	}
}

// errJXLHead says that there is no head.
var errJXLHead = fmt.Errorf("%w: it does not say how large its picture is", ErrDamaged)

// jxlSignature is how a codestream begins.
const jxlSignature = "\xff\x0a"

// parseJXL reads the head of a codestream. The error wraps ErrDamaged.
func parseJXL(stream []byte) (h jxlHead, err error) {
	if !bytes.HasPrefix(stream, []byte(jxlSignature)) {
		return h, errJXLHead
	}
	r := &bitReader{data: stream[len(jxlSignature):]}
	h = jxlHead{size: r.jxlSize(), turn: 1, bits: 8, primaries: 1, transfer: colour.TransferSRGB}
	if !r.flag() { // all as usual
		h.read(r)
	}
	if r.short {
		return h, errJXLHead
	}
	return h, nil
}

// read reads the rest of a head (ImageMetadata).
func (h *jxlHead) read(r *bitReader) {
	if r.flag() { // more
		h.turn = orientation(1 + r.bits(3))
		if r.flag() {
			r.jxlSize() // that it is meant to be shown in
		}
		if r.flag() {
			r.previewSize()
		}
		if h.animated = r.flag(); h.animated {
			r.animation()
		}
	}
	h.bits, h.float = r.depth()
	r.bits(1) // whether 16 bits suffice for the computation
	for n := r.pick([4]jxlSpan{{0, 0}, {1, 0}, {2, 4}, {1, 12}}); n > 0 && !r.short; n-- {
		h.extraChannel(r)
	}
	r.bits(1) // whether it is coded in XYB, which libjxl converts
	h.colours(r)
}

// What an extra channel is for, of those that matter here.
const (
	jxlAlpha, jxlSpot, jxlBlack, jxlMosaic = 0, 2, 4, 5
)

func (h *jxlHead) extraChannel(r *bitReader) {
	if r.flag() { // as usual: transparency, of 8 bits
		h.alpha = true
		return
	}
	kind := r.enum()
	deep, float := r.depth()
	r.pick([4]jxlSpan{{0, 0}, {3, 0}, {4, 0}, {1, 3}}) // how much smaller it is
	for n := r.pick([4]jxlSpan{{0, 0}, {0, 4}, {16, 5}, {48, 10}}); n > 0 && !r.short; n-- {
		r.bits(8) // of its name
	}
	switch kind {
	case jxlAlpha:
		r.bits(1) // whether colours are multiplied with it
		h.alpha, h.bits, h.float = true, max(h.bits, deep), h.float || float
	case jxlSpot:
		r.bits(4 * 16)
	case jxlBlack:
		h.black = true
	case jxlMosaic:
		r.pick([4]jxlSpan{{1, 0}, {0, 2}, {3, 4}, {19, 8}})
	}
}

// Numbers that JPEG XL has for colours, where they are not those of H.273.
const (
	jxlGrey, jxlXYB = 1, 2 // spaces

	jxlD65, jxlOwn, jxlDCI = 1, 2, 11 // whites

	jxlP3 = 11 // primaries
)

// colours reads what the samples mean (ColourEncoding).
func (h *jxlHead) colours(r *bitReader) {
	if r.flag() { // sRGB
		return
	}
	h.icc = r.flag()
	space := r.enum()
	if h.icc {
		return
	}
	white, primaries := uint32(jxlD65), uint32(1)
	if space != jxlXYB {
		white = r.enum()
		r.points(white == jxlOwn, 1)
		if space != jxlGrey {
			primaries = r.enum()
			r.points(primaries == jxlOwn, 3)
		}
	}
	transfer := uint32(colour.Unspecified)
	if space != jxlXYB {
		if r.flag() {
			r.bits(24) // a power
		} else {
			transfer = r.enum()
		}
	}
	h.primaries, h.transfer = jxlNumbers(white, primaries, transfer)
}

// jxlNumbers are the numbers of H.273 for colours that JPEG XL has numbers for, colour.Unspecified for others.
func jxlNumbers(white, primaries, transfer uint32) (byte, byte) {
	known := map[[2]uint32]byte{{jxlD65, 1}: 1, {jxlD65, 9}: 9, {jxlD65, jxlP3}: 12, {jxlDCI, jxlP3}: 11}[[2]uint32{white, primaries}]
	switch transfer {
	case 1, colour.TransferLinear, colour.TransferSRGB, cicpPQ, cicpHLG:
		if known > 0 {
			return known, byte(transfer)
		}
	}
	return colour.Unspecified, colour.Unspecified
}

// Transfers of HDR (ITU-T H.273, table 3).
const (
	cicpPQ  = 16
	cicpHLG = 18
)

// bitReader reads numbers of bits, the lowest first. Past the end they are 0, and short is set.
type bitReader struct {
	data  []byte
	at    int // bits
	short bool
}

// bits is a number of n bits; of more than 32 the last ones.
func (r *bitReader) bits(n int) (v uint32) {
	if r.at+n > 8*len(r.data) {
		r.short = true
		return 0
	}
	for range n {
		v = v>>1 | uint32(r.data[r.at>>3]>>(r.at&7)&1)<<31
		r.at++
	}
	return v >> (32 - min(n, 32))
}

func (r *bitReader) flag() bool { return r.bits(1) == 1 }

// jxlSpan are the numbers from one on that so many bits tell apart.
type jxlSpan struct {
	from uint32
	bits int
}

// pick is a number of one of four spans (U32).
func (r *bitReader) pick(of [4]jxlSpan) uint32 {
	s := of[r.bits(2)]
	return s.from + r.bits(s.bits)
}

func (r *bitReader) enum() uint32 { return r.pick([4]jxlSpan{{0, 0}, {1, 0}, {2, 4}, {18, 6}}) }

// jxlSize reads a size (SizeHeader): its height, and its width or what that is to the height.
func (r *bitReader) jxlSize() (size image.Point) {
	side := func() int { return int(r.pick([4]jxlSpan{{1, 9}, {1, 13}, {1, 18}, {1, 30}})) }
	if r.flag() {
		side = func() int { return 8 * int(1+r.bits(5)) }
	}
	return r.shape(side)
}

// shape reads a height, and a width unless that follows from it.
func (r *bitReader) shape(side func() int) (size image.Point) {
	size.Y = side()
	ratio := r.bits(3)
	if ratio == 0 {
		size.X = side()
		return size
	}
	of := [...]image.Point{1: {1, 1}, 2: {12, 10}, 3: {4, 3}, 4: {3, 2}, 5: {16, 9}, 6: {5, 4}, 7: {2, 1}}[ratio]
	size.X = size.Y * of.X / of.Y
	return size
}

func (r *bitReader) previewSize() {
	side := func() int { return int(r.pick([4]jxlSpan{{1, 6}, {65, 8}, {321, 10}, {1345, 12}})) }
	if r.flag() {
		side = func() int { return int(r.pick([4]jxlSpan{{16, 0}, {32, 0}, {1, 5}, {33, 9}})) }
	}
	r.shape(side)
}

func (r *bitReader) animation() {
	r.pick([4]jxlSpan{{100, 0}, {1000, 0}, {1, 10}, {1, 30}})
	r.pick([4]jxlSpan{{1, 0}, {1001, 0}, {1, 8}, {1, 10}})
	r.pick([4]jxlSpan{{0, 0}, {0, 3}, {0, 16}, {0, 32}})
	r.bits(1)
}

// depth reads how many bits samples have, and whether they are floating-point numbers.
func (r *bitReader) depth() (n int, float bool) {
	if !r.flag() {
		return int(r.pick([4]jxlSpan{{8, 0}, {10, 0}, {12, 0}, {1, 6}})), false
	}
	n = int(r.pick([4]jxlSpan{{32, 0}, {16, 0}, {24, 0}, {1, 6}}))
	r.bits(4)
	return n, true
}

// points passes over points of the plane of colours, if they are there.
func (r *bitReader) points(there bool, n int) {
	for i := 0; there && i < 2*n; i++ {
		r.pick([4]jxlSpan{{0, 19}, {1 << 19, 19}, {1 << 20, 20}, {1 << 21, 21}})
	}
}
