package photo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"afterrain/engine/photo/colour"
)

// useHEIF builds the program that decodes HEIC, once, with the library that is installed for the build.
func useHEIF(t *testing.T) {
	t.Helper()
	found, _ := filepath.Glob("../../build/libheif/libheif*.so*")
	if os.Getenv("LIBHEIF_LIB") == "" {
		if len(found) == 0 {
			t.Fatal("libheif is missing: packaging/linux/install.sh build gets it")
		}
		library, err := filepath.Abs(found[0])
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv("LIBHEIF_LIB", library)
	}
	program, err := buildDecoder()
	if err != nil {
		t.Fatal(err)
	}
	decodeWith(t, program)
}

// decodeWith puts a program in the place of that which decodes HEIC for a test.
func decodeWith(t *testing.T, program string) {
	before := heifDecoder
	heifDecoder = func() string { return program }
	t.Cleanup(func() { heifDecoder = before })
}

// inFile is a file with these bytes.
func inFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// A phone's photo comes together of its tiles, upright, with what the phone said of it, and its small picture is there at once.
func TestOpenPhonePhoto(t *testing.T) {
	useHEIF(t)
	p := open(t, "phone.heic")
	quarters(t, p)
	if p.Width != 240 || p.Height != 160 || p.Bits != 8 || p.Format != HEIC || p.HasAlpha() {
		t.Errorf("%d x %d, %d bits of %s, transparent %v", p.Width, p.Height, p.Bits, p.Format, p.HasAlpha())
	}
	jpg := open(t, "meta.jpg")
	if p.Info() != metaInfo || exifOrientation(p.meta.exif) != 1 || !bytes.Contains(p.meta.xmp, []byte(`tiff:Orientation="1"`)) || !bytes.Equal(p.meta.icc, jpg.meta.icc) {
		t.Errorf("%+v, turned %d, profile of %d bytes, XMP %s", p.Info(), exifOrientation(p.meta.exif), len(p.meta.icc), p.meta.xmp)
	}
	small, size := Thumbnail(t.Context(), filepath.Join("testdata", "phone.heic"))
	if small == nil || size != image.Pt(240, 160) {
		t.Fatalf("thumbnail %v of %v", small, size)
	}
	if small.Width != 150 {
		t.Errorf("%d x %d", small.Width, small.Height)
	}
	quarters(t, small)
}

// quarters tells whether a photo shows the picture of the tests, in whatever size.
func quarters(t *testing.T, p *Photo) {
	t.Helper()
	for place, want := range map[image.Point][3]int{{1, 1}: {220, 30, 30}, {3, 1}: {30, 180, 30}, {1, 3}: {30, 30, 200}, {3, 3}: {245, 245, 245}} {
		if got := at(p, place.X*p.Width/4, place.Y*p.Height/4); !near(got, want, 4) {
			t.Errorf("%v is %v instead of %v", place, got, want)
		}
	}
}

