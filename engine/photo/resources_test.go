package photo

import (
	"bytes"
	"strings"
	"testing"

	"afterrain/engine/photo/ifd"
)

// Photoshop keeps a thumbnail of the unrestored photo beside the IPTC.
func TestPhotoshopsThumbnailIsLeftOut(t *testing.T) {
	block := func(number byte, name, data string) string {
		b := "8BIM\x04" + string([]byte{number, byte(len(name))}) + name
		b += strings.Repeat("\x00", len(b)%2) + string([]byte{0, 0, 0, byte(len(data))}) + data
		return b + strings.Repeat("\x00", len(b)%2)
	}
	iptc, other := block(0x04, "", "\x1c\x02\x05\x00\x03sun"), block(0x0d, "angle", "xyz")
	thumbnails := block(0x0c, "", "jpeg!") + block(0x09, "t", "old")
	for resources, want := range map[string]string{
		iptc + thumbnails + other: iptc + other,
		thumbnails:                "",
		iptc[:len(iptc)-3]:        iptc[:len(iptc)-3],
		other + "8BIM\x04\x0c\x00\x00\xff\xff\xff\xff": other + "8BIM\x04\x0c\x00\x00\xff\xff\xff\xff",
		other + "nothing":               other + "nothing",
		thumbnails + "8BIM\x04\x0c\xff": "8BIM\x04\x0c\xff",
	} {
		if got := (metadata{iptc: []byte(resources)}).upright(1, 1, false).iptc; string(got) != want {
			t.Errorf("%q became %q instead of %q", resources, got, want)
		}
	}
}

// Programs other than Photoshop give IPTC a tag of its own in a TIFF file.
func TestIPTCOfATIFF(t *testing.T) {
	const keyword, other = "\x1c\x02\x19\x00\x03sun", "8BIM\x04\x0d\x00\x00\x00\x00\x00\x01x\x00"
	const ours, theirs = "8BIM\x04\x04\x00\x00\x00\x00\x00\x08" + keyword, "8BIM\x04\x04\x00\x00\x00\x00\x00\x02no"
	for resources, want := range map[string]string{
		"": ours, other: ours + other, other + theirs: other + theirs, theirs: theirs, "damaged": ours + "damaged",
	} {
		empty, _ := ifd.Parse([]byte("II*\x00\x08\x00\x00\x00"))
		fields := []ifd.Field{{Tag: ifd.TagIPTC, Kind: ifd.TypeUndefined, Value: []byte(keyword)}}
		if resources != "" {
			fields = append(fields, ifd.Field{Tag: ifd.TagPhotoshop, Kind: ifd.TypeUndefined, Value: []byte(resources)})
		}
		if got := tiffMetadata(empty.With(fields)).iptc; string(got) != want {
			t.Errorf("%q became %q instead of %q", resources, got, want)
		}
	}
}

// Programs look for keywords where the TIFF format has a tag for them, not among Photoshop's resources.
func TestIPTCHasItsOwnTagInATIFF(t *testing.T) {
	const keyword, other = "\x1c\x02\x19\x00\x03sun", "8BIM\x04\x0d\x00\x00\x00\x00\x00\x01x\x00"
	const ours = "8BIM\x04\x04\x00\x00\x00\x00\x00\x08" + keyword
	for resources, want := range map[string][2]string{
		"": {}, ours: {keyword, ""}, other: {"", other}, other + ours: {keyword, other}, ours + other + "damaged": {keyword, other + "damaged"},
	} {
		p := &Photo{Width: 1, Height: 1, Bits: 8, Pix: make([]float32, 3), meta: metadata{iptc: []byte(resources)}}
		var b bytes.Buffer
		if err := p.encode(t.Context(), &b, SaveOptions{Format: TIFF, Bits: 8}); err != nil {
			t.Fatal(err)
		}
		tree, _ := ifd.Parse(b.Bytes())
		for i, tag := range []uint16{ifd.TagIPTC, ifd.TagPhotoshop} {
			e, _ := tree.First().Find(tag)
			if got := string(tree.Value(e)); got != want[i] {
				t.Errorf("%q: tag %#x is %q instead of %q", resources, tag, got, want[i])
			}
		}
	}
}
