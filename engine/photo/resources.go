package photo

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// Photoshop's image resources (Adobe Photoshop File Formats Specification, "Image
// Resource Blocks"): a signature, a number, a name, a size and the data, name and
// data padded to an even length.

// Numbers of the resources that hold IPTC and a thumbnail.
const (
	resourceIPTC         = 0x0404
	resourceThumbnailBGR = 0x0409
	resourceThumbnail    = 0x040c
)

// withIPTC is the resources with IPTC data among them. If they have some, that counts.
func withIPTC(resources, iptc []byte) []byte {
	for rest := resources; len(rest) > 0; {
		number, size := resource(rest)
		if number == resourceIPTC {
			return resources
		}
		if size == 0 {
			break
		}
		rest = rest[size:]
	}
	if len(iptc) == 0 {
		return resources
	}
	head := binary.BigEndian.AppendUint16([]byte("8BIM"), resourceIPTC)
	head = binary.BigEndian.AppendUint32(append(head, 0, 0), uint32(len(iptc))) // after an empty name
	return slices.Concat(head, even(iptc), resources)
}

// withoutThumbnails is a copy of the resources but for the thumbnails. What is not
// understood stays as it is.
func withoutThumbnails(resources []byte) []byte {
	var out []byte
	for rest := resources; len(rest) > 0; {
		number, size := resource(rest)
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

// resource is the number of the first one and its whole size, bytes; 0 if it is
// not whole.
func resource(data []byte) (number uint16, size int) {
	if len(data) < 12 || !bytes.HasPrefix(data, []byte("8BIM")) {
		return 0, 0
	}
	at := 6 + (int(data[6])+2)&^1 // after the name and the byte of its length
	if at+4 > len(data) {
		return 0, 0
	}
	end := uint64(at) + 4 + uint64(binary.BigEndian.Uint32(data[at:]))
	if end > uint64(len(data)) {
		return 0, 0
	}
	return binary.BigEndian.Uint16(data[4:]), min(int(end+end%2), len(data)) // some leave out the last padding
}