// The container's word alone turns a photo, in the order in which it stands.
func TestTurnsOfHEIC(t *testing.T) {
	for name, c := range map[string]struct {
		properties []box
		want       orientation
	}{
		"nothing":             {nil, 1},
		"turned":              {[]box{{"ispe", nil}, {"irot", []byte{3}}}, 6},
		"turned and mirrored": {[]box{{"irot", []byte{1}}, {"imir", []byte{0}}}, 5},
		"mirrored and turned": {[]box{{"imir", []byte{0}}, {"irot", []byte{1}}}, 7},
		"mirrored twice":      {[]box{{"imir", []byte{0}}, {"imir", []byte{1}}}, 3},
	} {
		if got := (&heifItem{properties: c.properties}).turn(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// Cameras write 10 bits, of which a JPEG cannot hold all, in the colours that numbers tell.
func TestOpenDeepAndTransparentHEIC(t *testing.T) {
	useHEIF(t)
	p := open(t, "deep.hif")
	corners(t, p, 4)
	if p.Bits != 16 || p.Format != HEIF || !colour.ForRGB(p.meta.icc) {
		t.Errorf("%d bits of %s, profile of %d bytes", p.Bits, p.Format, len(p.meta.icc))
	}
	p = open(t, "glass.heic")
	corners(t, p, 4)
	if p.Format != HEIF || !p.HasAlpha() || p.AlphaRow(4)[4] != 0xffff || p.AlphaRow(27)[4]>>8 != 128 {
		t.Errorf("%s, transparent %v", p.Format, p.HasAlpha())
	}
}

// A phone's photo becomes JPEG, and what no JPEG can hold PNG: also where only the head of the file is known.
func TestWhatHEICIsSavedAs(t *testing.T) {
	hdr := bytes.Replace(read(t, "deep.hif"), []byte("nclx\x00\x0c\x00\x0d"), []byte("nclx\x00\x09\x00\x10"), 1)
	for name, c := range map[string]struct {
		path, want string
	}{
		"a phone's": {filepath.Join("testdata", "phone.heic"), ".jpg"},
		"deep":      {filepath.Join("testdata", "deep.hif"), ".png"},
		"glass":     {filepath.Join("testdata", "glass.heic"), ".png"},
		"HDR":       {inFile(t, "a.heic", hdr), ".png"},
	} {
		f, err := FormatOf(c.path)
		if got := Extension(f, filepath.Ext(c.path)); err != nil || got != c.want {
			t.Errorf("%s: %s as %s, %v", name, f, got, err)
		}
	}
	if got := Extension("", ".HEIC") + Extension("", ".HIF"); got != ".jpg.png" {
		t.Errorf("unseen: %s", got)
	}
	useHEIF(t)
	p, err := Open(inFile(t, "a.heic", hdr))
	if err != nil || p.CanSave("a.png", SaveOptions{}) != nil || !errors.Is(p.CanSave("a.tif", SaveOptions{}), ErrOnlyPNG) {
		t.Error(err)
	}
}

func TestHEICThatIsRefused(t *testing.T) {
	useHEIF(t)
	whole := read(t, "phone.heic")
	sized := func(w, h string) []byte {
		return bytes.ReplaceAll(whole, []byte("ispe\x00\x00\x00\x00\x00\x00\x00\xa0\x00\x00\x00\xf0"), []byte("ispe\x00\x00\x00\x00"+w+h))
	}
	deep := read(t, "deep.hif")
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"half", whole[:len(whole)/2], ErrDamaged, "ends early"},
		{"most", whole[:len(whole)-40], ErrDamaged, "ends early"},
		{"a head", whole[:200], ErrDamaged, ""},
		{"too large", sized("\x00\x00\x80\x00", "\x00\x00\x80\x00"), ErrTooLarge, "32768 x 32768"},
		{"too large for the sum", sized("\xff\xff\xff\xff", "\xff\xff\xff\xff"), ErrTooLarge, ""},
		{"another codec", bytes.ReplaceAll(whole, []byte("hvc1"), []byte("vvc1")), ErrKind, "vvc1"},
		{"nothing of the codec's own", bytes.ReplaceAll(whole, []byte("hvcC"), []byte("free")), ErrDamaged, "hvcC"},
		{"other data", bytes.Replace(deep, []byte("\x28\x01"), []byte("\x7e\x01"), 1), ErrDamaged, "libheif"},
		{"an unknown matrix", bytes.Replace(deep, []byte("nclx\x00\x0c\x00\x0d\x00\x06"), []byte("nclx\x00\x0c\x00\x0d\x00\x0e"), 1), ErrKind, "HEIC"},
		{"a film", []byte("\x00\x00\x00\x18ftyphevc\x00\x00\x00\x00hevcmsf1\x00\x00\x00\x08moov"), ErrKind, "film"},
	} {
		if _, err := Open(inFile(t, "a.heic", c.data)); !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Where libheif is missing each photo says so, and none is passed over in silence.
func TestHEICWithoutLibHEIF(t *testing.T) {
	decodeWith(t, "")
	path := inFile(t, "a.heic", read(t, "phone.heic"))
	if _, err := Open(path); !errors.Is(err, ErrNoHEIF) || !errors.Is(err, ErrKind) || !strings.Contains(err.Error(), "install Afterrain again") {
		t.Error(err)
	}
	visited := 0
	Walk(filepath.Dir(path), func(string, error) { visited++ })
	if visited != 1 {
		t.Errorf("visited %d", visited)
	}
	useHEIF(t)
	t.Setenv("LIBHEIF_LIB", filepath.Join(t.TempDir(), "none.so"))
	if _, err := Open(path); !errors.Is(err, ErrNoHEIF) || !strings.Contains(err.Error(), "libheif's library does not load") {
		t.Error(err)
	}
}

// Cameras write HEIF beside the raw file, as they write JPEG: of a folder that one is restored. What lies beside a phone's photo, its video and
// its edits, is none, and a JPEG beside HEIC is a photo of its own.
func TestWalkTakesHEIC(t *testing.T) {
	dir := filepath.Dir(inFile(t, "a.HIF", nil))
	for _, name := range []string{"a.CR3", "b.HEIC", "b.MOV", "b.AAE", "c.heif", "c.jpg"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	others, _ := Walk(dir, func(path string, err error) { got = append(got, filepath.Base(path)) })
	if want := []string{"a.HIF", "b.HEIC", "c.heif", "c.jpg"}; !slices.Equal(got, want) || others != 3 {
		t.Errorf("visited %q and %d others, want %q", got, others, want)
	}
}

// A crash, a hang and a cancel of the decoder cost nothing but its photo.
func TestDecoderOfHEICThatFails(t *testing.T) {
	path := inFile(t, "a.heic", read(t, "phone.heic"))
	for _, c := range []struct {
		script, says string
		want         error
	}{
		{"kill -SEGV $$", "segmentation fault", ErrDamaged},
		{"printf 'planes 6 1 false\\n2 1 8\\n\\n1'", "broke off", ErrDamaged},
		{"printf 'planes 6 1 false\\n2 1 8\\n\\n1'; kill -KILL $$", "memory", ErrMemory},
		{"printf 'planes 6 1 false\\n2 1 8\\n2 1 8\\n2 1 9\\n\\n123456789'", "do not fit", ErrKind},
		{"printf 'planes 6 1 false\\n2000000000 1 8\\n\\n'", "2000000000", ErrTooLarge},
		{"echo 'cannot decode a.heic: too big, Security limit' >&2; exit 1", "too large", ErrTooLarge},
		{"echo 'cannot decode a.heic: too little memory, x' >&2; exit 1", "memory", ErrMemory},
		{"echo 'cannot decode a.heic: unsupported, x' >&2; exit 1", "does not know", ErrKind},
	} {
		decodeWith(t, script(t, c.script))
		if p, err := Open(path); p != nil || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.script, err)
		}
	}
	decodeWith(t, script(t, "exec sleep 60"))
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := OpenWhole(ctx, path); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 30*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	if p, _ := Thumbnail(ctx, path); p != nil {
		t.Error("a thumbnail of nothing")
	}
}

// Two phones have an IMG_0001.HEIC each: the second is told from the copy of the first also where EXIF lies behind the picture.
func TestHEICIsToldByWhenItWasTaken(t *testing.T) {
	data := read(t, "phone.heic")
	cut := bytes.Index(data, []byte("mdat")) + 4
	far := append(bytes.Clone(data[:cut]), make([]byte, 200_000)...)
	far = append(far, data[cut:]...)
	moveItems(far, 200_000)
	first := inFile(t, "a.heic", far)
	later := inFile(t, "b.heic", bytes.Replace(far, []byte("2024:05:01 12:34:56"), []byte("2024:05:01 12:34:57"), 1))
	if !OtherShot(first, later) || OtherShot(first, first) {
		t.Error("photos are not told apart by when they were taken")
	}
}

// moveItems says of all items in the file that they lie further behind (iloc version 1, numbers of four bytes).
func moveItems(data []byte, by uint32) {
	iloc := data[bytes.Index(data, []byte("iloc"))+4:]
	c := cursor{rest: iloc[8:]}
	for range iloc[7] {
		c.take(2)
		if method := c.uint(2); method == 0 {
			at := c.rest[2:6]
			v := uint32(at[0])<<24 | uint32(at[1])<<16 | uint32(at[2])<<8 | uint32(at[3])
			v += by
			copy(at, []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
		}
		c.take(6)
		c.take(8 * int(c.uint(2)))
	}
}

// What is ours to read of a HEIC file, and of what the decoder says, ends with an error at worst.
func FuzzHEIC(f *testing.F) {
	for _, name := range []string{"phone.heic", "deep.hif", "glass.heic"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("planes 6 1 true\n4 1 8\n2 1 8\n2 1 8\n4 1 10\n\n\x80\x80\x80\x80\x80\x80\x80\xa8\x01\x01\x01\x01\x01\x01\x01\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		isDeep(data)
		if h, err := parseHEIF(data); err == nil {
			h.metadata().upright(10, 10, false)
			if part, err := h.picture().aperture(image.Pt(60, 40)); err == nil && !part.In(image.Rect(0, 0, 60, 40)) {
				t.Errorf("%v is to be shown", part)
			}
			if id := h.thumbnail(); h.checkHEVC() == nil && id != 0 {
				h.item(id).turn()
			}
		}
		heads := bufio.NewReader(bytes.NewReader(data))
		heads.ReadString('\n')
		if list, err := planeHeads(heads); err != nil || list[0].w*list[0].h > 1<<16 {
			return
		}
		p, err := readPlanes(bufio.NewReader(bytes.NewReader(data)))
		if err == nil && (len(p.Pix) != 3*p.Width*p.Height || p.alpha != nil && len(p.alpha) != p.Width*p.Height) {
			t.Errorf("%d x %d with %d samples", p.Width, p.Height, len(p.Pix))
		}
	})
}
