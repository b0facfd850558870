package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// signature is how a kind of file begins.
type signature struct {
	at    int
	bytes string
	name  string // for people
}

// signatureBytes is how much of a file's beginning tells its kind.
const signatureBytes = 32

// formatOf tells the format of a whole file, or of one by its head: of TIFF files those are RAW that cameras wrote of what the sensor measured, and of HEIC those HEIF, and of
// JPEG XL those DeepJXL, that no JPEG could hold.
func formatOf(data []byte) (Format, error) {
	format, err := sniff(data)
	switch {
	case format == TIFF && isRaw(data):
		return RAW, nil
	case format == HEIC && isDeep(data):
		return HEIF, nil
	case format == JXL:
		return jxlFormat(data), nil
	}
	return format, err
}

// sniff tells the format by the first bytes; most kinds of RAW begin as TIFF, all of HEIF are HEIC, and all of JPEG XL are JXL. For a kind of picture that it
// knows but cannot read, the error names the kind.
func sniff(data []byte) (Format, error) {
	if len(data) == 0 {
		return "", fmt.Errorf("%w: the file is empty", ErrFormat)
	}
	for _, s := range []signature{{0, "\xff\xd8\xff", string(JPEG)}, {0, pngSignature, string(PNG)},
		{0, "II*\x00", string(TIFF)}, {0, "MM\x00*", string(TIFF)}, {0, "II+\x00", string(TIFF)}, {0, "MM\x00+", string(TIFF)}, {8, "WEBP", string(WebP)}, {0, jxlSignature, string(JXL)}, {0, jxlContainer, string(JXL)},
		{4, "ftypcrx", string(RAW)}, {0, "FUJIFILMCCD-RAW", string(RAW)}, {0, "IIU\x00", string(RAW)}, {0, "IIRO", string(RAW)}, {0, "IIRS", string(RAW)},
		{0, "MMOR", string(RAW)}, {0, "\x00MRM", string(RAW)}, {0, "FOVb", string(RAW)}, {6, "HEAPCCDR", string(RAW)}} {
		if s.matches(data) {
			return Format(s.name), nil
		}
	}
	switch {
	case hasBrand(data, "avif"):
		return AVIF, nil
	case hasBrand(data, "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"):
		return HEIC, nil
	}
	for _, s := range []signature{
		{0, "GIF8", "a GIF picture"}, {0, "BM", "a BMP picture"},
		{4, "ftypavis", "an animated AVIF"},
		{0, "8BPS", "a Photoshop document"}, {0, "%PDF", "a PDF document"},
	} {
		if s.matches(data) {
			return "", fmt.Errorf("%w: %s; convert it to JPEG, PNG or TIFF first", ErrKind, s.name)
		}
	}
	return "", fmt.Errorf("%w: not a JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL or camera raw file", ErrFormat)
}

// hasBrand tells whether a file says that it is of one of the brands (ISO/IEC 14496-12, 4.3; AVIF 1.1, 6.2; ISO/IEC 23008-12, B.4). Animated AVIF says that it is AVIF too.
func hasBrand(head []byte, brands ...string) bool {
	if len(head) < 16 || string(head[4:8]) != "ftyp" || string(head[8:12]) == "avis" {
		return false
	}
	end := min(len(head), signatureBytes, int(binary.BigEndian.Uint32(head)))
	for at := 8; at+4 <= end; at += 4 {
		if at != 12 && slices.Contains(brands, string(head[at:at+4])) { // where the edition stands
			return true
		}
	}
	return false
}

func (s signature) matches(data []byte) bool {
	return len(data) >= s.at && bytes.HasPrefix(data[s.at:], []byte(s.bytes))
}
