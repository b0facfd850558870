package photo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"afterrain/engine/photo/colour"
)

// useJXL builds the program that decodes JPEG XL, once, with the library that is installed for the build.
func useJXL(t *testing.T) {
	t.Helper()
	found, _ := filepath.Glob("../../build/libjxl/libjxl-*.so*")
	if os.Getenv("LIBJXL_LIB") == "" {
		if len(found) == 0 {
			t.Fatal("libjxl is missing: packaging/linux/install.sh build gets it")
		}
		library, err := filepath.Abs(found[0])
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv("LIBJXL_LIB", library)
	}
	program, err := buildDecoder()
	if err != nil {
		t.Fatal(err)
	}
	decodeWith(t, program)
}

// A JPEG that was packed anew is the photo that it was: upright, once, with what the camera said of it.
func TestOpenJPEGPackedAsJXL(t *testing.T) {
	useJXL(t)
	p, jpg := open(t, "photo.jxl"), open(t, "meta.jpg")
	corners(t, p, 3)
	if p.Bits != 8 || p.Format != JXL || p.HasAlpha() || p.Info() != metaInfo || exifOrientation(p.meta.exif) != 1 {
		t.Errorf("%d bits of %s, %+v, turned %d", p.Bits, p.Format, p.Info(), exifOrientation(p.meta.exif))
	}
	if !bytes.Equal(p.meta.icc, jpg.meta.icc) || !bytes.Contains(p.meta.xmp, []byte(`tiff:Orientation="1"`)) {
		t.Errorf("profile of %d bytes, XMP %s", len(p.meta.icc), p.meta.xmp)
	}
	for i, v := range p.Pix {
		if d := math.Abs(float64(v - jpg.Pix[i])); d > 3./255 {
			t.Fatalf("sample %d is %.4f from the JPEG's", i, d)
		}
	}
}

// What is not lossy comes to the last bit, turned by the codestream's word.
func TestOpenDeepJXL(t *testing.T) {
	useJXL(t)
	p := open(t, "deep.jxl")
	corners(t, p, 0)
	if p.Bits != 16 || p.Format != DeepJXL || !colour.ForRGB(p.meta.icc) || p.meta.onlyPNG {
		t.Errorf("%d bits of %s, profile of %d bytes", p.Bits, p.Format, len(p.meta.icc))
	}
	if v := p.Pix[4*48+4]; v != 220./255 {
		t.Errorf("a sample is %v", v)
	}
	p = open(t, "glass.jxl")
	corners(t, p, 0)
	if p.Bits != 8 || p.Format != DeepJXL || !p.HasAlpha() || p.AlphaRow(4)[4] != 0xffff || p.AlphaRow(27)[4]>>8 != 128 {
		t.Errorf("%d bits of %s, transparent %v", p.Bits, p.Format, p.HasAlpha())
	}
	p = open(t, "float.jxl")
	corners(t, p, 0)
	if p.Bits != 16 || p.Format != DeepJXL || p.meta.icc != nil {
		t.Errorf("%d bits of %s, profile of %d bytes", p.Bits, p.Format, len(p.meta.icc))
	}
}

// Colours that no number tells come with a profile, a lossy picture's too; grey ones with their curve; HDR as PNG has it.
func TestColoursOfJXL(t *testing.T) {
	useJXL(t)
	p := open(t, "wide.jxl") // becomes BT.2020 with sRGB's curve
	for place, want := range map[image.Point][3]int{{4, 4}: {209, 79, 44}, {43, 4}: {59, 173, 47}, {4, 27}: {53, 34, 195}, {43, 27}: {245, 245, 245}} {
		if got := at(p, place.X, place.Y); !near(got, want, 4) {
			t.Errorf("%v is %v instead of %v", place, got, want)
		}
	}
	if p.Format != JXL || p.Bits != 16 || !colour.ForRGB(p.meta.icc) {
		t.Errorf("%d bits of %s, profile of %d bytes", p.Bits, p.Format, len(p.meta.icc))
	}
	p = open(t, "grey.jxl")
	if curve := colour.Tag(p.meta.icc, "rTRC"); p.Format != DeepJXL || !colour.ForRGB(p.meta.icc) || curve == nil || math.Abs(colour.AtHalf(curve)-math.Pow(0.5, 1.8)) > 1e-3 {
		t.Errorf("%s, profile of %d bytes", p.Format, len(p.meta.icc))
	}
	p = open(t, "hdr.jxl")
	if p.Format != DeepJXL || !p.meta.onlyPNG || !bytes.Equal(find(p.meta.png, "cICP", 4), []byte{9, 16, 0, 1}) || p.CanSave("a.png", SaveOptions{}) != nil {
		t.Errorf("%s, PNG only %v: %v", p.Format, p.meta.onlyPNG, p.meta.png)
	}
}

