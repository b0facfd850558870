package photo

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
)

// settings is the prefix of XMP in which Adobe's programs, and those that follow them, keep how a camera raw file is to be developed.
// They take it of a TIFF file too, and would do it all once more.
const settings = "crs"

var settingsAttribute = regexp.MustCompile(`\s+` + settings + `:[^\s="']+\s*=\s*("[^"]*"|'[^']*')`)

// withoutSettings is XMP without settings for the development: stars, keywords and captions stay. nil if nothing is left, or
// it cannot be read.
func withoutSettings(xmp []byte) []byte {
	xmp = bytes.TrimRight(xmp, "\x00") // with which it is padded in files
	d := xml.NewDecoder(bytes.NewReader(xmp))
	var out []byte
	within, left := 0, false // elements of settings
	for {
		from := d.InputOffset()
		token, err := d.RawToken()
		if err == io.EOF && within == 0 && left {
			return out
		} else if err != nil {
			return nil
		}
		part := xmp[from:d.InputOffset()]
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Space == settings || within > 0 {
				within++
				continue
			}
			part = settingsAttribute.ReplaceAll(part, nil)
			left = left || describes(e)
		case xml.EndElement:
			if within > 0 {
				within--
				continue
			}
		}
		if within == 0 {
			out = append(out, part...)
		}
	}
}

// describes tells whether an element, or an attribute of it, is more than the frame of XMP and settings.
func describes(e xml.StartElement) bool {
	names := []xml.Name{e.Name}
	for _, a := range e.Attr {
		names = append(names, a.Name)
	}
	for _, n := range names {
		switch n.Space {
		case "", "x", "rdf", "xml", "xmlns", settings:
		default:
			return true
		}
	}
	return false
}
