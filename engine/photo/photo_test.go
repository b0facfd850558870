package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/rwcarlsen/goexif/exif"
	xtiff "golang.org/x/image/tiff"

	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/tiff"
)

func open(t *testing.T, name string) *Photo {
	t.Helper()
	p, err := Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// at is the colour of a pixel as three levels of 0 to 255.
func at(p *Photo, x, y int) [3]int {
	var c [3]int
	for i := range c {
		c[i] = p.level(i, y*p.Width+x, 8)
	}
	return c
}

func near(a, b [3]int, by int) bool {
	for i := range a {
		if d := a[i] - b[i]; d > by || d < -by {
			return false
		}
	}
	return true
}

// corners checks the picture of testdata/make_photos.py: red, green / blue, white.
func corners(t *testing.T, p *Photo, by int) {
	t.Helper()
	if p.Width != 48 || p.Height != 32 || len(p.Pix) != 3*48*32 {
		t.Fatalf("%d x %d with %d samples", p.Width, p.Height, len(p.Pix))
	}
	for _, c := range []struct {
		x, y int
		want [3]int
	}{{4, 4, [3]int{220, 30, 30}}, {43, 4, [3]int{30, 180, 30}}, {4, 27, [3]int{30, 30, 200}}, {43, 27, [3]int{245, 245, 245}}} {
		if got := at(p, c.x, c.y); !near(got, c.want, by) {
			t.Errorf("(%d, %d) is %v instead of %v", c.x, c.y, got, c.want)
		}
	}
}

func TestOrientations(t *testing.T) {
	for o := range 9 {
		name := fmt.Sprintf("orientation_%d.jpg", o)
		t.Run(name, func(t *testing.T) { corners(t, open(t, name), 3) })
	}
}

// Some programs put the name before the block that only JPEG has there.
func TestOrientationOfAPNG(t *testing.T) {
	data := read(t, "chroma.png")
	exif := jpegMetadata(read(t, "meta.jpg")).exif // orientation 6
	for _, before := range []string{"", signExif} {
		turned := slices.Concat(data[:pngHeaderLen], metadata{exif: slices.Concat([]byte(before), exif)}.pngChunks(), data[pngHeaderLen:])
		p, err := decode(turned, MaxPixels)
		if err != nil {
			t.Fatal(err)
		}
		q := open(t, "chroma.png")
		if p.Width != q.Height || p.Height != q.Width || at(p, 0, 0) != at(q, 0, q.Height-1) {
			t.Errorf("after %q: %d x %d of %d x %d", before, p.Width, p.Height, q.Width, q.Height)
		}
		if p.Info() != metaInfo {
			t.Errorf("after %q: %+v", before, p.Info())
		}
	}
}

// goexif, which shows the camera's data, must read the same tag.
func TestOrientationAgreesWithGoexif(t *testing.T) {
	for o := 1; o < 9; o++ {
		data := read(t, fmt.Sprintf("orientation_%d.jpg", o))
		x, err := exif.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		tag, err := x.Get(exif.Orientation)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := tag.Int(0); n != int(jpegMetadata(data).orientation()) {
			t.Errorf("orientation %d: goexif %d, here %d", o, n, jpegMetadata(data).orientation())
		}
	}
}

func TestKindsOfJPEG(t *testing.T) {
	corners(t, open(t, "progressive.jpg"), 3)
	corners(t, open(t, "cmyk.jpg"), 3)
	grey := open(t, "grey.jpg")
	if got := at(grey, 43, 27); !near(got, [3]int{245, 245, 245}, 2) {
		t.Errorf("grey: %v", got)
	}
}

// Chroma is interpolated as libjpeg does it.
func TestChromaIsSmooth(t *testing.T) {
	got, want := open(t, "chroma.jpg"), open(t, "chroma.png")
	for i := range want.Pix {
		if d := got.Pix[i] - want.Pix[i]; d > 2.5/255 || d < -2.5/255 {
			t.Fatalf("sample %d is %g instead of %g", i, got.Pix[i]*255, want.Pix[i]*255)
		}
	}
}

// A restored photo's colours must not bleed over edges.
func TestJPEGKeepsColourEdges(t *testing.T) {
	p := open(t, "progressive.jpg")
	path := filepath.Join(t.TempDir(), "out.jpg")
	if err := p.Save(path, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	q, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for y := range p.Height {
		for x := range p.Width {
			if !near(at(p, x, y), at(q, x, y), 8) {
				t.Fatalf("(%d, %d) was %v and is %v", x, y, at(p, x, y), at(q, x, y))
			}
		}
	}
}

// Programs that strip metadata take Adobe's marker away, too: the picture must not come as a
// negative.
func TestCMYKWithoutAdobe(t *testing.T) {
	data := read(t, "cmyk.jpg")
	i := bytes.Index(data, []byte("\xff\xee\x00\x0eAdobe"))
	p, err := decode(slices.Concat(data[:i], data[i+16:]), MaxPixels)
	if err != nil {
		t.Fatal(err)
	}
	corners(t, p, 3)
}

// deepSample is the formula of deep.tif in make_photos.py, stored position.
func deepSample(c, x, y int) int { return []int{x*1365 + 7, y*2113 + 3, x * y * 43 % 65536}[c] }

// savedAgain is p as it comes back from a file of that name.
func savedAgain(t *testing.T, p *Photo, name string) *Photo {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := p.Save(path, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	q, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestSixteenBitsInSixteenBitsOut(t *testing.T) {
	p := open(t, "deep.tif")
	if p.Width != 32 || p.Height != 48 || p.Bits != 16 || p.Format != TIFF {
		t.Fatalf("%+v", p)
	}
	for _, name := range []string{"out.png", "out.tif"} {
		q := savedAgain(t, p, name)
		for y := range 48 {
			for x := range 32 {
				for c := range 3 {
					if got, want := q.level(c, y*32+x, 16), deepSample(c, y, 31-x); got != want {
						t.Fatalf("%s: (%d, %d) channel %d is %d instead of %d", name, x, y, c, got, want)
					}
				}
			}
		}
	}
}

// Other programs must read our TIFF: x/image/tiff here.
func TestTIFFIsReadElsewhere(t *testing.T) {
	for _, bits := range []int{8, 16} {
		var b bytes.Buffer
		p := open(t, "meta.jpg")
		if err := p.encodeTIFF(context.Background(), &b, bits); err != nil {
			t.Fatal(err)
		}
		img, err := xtiff.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		for y := range p.Height {
			for x := range p.Width {
				r, g, bl, _ := img.At(x, y).RGBA()
				if got := [3]int{int(r >> 8), int(g >> 8), int(bl >> 8)}; !near(got, at(p, x, y), 1) {
					t.Fatalf("%d bits: (%d, %d) is %v instead of %v", bits, x, y, got, at(p, x, y))
				}
			}
		}
	}
}

// glass has every alpha, nearly transparent colours too.
func glass(bits int) image.Image {
	if bits == 8 {
		img := image.NewNRGBA(image.Rect(0, 0, 16, 16))
		for i := range 256 {
			img.SetNRGBA(i%16, i/16, color.NRGBA{R: uint8(255 - i), G: 200, B: uint8(i * 7), A: uint8(i)})
		}
		return img
	}
	img := image.NewNRGBA64(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		img.SetNRGBA64(i%16, i/16, color.NRGBA64{R: uint16(i * 255), G: 51234, B: uint16(i * 77), A: uint16(i * 257)})
	}
	return img
}

func TestTransparencyIsKept(t *testing.T) {
	for _, bits := range []int{8, 16} {
		var b bytes.Buffer
		if err := png.Encode(&b, glass(bits)); err != nil {
			t.Fatal(err)
		}
		p, err := decode(b.Bytes(), MaxPixels)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		for _, name := range []string{"out.png", "out.tif"} {
			path := filepath.Join(dir, name)
			if err := p.Save(path, SaveOptions{}); err != nil {
				t.Fatal(err)
			}
			q, err := Open(path)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(p.Pix, q.Pix) || !slices.Equal(p.alpha, q.alpha) || q.Bits != bits {
				t.Errorf("%s, %d bits: changed", name, bits)
			}
		}
		if err := p.Save(filepath.Join(dir, "out.jpg"), SaveOptions{}); !errors.Is(err, ErrFormat) {
			t.Errorf("JPEG with transparency: %v", err)
		}
		onlyFiles(t, dir, "out.png", "out.tif")
	}
}

// Renderers and resizers write premultiplied colours that are brighter than their
// alpha allows: they are as bright as can be, not dark.
func TestPremultipliedColoursBeyondAlpha(t *testing.T) {
	for _, img := range []image.Image{
		&image.RGBA{Pix: []byte{140, 130, 60, 130}, Stride: 4, Rect: image.Rect(0, 0, 1, 1)},
		&image.RGBA64{Pix: []byte{140, 0, 130, 0, 60, 0, 130, 0}, Stride: 8, Rect: image.Rect(0, 0, 1, 1)},
	} {
		pix, alpha := samples(img)
		if pix[0] != 1 || pix[1] != 1 || pix[2] < 0.45 || pix[2] > 0.47 || alpha[0]>>8 != 130 {
			t.Errorf("%T: %v, alpha %d", img, pix, alpha[0]>>8)
		}
	}
}

func onlyFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("the folder holds %v instead of %v", got, names)
	}
}

func TestOnePixel(t *testing.T) {
	for _, name := range []string{"one.jpg", "one.png", "one.tif"} {
		path := filepath.Join(t.TempDir(), name)
		if err := (&Photo{Width: 1, Height: 1, Pix: []float32{1, 0.5, 0}, Bits: 8}).Save(path, SaveOptions{}); err != nil {
			t.Fatal(err)
		}
		p, err := Open(path)
		if err != nil || p.Width != 1 || p.Height != 1 || !near(at(p, 0, 0), [3]int{255, 128, 0}, 3) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

// bomb is a PNG header that asks for w x h pixels.
func bomb(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = append(binary.BigEndian.AppendUint32(ihdr, h), 8, 2, 0, 0, 0)
	out := append([]byte(pngSignature), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(out, ihdr...), crc32.ChecksumIEEE(ihdr))
}

// paged is a TIFF with its directory once more at the end, in percent of its width.
func paged(tif []byte, percent int) []byte {
	t, _ := ifd.Parse(slices.Clone(tif))
	first := t.First()
	at := len(t.Data) + len(t.Data)%2
	t.Order.PutUint32(t.Data[first.Next:], uint32(at))
	from := int(t.Order.Uint32(t.Data[4:]))
	t.Data = append(append(t.Data, make([]byte, at-len(t.Data))...), t.Data[from:first.Next]...)
	t.Data = append(t.Data, 0, 0, 0, 0)
	second := t.Dir(uint32(at))
	w, _ := t.Number(second, ifd.TagWidth)
	t.Set(second, ifd.TagWidth, w*uint32(percent)/100)
	return t.Data
}

// A smaller copy beside the photo is no page, nor is a chain that leads back.
func TestThumbnailsInTIFFs(t *testing.T) {
	tif := read(t, "deep.tif")
	circle, _ := ifd.Parse(slices.Clone(tif))
	circle.Order.PutUint32(circle.Data[circle.First().Next:], circle.Order.Uint32(circle.Data[4:]))
	for name, data := range map[string][]byte{"small": paged(tif, 20), "circle": circle.Data} {
		if _, err := decode(data, MaxPixels); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Some programs write the tags of a TIFF in another order, or one of them twice.
func TestTagsOutOfOrder(t *testing.T) {
	want := open(t, "chroma.png")
	var b bytes.Buffer
	if err := want.encode(t.Context(), &b, SaveOptions{Format: TIFF, Bits: 8}); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(entries [][]byte){
		"backwards": func(entries [][]byte) { slices.Reverse(entries) },
		"twice":     func(entries [][]byte) { entries[9] = entries[2]; entries[10] = entries[2] },
	} {
		s, _ := ifd.Parse(bytes.Clone(b.Bytes()))
		first := s.First()
		table := s.Data[first.Entries[0].At-8 : first.Next]
		entries := slices.Collect(slices.Chunk(bytes.Clone(table), 12))
		spoil(entries)
		copy(table, slices.Concat(entries...))
		if got, err := decode(s.Data, MaxPixels); err != nil || !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBadFiles(t *testing.T) {
	jpg, png, tif := read(t, "meta.jpg"), read(t, "chroma.png"), read(t, "deep.tif")
	// with changes one SHORT of the TIFF.
	with := func(tag, value uint16) []byte {
		t, _ := ifd.Parse(slices.Clone(tif))
		t.Set(t.First(), tag, uint32(value))
		return t.Data
	}
	raw := bytes.Replace(tif, []byte{0x01, 0x28, 0, 3}, []byte{0x00, 0xfe, 0, 3}, 1) // a thumbnail comes first
	raw[bytes.Index(raw, []byte{0x00, 0xfe, 0, 3})+9] = 1
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"a text", []byte("This is no photo.\n"), ErrFormat, "not a JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL or camera raw"},
		{"empty", nil, ErrFormat, "empty"},
		{"half a JPEG", jpg[:len(jpg)*3/4], ErrDamaged, "ends early"},
		{"a JPEG's header", jpg[:100], ErrDamaged, "ends early"},
		{"progressive with restarts", read(t, "restarts.jpg"), ErrKind, "restart markers in a progressive file; save it as an ordinary JPEG"},
		{"half a TIFF", tif[:len(tif)/2], ErrDamaged, ""},
		{"half a PNG", png[:2000], ErrDamaged, ""},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00"), ErrKind, "GIF"},
		{"a WebP's head", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), ErrDamaged, ""},
		{"an AVIF's head", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"), ErrDamaged, "where its picture is"},
		{"a HEIC file's head", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), ErrDamaged, "where its picture is"},
		{"a third of separate planes", with(ifd.TagPlanarConfig, 2), ErrDamaged, "where all of the picture is"},
		{"extra channels", with(ifd.TagSamples, 4), ErrKind, "channels"},
		{"CMYK TIFF", with(ifd.TagPhotometric, 5), ErrKind, "convert it to RGB first"},
		{"Lab TIFF", with(ifd.TagPhotometric, 8), ErrKind, "convert it to RGB first"},
		{"YCbCr TIFF", with(ifd.TagPhotometric, 6), ErrKind, "save it as RGB"},
		{"YCbCr in planes", oneStrip(8, 3, tiff.YCbCr, []byte{1}, shorts(ifd.TagCompression, tiff.JPEG), shorts(ifd.TagPlanarConfig, tiff.Planes)), ErrKind, "save it as RGB"},
		{"packed TIFF", with(ifd.TagCompression, 50000), ErrKind, "save it with LZW or ZIP"},
		{"raw file", raw, ErrKind, "raw"},
		{"pages", paged(tif, 50), ErrKind, "2 pages"},
		{"a fax in colour", with(ifd.TagCompression, 4), ErrKind, "compression"},
		{"animated PNG", slices.Concat(png[:pngHeaderLen], []byte("\x00\x00\x00\x08acTL\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00"), png[pngHeaderLen:]), ErrKind, "animated"},
		{"a bomb", bomb(1_000_000, 1_000_000), ErrTooLarge, "1000000 x 1000000"},
		{"a wide bomb", bomb(2_000_000_000, 1), ErrTooLarge, "limit"},
	} {
		path := filepath.Join(t.TempDir(), "bad.jpg")
		if err := os.WriteFile(path, c.data, 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path)
		if !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.says) || !strings.Contains(fmt.Sprint(err), path) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := decode([]byte("This is no photo.\n"), MaxPixels); errors.Is(err, ErrKind) {
		t.Errorf("a text: %v", err)
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("folder: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.jpg")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

// A video that is dropped by mistake is refused by its first bytes.
func TestNoPhotoIsNotReadWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "film.mp4")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x18ftypmp42"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<26); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Open(path)
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, ErrFormat) || taken > 1<<20 {
		t.Errorf("%v, after taking %d bytes", err, taken)
	}
}

// A scan of gigabytes where less is free would have the system end the program.
func TestFileThatDoesNotFitIntoTheMemoryIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "scan.tif")
	if err := os.WriteFile(path, read(t, "deep.tif"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<26); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := readWithin(path, func() uint64 { return 1 << 25 })
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, ErrMemory) || taken > 1<<20 {
		t.Errorf("%v, after taking %d bytes", err, taken)
	}
	if data, err := readWithin(path, func() uint64 { return 1 << 27 }); err != nil || len(data) != 1<<26 {
		t.Errorf("where it fits: %d bytes, %v", len(data), err)
	}
}

// A JPEG cut anywhere must not pass as a whole one.
func TestEveryCutIsNoticed(t *testing.T) {
	for _, name := range []string{"orientation_1.jpg", "progressive.jpg"} {
		data := read(t, name)
		for n := range len(data) - 2 {
			if _, err := decode(data[:n], MaxPixels); err == nil {
				t.Errorf("%s: %d of %d bytes passed", name, n, len(data))
			}
		}
	}
}

func TestContentDecidesTheFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "really.jpg")
	if err := os.WriteFile(path, read(t, "chroma.png"), 0o666); err != nil {
		t.Fatal(err)
	}
	if p, err := Open(path); err != nil || p.Format != PNG {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzOpen(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && filepath.Ext(name) != ".py" {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := decode(data, 1<<16)
		if err != nil {
			return
		}
		p.Info()
		for _, format := range []Format{PNG, TIFF} {
			var b bytes.Buffer
			if err := p.encode(context.Background(), &b, SaveOptions{Format: format, Bits: p.Bits}); err != nil {
				t.Fatal(err)
			}
			q, err := decode(b.Bytes(), 1<<16)
			if err != nil {
				t.Fatalf("%s of our own: %v", format, err)
			}
			if q.Width != p.Width || q.Height != p.Height {
				t.Fatalf("%s: %d x %d became %d x %d", format, p.Width, p.Height, q.Width, q.Height)
			}
		}
	})
}
