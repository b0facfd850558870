package photo

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// textOf is a block as Exiv2 and ImageMagick write it into a PNG.
func textOf(chunkKind, kind string, data []byte) chunk { return titled(chunkKind, kind, kind, data) }

// titled is textOf with a line for people, as ExifTool writes it.
func titled(chunkKind, kind, title string, data []byte) chunk {
	text := []byte(fmt.Sprintf("\n%s\n%8d\n", title, len(data)))
	for line := range slices.Chunk(data, 36) {
		text = fmt.Appendf(text, "%x\n", line)
	}
	if chunkKind == "zTXt" {
		text = append([]byte{0}, deflate(text)...)
	}
	return chunk{chunkKind, slices.Concat([]byte("Raw profile type "+kind+"\x00"), text)}
}

// PNGs of GIMP and darktable have their EXIF in a text, those of ImageMagick their XMP.
func TestMetadataInTextsOfAPNG(t *testing.T) {
	from := jpegMetadata(read(t, "meta.jpg")) // orientation 6
	exif, xmp := slices.Concat([]byte(signExif), from.exif), slices.Concat([]byte(signXMP), from.xmp)
	png := read(t, "chroma.png")
	upright := open(t, "chroma.png")
	for name, texts := range map[string][]chunk{
		"Exiv2":             {textOf("zTXt", "exif", exif), textOf("zTXt", "xmp", from.xmp)},
		"without a name":    {textOf("tEXt", "exif", from.exif), textOf("tEXt", "xmp", from.xmp)},
		"old ExifTool's":    {titled("zTXt", "APP1", "APP1 profile", exif), titled("tEXt", "APP1", "APP1 profile", xmp)},
		"old ImageMagick's": {textOf("zTXt", "APP1", exif), textOf("zTXt", "APP1", xmp)},
	} {
		p, err := decode(slices.Concat(png[:pngHeaderLen], metadata{png: texts}.pngChunks(), png[pngHeaderLen:]), MaxPixels)
		if err != nil {
			t.Fatal(err)
		}
		if p.Width != upright.Height || p.Info() != metaInfo {
			t.Errorf("%s: %d pixels wide, %+v", name, p.Width, p.Info())
		}
		for _, file := range []string{"a.png", "a.jpg"} {
			q := savedAgain(t, p, file)
			if q.Width != p.Width || q.Info() != metaInfo || !bytes.Contains(q.meta.xmp, []byte(`tiff:Orientation="1"`)) {
				t.Errorf("%s, %s: %d pixels wide, %+v, XMP %s", name, file, q.Width, q.Info(), q.meta.xmp)
			}
		}
	}
}

// Keywords and captions have no chunk, but programs find them in a text.
func TestIPTCInTextsOfAPNG(t *testing.T) {
	const keyword, other = "\x1c\x02\x19\x00\x03sun", "8BIM\x04\x0d\x00\x00\x00\x00\x00\x01x\x00"
	const resources = "8BIM\x04\x04\x00\x00\x00\x00\x00\x08" + keyword
	png := read(t, "chroma.png")
	for name, c := range map[string]struct {
		texts []chunk
		want  string
	}{
		"ExifTool":    {[]chunk{titled("zTXt", "iptc", "IPTC profile", []byte(resources+other))}, resources + other},
		"Exiv2":       {[]chunk{textOf("zTXt", "iptc", []byte(resources))}, resources},
		"ImageMagick": {[]chunk{textOf("zTXt", "8bim", []byte(resources+other)), textOf("zTXt", "iptc", []byte(keyword))}, resources + other},
		"bare":        {[]chunk{textOf("tEXt", "8bim", []byte(other)), textOf("tEXt", "iptc", []byte(keyword))}, resources + other},
		"nothing":     {[]chunk{textOf("tEXt", "iptc", nil)}, ""},
	} {
		p, err := decode(slices.Concat(png[:pngHeaderLen], metadata{png: c.texts}.pngChunks(), png[pngHeaderLen:]), MaxPixels)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"a.png", "a.jpg", "a.tif"} {
			if got := savedAgain(t, p, file).meta.iptc; string(got) != c.want {
				t.Errorf("%s, %s: %q instead of %q", name, file, got, c.want)
			}
		}
	}
}

// What has a chunk of its own counts, and what is damaged does not.
func TestTextsThatDoNotCount(t *testing.T) {
	exif := jpegMetadata(read(t, "meta.jpg")).exif
	old := bytes.Replace(exif, []byte("Canon"), []byte("Nikon"), -1)
	broken := textOf("tEXt", "exif", exif)
	broken.data = bytes.TrimSuffix(broken.data, []byte("\n"))
	for name, m := range map[string]metadata{
		"repeated": {exif: exif, png: []chunk{textOf("zTXt", "exif", old)}},
		"first":    {png: []chunk{textOf("zTXt", "exif", exif), textOf("zTXt", "exif", old)}},
		"short":    {exif: exif, png: []chunk{{"tEXt", broken.data[:len(broken.data)-2]}}},
	} {
		data := append([]byte(pngSignature), m.pngChunks()...)
		got := pngMetadata(data)
		if !bytes.Equal(got.exif, exif) || len(got.png) != 0 {
			t.Errorf("%s: %d bytes of EXIF, other texts %v", name, len(got.exif), got.png)
		}
	}
	for _, text := range []string{"", "\x00", "\nexif\n", "\nexif\n  4\n00", "\nexif\n 1 \nxy", "\nexif\n -1\n00" + strings.Repeat("0", 9)} {
		if _, data, ok := rawProfile(chunk{"tEXt", []byte("Raw profile type exif\x00" + text)}); !ok || data != nil {
			t.Errorf("%q: %x, %v", text, data, ok)
		}
	}
}
