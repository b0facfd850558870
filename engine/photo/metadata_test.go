package photo

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"afterrain/engine/photo/ifd"
)

var metaInfo = Info{
	Camera: "Canon EOS R5", Lens: "RF24-70mm F2.8 L IS USM", Exposure: "1/250 s", Aperture: "f/2.8",
	ISO: "400", Taken: "2024-05-01 12:34:56",
}

func TestMetadataSurvives(t *testing.T) {
	source := open(t, "meta.jpg")
	corners(t, source, 3)
	if source.Info() != metaInfo {
		t.Fatalf("%+v", source.Info())
	}
	if source.meta.icc == nil || source.meta.xmp == nil || source.meta.iptc == nil {
		t.Fatal("the fixture lacks blocks")
	}
	for _, steps := range [][]string{
		{"a.jpg"}, {"a.png"}, {"a.tif"}, {"a.png", "b.jpg"}, {"a.tif", "b.jpg"}, {"a.jpg", "b.tif", "c.png", "d.tif"},
	} {
		p, dir := source, t.TempDir()
		for _, name := range steps {
			if err := p.Save(filepath.Join(dir, name), SaveOptions{}); err != nil {
				t.Fatal(err)
			}
			q, err := Open(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			corners(t, q, 4)
			checkBlocks(t, steps, source, q)
			p = q
		}
	}
}

func checkBlocks(t *testing.T, steps []string, source, p *Photo) {
	t.Helper()
	if p.Info() != metaInfo {
		t.Errorf("%v, %s: %+v", steps, p.Path, p.Info())
	}
	if !bytes.Equal(p.meta.icc, source.meta.icc) || !bytes.Equal(p.meta.xmp, source.meta.xmp) {
		t.Errorf("%v, %s: ICC or XMP differs", steps, p.Path)
	}
	if !bytes.Contains(p.meta.exif, bytes.Repeat([]byte("MAKERNOTE"), 5)) {
		t.Errorf("%v, %s: no maker note", steps, p.Path)
	}
	if !bytes.Equal(p.meta.iptc, source.meta.iptc) {
		t.Errorf("%v, %s: no IPTC", steps, p.Path)
	}
}

// A copied JPEG's blocks differ in nothing but what turning the photo changes.
func TestJPEGBlocksAreCopied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := open(t, "meta.jpg").Save(path, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	before := jpegMetadata(read(t, "meta.jpg"))
	if before.orientation() != 6 || p.meta.orientation() != 1 {
		t.Errorf("orientation %d became %d", before.orientation(), p.meta.orientation())
	}
	if !bytes.Contains(p.meta.xmp, []byte(`tiff:Orientation="1"`)) {
		t.Errorf("XMP says %s", p.meta.xmp)
	}
	differ := 0
	for i := range before.exif[:thumbnailAt] {
		if before.exif[i] != p.meta.exif[i] {
			differ++
		}
	}
	if differ > 9 { // one byte of orientation, up to four of the thumbnail's offset and of the main directory's
		t.Errorf("%d of %d EXIF bytes differ", differ, len(before.exif))
	}
	if !bytes.Equal(before.jpeg[0].data, p.meta.jpeg[0].data) || p.meta.jpeg[0].marker != markerCOM {
		t.Error("the comment is lost")
	}
	tree, _ := ifd.Parse(p.meta.exif)
	if main := tree.First(); tree.Order.Uint32(tree.Data[main.Next:]) != 0 || bytes.Contains(tree.Data, before.exif[thumbnailAt:]) {
		t.Error("the thumbnail of the unrestored photo is still there")
	}
}

// Bytes that belong to no segment cost a photo neither its orientation nor what else is said of it.
func TestStrayBytesBetweenSegments(t *testing.T) {
	data := read(t, "meta.jpg")
	at := bytes.Index(data, []byte{0xff, markerAPP1})
	for _, stray := range []string{"\x00", "\x00\x01", "\xff", "\xff\x00", "\xff\xd0"} {
		p, err := decode(slices.Concat(data[:at], []byte(stray), data[at:]), MaxPixels)
		if err != nil {
			t.Fatalf("%x: %v", stray, err)
		}
		if corners(t, p, 3); p.Info() != metaInfo || p.meta.icc == nil {
			t.Errorf("%x: %+v, %d bytes of profile", stray, p.Info(), len(p.meta.icc))
		}
	}
}

// thumbnailAt is where the pixels of the thumbnail begin in the EXIF block of meta.jpg, at its end.
const thumbnailAt = 426

// A block that fills its segment, as cameras with large thumbnails write it, has room for our
// name once the thumbnail is gone. Maker notes count from the block's beginning: they must not move.
func TestFullEXIFKeepsItsMakerNotesInPlace(t *testing.T) {
	before := jpegMetadata(read(t, "meta.jpg")).exif
	full := append(bytes.Clone(before[:thumbnailAt]), bytes.Repeat([]byte{0xab}, maxSegment-len(signExif)-thumbnailAt)...)
	s, _ := ifd.Parse(full)
	s.Set(s.Dir(s.Order.Uint32(s.Data[s.First().Next:])), ifd.TagThumbLength, uint32(len(full)-thumbnailAt))
	p := open(t, "meta.jpg")
	p.meta.exif = full
	p.meta = p.meta.upright(p.Width, p.Height, false)
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := p.Save(path, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	q, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	notes := []byte("MAKERNOTE")
	if at := bytes.Index(q.meta.exif, notes); at < 0 || at != bytes.Index(before, notes) || q.Info() != metaInfo {
		t.Errorf("the maker notes are at %d, were at %d; %+v", at, bytes.Index(before, notes), q.Info())
	}
}

func TestForeignProfilesAreDropped(t *testing.T) {
	profile := make([]byte, 200)
	for space, keep := range map[string]bool{"RGB ": true, "CMYK": false, "GRAY": false} {
		copy(profile[16:], space)
		if got := (metadata{icc: profile}).upright(1, 1, true).icc != nil; got != keep {
			t.Errorf("%s: kept %v", space, got)
		}
	}
}

func TestBigProfilesAreSplit(t *testing.T) {
	icc := bytes.Repeat([]byte("0123456789abcdef"), 10000)
	copy(icc[16:], "RGB ")
	data := append([]byte{0xff, 0xd8}, metadata{icc: icc}.jpegSegments()...)
	if got := jpegMetadata(append(data, 0xff, markerSOS, 0, 2)).icc; !bytes.Equal(got, icc) {
		t.Errorf("%d bytes became %d", len(icc), len(got))
	}
}

// What a TIFF or PNG holds may be too long for a JPEG's segment.
func TestLongEXIFKeepsTheShortValues(t *testing.T) {
	p := open(t, "meta.jpg")
	exif, _ := ifd.Parse(p.meta.exif)
	budget := ifd.MaxEXIF
	fields := append(exif.Fields(exif.First(), ifd.All, &budget), ifd.Field{Tag: 0x927c, Kind: ifd.TypeUndefined, Value: make([]byte, 1<<17)})
	p.meta.exif = exif.With(fields)
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := p.Save(path, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	if q, err := Open(path); err != nil || q.Info() != metaInfo {
		t.Errorf("%+v, %v", q.Info(), err)
	}
}

// So may its XMP, which a JPEG holds in parts that name their whole.
func TestLongXMPIsSplit(t *testing.T) {
	tree := `<x:xmpmeta xmlns:x="adobe:ns:meta/">` + strings.Repeat("<a>history</a>", 10000) + `</x:xmpmeta>`
	xmp := []byte(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>` + "\n" + tree + strings.Repeat(" ", 2000) + `<?xpacket end="w"?>`)
	read := jpegMetadata(append(append([]byte{0xff, 0xd8}, metadata{xmp: xmp}.jpegSegments()...), 0xff, markerSOS, 0, 2))
	var long []byte
	for _, s := range read.jpeg {
		name, rest := s.data[len(signXMPX):][:32], s.data[len(signXMPX)+32:]
		if !bytes.Contains(read.xmp, append([]byte("HasExtendedXMP=\""), name...)) {
			t.Errorf("%s is not named by %s", name, read.xmp)
		}
		if size, at := binary.BigEndian.Uint32(rest), binary.BigEndian.Uint32(rest[4:]); int(size) != len(tree) || int(at) != len(long) {
			t.Errorf("%d of %d, after %d of %d", at, size, len(long), len(tree))
		}
		long = append(long, rest[8:]...)
	}
	if string(long) != tree || len(read.jpeg) != 3 {
		t.Errorf("%d segments, %d bytes of %d", len(read.jpeg), len(long), len(tree))
	}
}

func TestInfoOfDamagedEXIF(t *testing.T) {
	exif := open(t, "meta.jpg").meta.exif
	for i := range exif {
		for _, v := range []byte{0, 1, 0x7f, 0xff} {
			bad := bytes.Clone(exif)
			bad[i] = v
			p := &Photo{meta: metadata{exif: bad}.upright(48, 32, false)}
			p.Info() // must not panic
		}
		(&Photo{meta: metadata{exif: exif[:i]}.upright(48, 32, false)}).Info()
	}
}

// Phones write the size into the first directory as well.
func TestSizeInEXIFIsTheTurnedOne(t *testing.T) {
	empty, _ := ifd.Parse([]byte("II*\x00\x08\x00\x00\x00"))
	exif := empty.With([]ifd.Field{
		{Tag: ifd.TagWidth, Kind: ifd.TypeShort, Value: []byte{48, 0}}, {Tag: ifd.TagHeight, Kind: ifd.TypeLong, Value: []byte{32, 0, 0, 0}},
		{Tag: ifd.TagOrientation, Kind: ifd.TypeShort, Value: []byte{6, 0}},
	})
	tree, _ := ifd.Parse(metadata{exif: exif}.upright(32, 48, false).exif)
	for tag, want := range map[uint16]uint32{ifd.TagWidth: 32, ifd.TagHeight: 48, ifd.TagOrientation: 1} {
		if got, ok := tree.Number(tree.First(), tag); got != want || !ok {
			t.Errorf("tag %#x is %d instead of %d", tag, got, want)
		}
	}
}

// A phone's photo with a video or a gain map for HDR behind it is saved without that, and
// says so.
func TestWhatIsNotCopiedIsNotPromised(t *testing.T) {
	for xmp, want := range map[string]string{
		`<a GCamera:MotionPhoto="1" GCamera:MicroVideoOffset="9"/>`: `<a GCamera:MotionPhoto="0" GCamera:MicroVideoOffset="9"/>`,
		`<GCamera:MicroVideo>1</GCamera:MicroVideo>`:                `<GCamera:MicroVideo>0</GCamera:MicroVideo>`,
		`<a GCamera:MotionPhotoVersion="1"/>`:                       `<a GCamera:MotionPhotoVersion="1"/>`,
		`<a Camera:MotionPhoto='1'/>`:                               `<a Camera:MotionPhoto='0'/>`,
		`<a hdrgm:Version="1.0" tiff:Make="Canon"/>`:                `<a tiff:Make="Canon"/>`,
		`<a><hdrgm:Version>1.0</hdrgm:Version></a>`:                 `<a></a>`,
	} {
		if got := (metadata{xmp: []byte(xmp)}).upright(1, 1, false).xmp; string(got) != want {
			t.Errorf("%s became %s", xmp, got)
		}
	}
}

// A camera whose clock was never set took its photos on no day: names by {date} then go by the
// file's.
func TestDayOfAPhoto(t *testing.T) {
	for exif, want := range map[string]string{
		"2024:05:01 12:34:56": "2024-05-01 12:34:56", "2024:05:01": "2024-05-01", "2024-05-01 12:34:56": "2024-05-01 12:34:56", "0000:00:00 00:00:00": "",
		"    :  :     :  :  ": "", "2024:13:01 00:00:00": "", "": "", "yesterday": "",
	} {
		if got := taken(exif); got != want {
			t.Errorf("%q is %q, want %q", exif, got, want)
		}
	}
}
