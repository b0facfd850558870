package photo

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
)

// An XMP packet that is longer than a JPEG's segment is split (XMP specification
// part 3, 1.1.3.1): a short packet names the long one, which follows in parts.

// xmpPart is how much of it stands in a segment, bytes.
const xmpPart = 65400

// xmpMain is the short packet; the name is the checksum of the long one.
const xmpMain = `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>` +
	`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
	`<rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="%s"/>` +
	`</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

// packetMark begins or ends a packet; the long one has none.
var packetMark = regexp.MustCompile(`<\?xpacket[^>]*\?>`)

// xmpSegments are the segments for a packet of any length.
func xmpSegments(xmp []byte) []segment {
	if len(signXMP)+len(xmp) <= maxSegment {
		return []segment{{markerAPP1, slices.Concat([]byte(signXMP), xmp)}}
	}
	long := bytes.TrimSpace(packetMark.ReplaceAll(xmp, nil))
	name := fmt.Sprintf("%X", md5.Sum(long))
	list := xmpSegments(fmt.Appendf(nil, xmpMain, name))
	for at := 0; at < len(long); at += xmpPart {
		body := append([]byte(signXMPX), name...)
		body = binary.BigEndian.AppendUint32(body, uint32(len(long)))
		body = binary.BigEndian.AppendUint32(body, uint32(at))
		body = append(body, long[at:min(at+xmpPart, len(long))]...)
		list = append(list, segment{markerAPP1, body})
	}
	return list
}
