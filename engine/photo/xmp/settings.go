package xmp

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
)

// Lightroom and Camera Raw keep how a raw file is to be developed in XMP, among its rating, keywords and rights. What is
// developed already must not be developed so again, and keeps the rest.

// settings tells of prefixes that Adobe's programs give settings, defaults, snapshots and looks.
func settings(prefix string) bool {
	return slices.Contains([]string{"crs", "crd", "crss", "crlcp"}, prefix)
}

var setting = regexp.MustCompile(`\s+(?:crs|crd|crss|crlcp):[\w.-]+\s*=\s*(?:"[^"]*"|'[^']*')`)

// says tells whether an element, or what stands in its tag, is more than the frame of a packet.
func says(e xml.StartElement) bool {
	frame := func(prefix string) bool {
		return settings(prefix) || slices.Contains([]string{"", "x", "rdf", "xmlns", "xml"}, prefix)
	}
	return !frame(e.Name.Space) || slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return !frame(a.Name.Space) })
}

// WithoutSettings is an XMP packet without settings; nil if nothing else is in it, or if it is no XML.
func WithoutSettings(xmp []byte) (out []byte) {
	xmp = bytes.TrimRight(xmp, "\x00") // with which it is padded in files
	said := false
	d := xml.NewDecoder(bytes.NewReader(xmp))
	for within := 0; ; { // elements that go
		from := d.InputOffset()
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && within == 0 && said:
			return out
		case err != nil:
			return nil
		}
		begin, begins := token.(xml.StartElement)
		_, ends := token.(xml.EndElement)
		switch text := xmp[from:d.InputOffset()]; {
		case begins && (within > 0 || settings(begin.Name.Space)):
			within++
		case within > 0 && ends:
			within--
		case within > 0:
		case begins:
			said = said || says(begin)
			out = append(out, setting.ReplaceAll(text, nil)...)
		default:
			out = append(out, text...)
		}
	}
}
