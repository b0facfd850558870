package photo

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// rawText is a block as Exiv2 and ImageMagick write it into a PNG.
func rawText(chunkKind, kind string, data []byte) chunk {
	text := []byte(fmt.Sprintf("\n%s\n%8d\n", kind, len(data)))
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
		"Exiv2":             {rawText("zTXt", "exif", exif), rawText("zTXt", "xmp", from.xmp)},
		"without a name":    {rawText("tEXt", "exif", from.exif), rawText("tEXt", "xmp", from.xmp)},
		"old ImageMagick's": {rawText("zTXt", "APP1", exif), rawText("zTXt", "APP1", xmp)},
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

// What has a chunk of its own counts, and what is damaged does not.
func TestTextsThatDoNotCount(t *testing.T) {
	exif := jpegMetadata(read(t, "meta.jpg")).exif
	old := bytes.Replace(exif, []byte("Canon"), []byte("Nikon"), -1)
	broken := rawText("tEXt", "exif", exif)
	broken.data = bytes.TrimSuffix(broken.data, []byte("\n"))
	for name, m := range map[string]metadata{
		"repeated": {exif: exif, png: []chunk{rawText("zTXt", "exif", old)}},
		"first":    {png: []chunk{rawText("zTXt", "exif", exif), rawText("zTXt", "exif", old)}},
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
