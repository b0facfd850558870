package tiff

import (
	"fmt"
	"slices"

	"afterrain/engine/photo/ifd"
)

// refuse tells why a file is not read, nil if it is. bits are those of each sample.
func (l layout) refuse(bits []uint32) error {
	if reason := l.unknown(bits); reason != "" {
		return UnsupportedError(reason)
	}
	return nil
}

// unknown is what a file has that is not read, and what to do about it; "" if there is nothing.
func (l layout) unknown(bits []uint32) string {
	extra := l.Numbers(l.main, ifd.TagExtraSamples)
	switch {
	case l.colour == CMYK:
		return "in CMYK; convert it to RGB first"
	case l.colour == Lab:
		return "in Lab; convert it to RGB first"
	case l.colour > Paletted && !(l.colour == YCbCr && l.compression == JPEG && l.planes == 1):
		return "with colours of an unusual kind; save it as RGB"
	case l.samples > mostSamples, l.colour == RGB && l.samples > 3 && extra == nil:
		return fmt.Sprintf("with extra channels (%d in all) of which it does not say what they are; save it without them", l.samples)
	case l.samples < l.colours(), l.colour == Paletted && l.samples > 1:
		return fmt.Sprintf("with %d samples a pixel, which do not make its colours; save it as RGB", l.samples)
	case slices.ContainsFunc(bits, func(b uint32) bool { return b != bits[0] }):
		return "with samples of unequal depth; save it with 8 or 16 bits a channel"
	}
	if reason := l.unknownDepth(); reason != "" {
		return reason
	}
	return l.unknownCompression()
}

// unknownDepth is unknown for the samples themselves.
func (l layout) unknownDepth() string {
	formats := l.Numbers(l.main, ifd.TagSampleFormat)
	format := uint32(Unsigned)
	if len(formats) > 0 {
		format = formats[0]
	}
	switch {
	case slices.ContainsFunc(formats, func(f uint32) bool { return f != format }):
		return "with samples of several kinds; save it with 8 or 16 bits a channel"
	case format == Float:
		return l.unknownFloat()
	case format != Unsigned && format != Untyped:
		return "with samples of an unusual kind; save it with 8 or 16 bits a channel"
	case l.bits < 1 || l.bits > 16 || l.colour == Paletted && l.bits > 8:
		return fmt.Sprintf("of %d bits a channel; save it with 8 or 16", l.bits)
	}
	return ""
}

// unknownCompression is unknown for how samples are compressed.
func (l layout) unknownCompression() string {
	fax := l.compression == Fax3 || l.compression == Fax4
	options := l.one(ifd.TagFaxOptions, 0)
	switch {
	case fax && (l.bits != 1 || l.samples != 1 || l.compression == Fax3 && options&1 != 0),
		l.compression == JPEG && l.bits != 8,
		!fax && l.compression != JPEG && l.compression != Plain && l.compression != PackBits && !l.differences():
		return fmt.Sprintf("with a compression that is not known here (number %d); save it with LZW or ZIP", l.compression)
	case l.predictor == Differences && l.bits != 8 && l.bits != 16 && l.bits != 32,
		l.predictor == FloatDifferences && !l.float, l.predictor > FloatDifferences:
		return "with an unusual predictor; save it with LZW or ZIP"
	}
	return ""
}