// What a JPEG can hold becomes one, and the rest PNG: also where only the head of the file is known.
func TestWhatJXLIsSavedAs(t *testing.T) {
	for name, want := range map[string]string{"photo": ".jpg", "wide": ".jpg", "deep": ".png", "glass": ".png", "grey": ".png", "hdr": ".png", "float": ".png"} {
		path := filepath.Join("testdata", name+".jxl")
		f, err := FormatOf(path)
		if got := Extension(f, ".jxl"); err != nil || got != want {
			t.Errorf("%s: %s as %s, %v", name, f, got, err)
		}
	}
	if got := Extension("", ".JXL"); got != ".jpg" {
		t.Errorf("unseen: %s", got)
	}
}

// jxlHeadOf is a codestream's beginning that says it has a size.
func jxlHeadOf(w, h uint32) []byte {
	bits := []struct{ v, n uint32 }{{0, 1}, {3, 2}, {h - 1, 30}, {0, 3}, {3, 2}, {w - 1, 30}, {1, 1}}
	var stream uint64
	out, at := []byte(jxlSignature), uint32(0)
	for _, b := range bits {
		stream |= uint64(b.v) << at
		for at += b.n; at >= 8; at -= 8 {
			out, stream = append(out, byte(stream)), stream>>8
		}
	}
	return append(out, byte(stream), 0, 0)
}

