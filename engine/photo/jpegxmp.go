package photo

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"

	"afterrain/engine/photo/xmp"
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

// xmpNote is how a short packet names the long one, as an attribute or as an element.
var xmpNote = regexp.MustCompile(`\s+xmpNote:HasExtendedXMP\s*=\s*["']([0-9A-Fa-f]{32})["']|<xmpNote:HasExtendedXMP>\s*([0-9A-Fa-f]{32})\s*</xmpNote:HasExtendedXMP>`)

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

// wholeXMP is the packet for files that hold one of any length: the short one
// with what the long one describes. If that is not whole, it is the short one.
func (m metadata) wholeXMP() []byte {
	named := xmpNote.FindSubmatch(m.xmp)
	if named == nil {
		return m.xmp
	}
	long := longXMP(m.jpeg, slices.Concat(named[1], named[2]))
	whole, ok := xmp.Merge(xmpNote.ReplaceAll(m.xmp, nil), long)
	if !ok {
		return m.xmp
	}
	return whole
}

// longXMP puts the parts of the packet of a name together, nil if one is missing.
func longXMP(list []segment, name []byte) []byte {
	const head = len(signXMPX) + 32 // the name, and after it the packet's length and the part's place
	var long []byte
	missing := 0
	for _, s := range list {
		if !s.is(markerAPP1, signXMPX+string(name)) || len(s.data) < head+8 {
			continue
		}
		size, at := int(binary.BigEndian.Uint32(s.data[head:])), int(binary.BigEndian.Uint32(s.data[head+4:]))
		part := s.data[head+8:]
		if long == nil && size <= maxProfile {
			long, missing = make([]byte, size), size
		}
		if size != len(long) || at+len(part) > size {
			return nil
		}
		missing -= copy(long[at:], part)
	}
	if missing != 0 || fmt.Sprintf("%X", md5.Sum(long)) != string(bytes.ToUpper(name)) {
		return nil
	}
	return long
}
