package photo

import (
	"fmt"
	"slices"

	"afterrain/engine/photo/ifd"
)

// refuse tells why a file is not read, nil if it is. bits are those of each sample.
func (l tiffLayout) refuse(bits []uint32) error {
	if reason := l.unknown(bits); reason != "" {
		return unsupportedTIFF(reason)
	}
	return nil
}

// unknown is what a file has that is not read, and what to do about it; "" if there is nothing.
func (l tiffLayout) unknown(bits []uint32) string {
	extra := l.Numbers(l.main, ifd.TagExtraSamples)
	switch {
	case l.colour == tiffCMYK:
		return "in CMYK; convert it to RGB first"
	case l.colour == tiffLab:
		return "in Lab; convert it to RGB first"
	case l.colour > tiffPaletted && !(l.colour == tiffYCbCr && l.compression == tiffJPEG && l.planes == 1):
		return "with colours of an unusual kind; save it as RGB"
	case l.samples > mostTIFFSamples, l.colour == tiffRGB && l.samples > 3 && extra == nil:
		return fmt.Sprintf("with extra channels (%d in all) of which it does not say what they are; save it without them", l.samples)
	case l.samples < l.colours(), l.colour == tiffPaletted && l.samples > 1:
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
func (l tiffLayout) unknownDepth() string {
	formats := l.Numbers(l.main, ifd.TagSampleFormat)
	format := uint32(tiffUnsigned)
	if len(formats) > 0 {
		format = formats[0]
	}
	switch {
	case slices.ContainsFunc(formats, func(f uint32) bool { return f != format }):
		return "with samples of several kinds; save it with 8 or 16 bits a channel"
	case format == tiffFloat:
		return l.unknownFloat()
	case format != tiffUnsigned && format != tiffUntyped:
		return "with samples of an unusual kind; save it with 8 or 16 bits a channel"
	case l.bits < 1 || l.bits > 16 || l.colour == tiffPaletted && l.bits > 8:
		return fmt.Sprintf("of %d bits a channel; save it with 8 or 16", l.bits)
	}
	return ""
}

// unknownCompression is unknown for how samples are compressed.
func (l tiffLayout) unknownCompression() string {
	fax := l.compression == tiffFax3 || l.compression == tiffFax4
	options := l.one(ifd.TagFaxOptions, 0)
	switch {
	case fax && (l.bits != 1 || l.samples != 1 || l.compression == tiffFax3 && options&1 != 0),
		l.compression == tiffJPEG && l.bits != 8,
		!fax && l.compression != tiffJPEG && l.compression != tiffPlain && l.compression != tiffPackBits && !l.differences():
		return fmt.Sprintf("with a compression that is not known here (number %d); save it with LZW or ZIP", l.compression)
	case l.predictor == tiffDifferences && l.bits != 8 && l.bits != 16 && l.bits != 32,
		l.predictor == tiffFloatDifferences && !l.float, l.predictor > tiffFloatDifferences:
		return "with an unusual predictor; save it with LZW or ZIP"
	}
	return ""
}