func TestJXLThatIsRefused(t *testing.T) {
	useJXL(t)
	whole, bare := read(t, "photo.jxl"), read(t, "glass.jxl")
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"half", whole[:len(whole)/2], ErrDamaged, "ends early"},
		{"most of a codestream", bare[:len(bare)-4], ErrDamaged, "ends early"},
		{"a signature", bare[:2], ErrDamaged, "how large"},
		{"boxes without a picture", whole[:40], ErrDamaged, "how large"},
		{"too large", jxlHeadOf(1<<20, 1<<20), ErrTooLarge, "1048576 x 1048576"},
		{"too large for the sum", jxlHeadOf(1<<30, 1<<30), ErrTooLarge, ""},
		{"a head", jxlHeadOf(1000, 1000), ErrDamaged, ""},
		{"animated", read(t, "film.jxl"), ErrKind, "animated"},
		{"in CMYK", read(t, "ink.jxl"), ErrKind, "CMYK"},
		{"in proportion to light", read(t, "linear.jxl"), ErrKind, "floating-point"},
	} {
		if _, err := Open(inFile(t, "a.jxl", c.data)); !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Where libjxl is missing each photo says so, and none is passed over in silence.
func TestJXLWithoutLibJXL(t *testing.T) {
	decodeWith(t, "")
	path := inFile(t, "a.jxl", read(t, "photo.jxl"))
	if _, err := Open(path); !errors.Is(err, ErrNoJXL) || !errors.Is(err, ErrKind) || !strings.Contains(err.Error(), "install Afterrain again") {
		t.Error(err)
	}
	visited := 0
	Walk(filepath.Dir(path), func(string, error) { visited++ })
	if visited != 1 {
		t.Errorf("visited %d", visited)
	}
	useJXL(t)
	t.Setenv("LIBJXL_LIB", filepath.Join(t.TempDir(), "none.so"))
	if _, err := Open(path); !errors.Is(err, ErrNoJXL) || !strings.Contains(err.Error(), "libjxl's library does not load") {
		t.Error(err)
	}
}

// A crash, a hang and a cancel of the decoder cost nothing but its photo.
func TestDecoderOfJXLThatFails(t *testing.T) {
	path := inFile(t, "a.jxl", read(t, "photo.jxl"))
	for _, c := range []struct {
		script, says string
		want         error
	}{
		{"kill -SEGV $$", "segmentation fault", ErrDamaged},
		{"printf 'jxl 2 1 1 8 0\\n1'", "broke off", ErrDamaged},
		{"printf 'jxl 2 1 1 8 9\\n1'", "broke off", ErrDamaged},
		{"printf 'jxl 2 1 1 8 0\\n12'", "2 x 1", ErrDamaged},
		{"printf 'jxl 2 1 5 8 0\\n12'", "not those of a picture", ErrDamaged},
		{"printf 'jxl 2000000000 1 1 8 0\\n'", "2000000000", ErrTooLarge},
		{"echo 'cannot decode a.jxl: too big, x' >&2; exit 1", "too large", ErrTooLarge},
		{"echo 'cannot decode a.jxl: unsupported, x' >&2; exit 1", "does not know", ErrKind},
	} {
		decodeWith(t, script(t, c.script))
		if p, err := Open(path); p != nil || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.script, err)
		}
	}
	decodeWith(t, script(t, "exec sleep 60"))
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := OpenWhole(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// jxlWith is a file of a codestream and boxes before and behind it.
func jxlWith(stream []byte, before, behind []byte) []byte {
	return slices.Concat([]byte(jxlContainer), madeBox("ftyp", []byte("jxl \x00\x00\x00\x00jxl ")), before, madeBox("jxlp", []byte("\x00\x00\x00\x00"), stream[:5]), madeBox("jxlp", []byte("\x80\x00\x00\x01"), stream[5:]), behind)
}

// jxlExif is a box for an EXIF block, packed by brotli or not.
func jxlExif(exif []byte, packed bool) []byte {
	content := append(make([]byte, 4), exif...)
	if !packed {
		return madeBox("Exif", content)
	}
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	w.Write(content)
	w.Close()
	return madeBox("brob", []byte("Exif"), b.Bytes())
}

// EXIF is found in pieces of files of any kind, and its thumbnail shown at once, turned as the picture is.
func TestThumbnailOfJXL(t *testing.T) {
	deep := jxlFileOf(read(t, "deep.jxl")).stream // 32 x 48, to be turned
	exif := jpegMetadata(withEXIF(halves(t, image.Pt(960, 640)), halves(t, image.Pt(128, 192)), 1)).exif
	for _, packed := range []bool{false, true} {
		small, size := Thumbnail(t.Context(), inFile(t, "a.jxl", jxlWith(deep, jxlExif(exif, packed), nil)))
		if small == nil || small.Width != 192 || small.Height != 128 || size != image.Pt(48, 32) {
			t.Fatalf("packed %v: %+v of %v", packed, small, size)
		}
		if at(small, 96, 10)[0] < 150 || at(small, 96, 118)[2] < 150 { // its left half, red, is above now
			t.Error("not turned")
		}
	}
}

// Two cameras have an IMG_0001.jxl each: the second is told from the copy of the first also where EXIF lies behind the picture.
func TestJXLIsToldByWhenItWasTaken(t *testing.T) {
	exif, deep := jpegMetadata(read(t, "meta.jpg")).exif, read(t, "glass.jxl")
	far := append(bytes.Clone(deep), make([]byte, 200_000)...)
	first := inFile(t, "a.jxl", jxlWith(far, nil, jxlExif(exif, true)))
	later := inFile(t, "b.jxl", jxlWith(far, nil, jxlExif(bytes.Replace(exif, []byte("12:34:56"), []byte("12:34:57"), 1), true)))
	if !OtherShot(first, later) || OtherShot(first, first) {
		t.Error("photos are not told apart by when they were taken")
	}
}

// What a few bytes are unpacked to does not fill the memory.
func TestForgedBoxesOfJXL(t *testing.T) {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	for range 64 {
		w.Write(make([]byte, 1<<20))
	}
	w.Close()
	if f := jxlFileOf(jxlWith(read(t, "glass.jxl"), madeBox("brob", []byte("xml "), b.Bytes()), nil)); f.xmp != nil {
		t.Errorf("%d bytes of XMP from %d", len(f.xmp), b.Len())
	}
}

// The sizes that a head has few bits for, and the longest way to say colours.
func TestHeadsOfJXL(t *testing.T) {
	for name, c := range map[string]struct {
		bits string // the lowest first
		want jxlHead
	}{
		"small, 3:2, all usual": {"1" + "11000" + "001" + "1", jxlHead{size: image.Pt(48, 32), turn: 1, bits: 8, primaries: 1, transfer: 13}},
		"short, own width":      {"0" + "00" + "111110000" + "000" + "00" + "111100000" + "1", jxlHead{size: image.Pt(16, 32), turn: 1, bits: 8, primaries: 1, transfer: 13}},
		"turned, P3, own white": {"1" + "11000" + "001" + "0" + "1" + "101" + "000" + "0" + "00" + "1" + "00" + "1" + "0" + "0" + "00" + "010000" /* white of its own */ + "00" + strings.Repeat("0", 19) + "00" + strings.Repeat("0", 19) + "10" + "1001" + "0" + "10" + "1101",
			jxlHead{size: image.Pt(48, 32), turn: 6, bits: 8, primaries: 2, transfer: 2}},
	} {
		data := []byte(jxlSignature)
		for i, bit := range c.bits + strings.Repeat("0", 64) {
			if i%8 == 0 {
				data = append(data, 0)
			}
			data[len(data)-1] |= byte(bit-'0') << (i % 8)
		}
		if h, err := parseJXL(data); err != nil || h != c.want {
			t.Errorf("%s: %+v, want %+v: %v", name, h, c.want, err)
		}
	}
}

// What is ours to read of a JPEG XL file, and of what the decoder says, ends with an error at worst.
func FuzzJXL(f *testing.F) {
	for _, name := range []string{"photo.jxl", "deep.jxl", "glass.jxl", "grey.jxl", "wide.jxl", "hdr.jxl", "film.jxl", "ink.jxl"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("jxl 2 1 4 16 3\nicc0123456789abcdef"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := jxlFileOf(data)
		if h, err := parseJXL(file.stream); err == nil {
			h.check()
			file.metadata(h).upright(10, 10, false)
		}
		var w, h int
		if n, _ := fmt.Sscanf(string(data[:min(len(data), 100)]), "jxl %d %d", &w, &h); n < 2 || w > 1<<8 || h > 1<<8 {
			return
		}
		p, _, err := readJXL(bufio.NewReader(bytes.NewReader(data)))
		if err == nil && (len(p.Pix) != 3*p.Width*p.Height || p.alpha != nil && len(p.alpha) != p.Width*p.Height) {
			t.Errorf("%d x %d with %d samples", p.Width, p.Height, len(p.Pix))
		}
	})
}
