package photo

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// photoWithLongXMP has an XMP packet that a JPEG held in two parts, as Photoshop and phones write it.
func photoWithLongXMP() *Photo {
	long := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:GDepth="urn:depth">` +
		`<rdf:Description rdf:about="" GDepth:Data="` + strings.Repeat("0123456789abcdef", 8000) + `"/></rdf:RDF></x:xmpmeta>`
	parts := xmpSegments([]byte(long))
	main := string(parts[0].data[len(signXMP):])
	main = strings.Replace(main, "<rdf:Description", `<rdf:Description xmlns:dc="urn:dc" dc:title="harbour"`, 1)
	return &Photo{Width: 1, Height: 1, Pix: make([]float32, 3), Bits: 8, Format: JPEG, meta: metadata{xmp: []byte(main), jpeg: parts[1:]}}
}

func TestLongXMPIsJoined(t *testing.T) {
	p := photoWithLongXMP()
	for _, name := range []string{"a.png", "a.tif"} {
		xmp := string(savedAgain(t, p, name).meta.xmp)
		for _, want := range []string{`dc:title="harbour"`, "0123456789abcdef\"/>", `xmlns:GDepth="urn:depth"`} {
			if strings.Count(xmp, want) != 1 {
				t.Errorf("%s: %d times %s", name, strings.Count(xmp, want), want)
			}
		}
		if strings.Contains(xmp, "HasExtendedXMP") {
			t.Errorf("%s: still names a second packet", name)
		}
		for d := xml.NewDecoder(strings.NewReader(xmp)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	if again := string(savedAgain(t, p, "a.jpg").meta.xmp); again != string(p.meta.xmp) {
		t.Errorf("a.jpg: the short packet became %s", again)
	}
}

// What is not whole, or cannot be joined without reading XML, is left out; the short packet stays as it was.
func TestLongXMPThatCannotBeJoined(t *testing.T) {
	cases := map[string]func(m *metadata){
		"missing part": func(m *metadata) { m.jpeg = m.jpeg[1:] },
		"a part twice": func(m *metadata) { m.jpeg[1] = m.jpeg[0] },
		"damaged part": func(m *metadata) { m.jpeg[0].data[900] ^= 1 },
		"cut part":     func(m *metadata) { m.jpeg[0].data = m.jpeg[0].data[:70] },
		"other name":   func(m *metadata) { m.jpeg[0].data[40] ^= 1 },
		"prefix that means something else": func(m *metadata) {
			m.xmp = bytes.Replace(m.xmp, []byte("xmlns:x="), []byte(`xmlns:GDepth="urn:other" xmlns:x=`), 1)
		},
	}
	for name, spoil := range cases {
		m := photoWithLongXMP().meta
		spoil(&m)
		if got := m.wholeXMP(); !bytes.Equal(got, m.xmp) {
			t.Errorf("%s: %.200s", name, got)
		}
	}
}

// XMP alone does not turn a photo here, so it must go on saying how it stands; what it
// says beside EXIF has been done.
func TestOrientationInXMP(t *testing.T) {
	turned := jpegMetadata(read(t, "meta.jpg")).exif // by 6
	for _, c := range []struct {
		exif []byte
		want string
	}{{nil, `tiff:Orientation="6"`}, {turned, `tiff:Orientation="1"`}} {
		m := metadata{exif: c.exif, xmp: []byte(`<rdf:Description tiff:Orientation="6"/>`)}
		if got := string(m.upright(3, 2, false).xmp); !strings.Contains(got, c.want) {
			t.Errorf("%d bytes of EXIF: %s", len(c.exif), got)
		}
	}
}
