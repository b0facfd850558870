// Package photoshop reads and changes lists of image resources, in which files keep IPTC as Photoshop does.
package photoshop

import (
	"bytes"
	"encoding/binary"
	"slices"

	"afterrain/engine/photo/ifd"
)

// Photoshop's image resources (Adobe Photoshop File Formats Specification, "Image
// Resource Blocks"): a signature, a number, a name, a size and the data, name and
// data padded to an even length.

// Sign begins every resource.
const Sign = "8BIM"

// Numbers of the resources that hold IPTC and a thumbnail.
const (
	resourceIPTC         = 0x0404
	resourceThumbnailBGR = 0x0409
	resourceThumbnail    = 0x040c
)

// WithIPTC is the resources with IPTC data among them. If they have some, that counts.
func WithIPTC(resources, iptc []byte) []byte {
	if own, _ := SplitIPTC(resources); own != nil || len(iptc) == 0 {
		return resources
	}
	head := binary.BigEndian.AppendUint16([]byte(Sign), resourceIPTC)
	head = binary.BigEndian.AppendUint32(append(head, 0, 0), uint32(len(iptc))) // after an empty name
	return slices.Concat(head, ifd.Even(iptc), resources)
}

// SplitIPTC is the IPTC data among the resources, nil if there is none, and a copy of the others.
func SplitIPTC(resources []byte) (iptc, others []byte) {
	for rest := resources; len(rest) > 0; {
		number, data, size := resource(rest)
		if size == 0 {
			return iptc, append(others, rest...)
		}
		if number == resourceIPTC && iptc == nil {
			iptc = data
		} else {
			others = append(others, rest[:size]...)
		}
		rest = rest[size:]
	}
	return iptc, others
}

// WithoutThumbnails is a copy of the resources but for the thumbnails. What is not
// understood stays as it is.
func WithoutThumbnails(resources []byte) []byte {
	var out []byte
	for rest := resources; len(rest) > 0; {
		number, _, size := resource(rest)
		if size == 0 {
			return append(out, rest...)
		}
		if number != resourceThumbnail && number != resourceThumbnailBGR {
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return out
}

// resource is the number of the first one, its data, and its whole size, bytes; 0 if it is
// not whole.
func resource(list []byte) (number uint16, data []byte, size int) {
	if len(list) < 12 || !bytes.HasPrefix(list, []byte(Sign)) {
		return 0, nil, 0
	}
	at := 6 + (int(list[6])+2)&^1 // after the name and the byte of its length
	if at+4 > len(list) {
		return 0, nil, 0
	}
	end := uint64(at) + 4 + uint64(binary.BigEndian.Uint32(list[at:]))
	if end > uint64(len(list)) {
		return 0, nil, 0
	}
	size = min(int(end+end%2), len(list)) // some leave out the last padding
	return binary.BigEndian.Uint16(list[4:]), list[at+4 : end], size
}
