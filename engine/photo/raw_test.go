package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"afterrain/engine/photo/ifd"
)

// rawWide and rawHigh are the size of the sensor in these tests, px.
const rawWide, rawHigh = 96, 64

// scene is what the sensor sees, linear: a ramp from dark to light, its right third redder, one corner white.
func scene(x, y int) (rgb [3]float64) {
	v := 0.02 + 0.25*float64(x)/rawWide
	rgb = [3]float64{v, v, v}
	if x > 2*rawWide/3 {
		rgb[1], rgb[2] = v/2, v/3
	}
	if x < 12 && y < 12 {
		rgb = [3]float64{1, 1, 1}
	}
	return rgb
}

// negative is a DNG file of the scene through red, green and blue filters, whose colours are sRGB's, with the camera's own
// picture in it if that is not nil.
func negative(t *testing.T, turn uint16, own []byte) []byte {
	t.Helper()
	return mosaic(image.Pt(rawWide, rawHigh), 0, 60000, turn, own, func(x, y, filter int) float64 { return 60000 * scene(x, y)[filter] })
}

// mosaic is a DNG file of what a sensor has measured with these black and white levels: a sample behind each red, green or blue filter (0 to 2).
func mosaic(size image.Point, black, white int, turn uint16, own []byte, sample func(x, y, filter int) float64) []byte {
	le := binary.LittleEndian
	short := func(tag, v uint16) ifd.Field {
		return ifd.Field{Tag: tag, Kind: ifd.TypeShort, Value: le.AppendUint16(nil, v)}
	}
	long := func(tag uint16, v int) ifd.Field {
		return ifd.Field{Tag: tag, Kind: ifd.TypeLong, Value: le.AppendUint32(nil, uint32(v))}
	}
	text := func(tag uint16, s string) ifd.Field {
		return ifd.Field{Tag: tag, Kind: ifd.TypeASCII, Value: append([]byte(s), 0)}
	}
	rationals := func(tag, kind uint16, of int32, list ...int32) ifd.Field {
		var value []byte
		for _, v := range list {
			value = le.AppendUint32(le.AppendUint32(value, uint32(v)), uint32(of))
		}
		return ifd.Field{Tag: tag, Kind: kind, Value: value}
	}
	out := []byte("II*\x00\x00\x00\x00\x00")
	for y := range size.Y {
		for x := range size.X {
			out = le.AppendUint16(out, uint16(math.Round(sample(x, y, [...]int{0, 1, 1, 2}[y%2*2+x%2]))))
		}
	}
	strip := len(out) - 8
	out = append(out, own...)
	exif := []ifd.Field{text(0x9003, "2026:11:28 10:11:12"), rationals(0x829a, ifd.TypeRational, 250, 1), short(0x8827, 3200),
		{Tag: tagMakerNote, Kind: ifd.TypeUndefined, Value: bytes.Repeat([]byte("maker"), 40)}, short(ifd.TagColourSpace, ifd.Uncalibrated)}
	for len(out)%2 == 1 {
		out = append(out, 0)
	}
	le.PutUint32(out[4:], uint32(len(out)))
	return ifd.AppendDirectory(out, 0, le, []ifd.Field{long(ifd.TagSubfileType, 0), long(ifd.TagWidth, size.X), long(ifd.TagHeight, size.Y), short(ifd.TagBits, 16), short(ifd.TagCompression, 1),
		short(ifd.TagPhotometric, rawMosaic), text(0x010f, "Acme"), text(0x0110, "Box"), long(ifd.TagStripOffsets, 8), short(ifd.TagOrientation, turn), short(ifd.TagSamples, 1),
		long(ifd.TagRowsPerStrip, size.Y), long(ifd.TagStripBytes, strip), {Tag: 33421, Kind: ifd.TypeShort, Value: []byte{2, 0, 2, 0}}, {Tag: 33422, Kind: ifd.TypeByte, Value: []byte{0, 1, 1, 2}},
		{Tag: ifd.TagDNGVersion, Kind: ifd.TypeByte, Value: []byte{1, 4, 0, 0}}, text(50708, "Acme Box"), long(tagBlackLevel, black), long(tagWhiteLevel, white),
		rationals(50721, ifd.TypeSRational, 10000, 32405, -15371, -4985, -9693, 18760, 416, 556, -2040, 10572), rationals(50728, ifd.TypeRational, 1, 1, 1, 1),
		{Tag: ifd.TagXMP, Kind: ifd.TypeByte, Value: []byte(`<x crs:Exposure2012="+1.00"/>`)}, {Tag: ifd.TagExifIFD, Kind: ifd.TypeLong, Sub: exif}})
}

// shown is the camera's own picture of the scene, through a curve that makes it brighter.
func shown(t *testing.T) []byte {
	t.Helper()
	const times = 8
	img := image.NewRGBA(image.Rect(0, 0, times*rawWide, times*rawHigh))
	for y := range times * rawHigh {
		for x := range times * rawWide {
			rgb := scene(x/times, y/times)
			as := func(v float64) uint8 { return uint8(math.Round(255 * math.Pow(v, 0.3))) }
			img.SetRGBA(x, y, color.RGBA{as(rgb[0]), as(rgb[1]), as(rgb[2]), 255})
		}
	}
	return asJPEG(t, img)
}

func asJPEG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	if developer() == "" {
		t.Fatal("LibRaw's program dcraw_emu is missing: install libraw-bin (make test does)")
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// light is the sample of p that stands for a place of the scene, by the mean over 3 x 3 pixels.
func light(p *Photo, x, y int) (rgb [3]float64) {
	for c := range rgb {
		for _, i := range []int{-1, 0, 1} {
			for _, j := range []int{-1, 0, 1} {
				rgb[c] += float64(p.Pix[(c*p.Height+y+i)*p.Width+x+j]) / 9
			}
		}
	}
	return rgb
}

// A camera raw file is developed: in colour, turned, with 16 bits, and as bright as the camera showed it.
func TestOpenCameraRaw(t *testing.T) {
	p, err := Open(write(t, "a.dng", negative(t, 6, shown(t))))
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != rawHigh || p.Height != rawWide || p.Bits != 16 || p.Format != RAW {
		t.Fatalf("%d x %d, %d bits, %s", p.Width, p.Height, p.Bits, p.Format)
	}
	for _, x := range []int{20, 40, 55} { // turned to the right, rows are the scene's columns
		for c, got := range light(p, 20, x) {
			if want := math.Pow(scene(x, 40)[c], 0.3); math.Abs(got-want) > 0.04 {
				t.Errorf("at %d channel %d is %.3f, and the camera showed %.3f", x, c, got, want)
			}
		}
	}
	if rgb := light(p, 20, 80); rgb[0] < 1.15*rgb[1] || rgb[1] < 1.05*rgb[2] {
		t.Errorf("the red third is %.3f", rgb)
	}
	if rgb := light(p, rawHigh-5, 4); rgb[0] < 0.98 || rgb[1] < 0.98 || rgb[2] < 0.98 {
		t.Errorf("white became %.3f", rgb)
	}
}

// The beginning of a CR2 file is more than two letters, with which any TIFF file's samples may begin.
func TestTIFFFileIsNoCameraRaw(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.tif")
	img := image.NewRGBA(image.Rect(0, 0, 3, 1))
	img.SetRGBA(0, 0, color.RGBA{'C', 'R', 2, 255})
	var out bytes.Buffer
	if err := tiff.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o666); err != nil || string(out.Bytes()[8:10]) != "CR" {
		t.Fatal(err, out.Bytes()[8:10])
	}
	if p, err := Open(path); err != nil || p.Format != TIFF {
		t.Errorf("%v", err)
	}
	cr2 := append([]byte("II*\x00\x10\x00\x00\x00CR\x02\x00"), make([]byte, 100)...)
	if format, err := formatOf(cr2); format != RAW {
		t.Errorf("%s, %v", format, err)
	}
}

// A raw file that looks like the TIFF file of its thumbnail is told by its name.
func TestCameraRawByItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.MOS")
	if err := os.WriteFile(path, read(t, "deep.tif"), 0o666); err != nil {
		t.Fatal(err)
	}
	standIn(t, "printf 'P6\\n2 1\\n65535\\n123456789012'")
	if p, err := Open(path); err != nil || p.Format != RAW || p.Width != 2 {
		t.Errorf("%v", err)
	}
	standIn(t, "echo 'Cannot open a.MOS: Unsupported file format or not RAW file' >&2")
	if p, err := Open(path); err != nil || p.Format != TIFF {
		t.Errorf("%v", err)
	}
}

func TestBadCameraRaw(t *testing.T) {
	whole := negative(t, 1, nil)
	cut := slices.Clone(whole)
	at := bytes.Index(cut, []byte{0x11, 0x01, 4, 0, 1, 0, 0, 0}) // the strip's place
	binary.LittleEndian.PutUint32(cut[at+8:], uint32(len(cut)-100))
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"cut.dng", cut, ErrDamaged},
		{"unknown.raf", []byte("FUJIFILMCCD-RAW 0201FF000000" + strings.Repeat("x", 400)), ErrKind},
	} {
		if _, err := Open(write(t, c.name, c.data)); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Where LibRaw's program is missing the error says what to install, and folders pass over raw files.
func TestCameraRawWithoutLibRaw(t *testing.T) {
	path, before := write(t, "a.dng", negative(t, 1, nil)), developer
	developer = func() string { return "" }
	defer func() { developer = before }()
	if _, err := Open(path); !errors.Is(err, ErrDeveloper) || !errors.Is(err, ErrKind) || !strings.Contains(err.Error(), "libraw-bin") {
		t.Error(err)
	}
	if others, _ := Walk(filepath.Dir(path), func(string, error) { t.Error("visited") }); others != 1 {
		t.Errorf("%d others", others)
	}
	for _, name := range []string{"B.NEF", "b.jpg", "c.txt"} { // of a pair the other is there
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if others, raw := Walk(filepath.Dir(path), func(string, error) {}); others != 3 || raw != (LeftRaws{1, 1}) {
		t.Errorf("%d others, %+v of them raw files", others, raw)
	}
}

// Cameras write a JPEG beside the raw file: of a folder that one is restored, and our own result stands for nobody.
func TestWalkTakesTheDevelopedPhotoOfAPair(t *testing.T) {
	first := write(t, "a.NEF", nil)
	dir := filepath.Dir(first)
	if err := os.Mkdir(filepath.Join(dir, "d.dng"), 0o777); err != nil { // a folder, whatever its name
		t.Fatal(err)
	}
	for _, name := range []string{"A.jpg", "b.nef", "b.txt", "c.cr2", "c.dng", "d.dng/e.jpg", "d.jpg"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	others, _ := Walk(dir, func(path string, err error) { got = append(got, filepath.Base(path)) })
	if want := []string{"A.jpg", "b.nef", "c.cr2", "c.dng", "e.jpg", "d.jpg"}; !slices.Equal(got, want) || others != 2 {
		t.Errorf("visited %q and %d others, want %q", got, others, want)
	}
}

// The raw files of all makers are visited, those that do not begin as TIFF files too, and told from each other by
// what their heads say: --skip-existing asks.
func TestWalkVisitsCameraRawOfAllKinds(t *testing.T) {
	olympus := append([]byte("IIRO"), negative(t, 1, nil)[4:]...)
	first := write(t, "a.orf", olympus)
	dir := filepath.Dir(first)
	for name, head := range map[string]string{"b.cr3": "\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "c.raf": "FUJIFILMCCD-RAW 0201FF000000",
		"d.rw2": "IIU\x00\x18\x00\x00\x00", "e.x3f": "FOVb\x02\x00\x00\x00", "f.mrw": "\x00MRM\x00\x00\x00\x08", "g.crw": "II\x1a\x00\x00\x00HEAPCCDR"} {
		if err := os.WriteFile(filepath.Join(dir, name), append([]byte(head), make([]byte, 400)...), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	if others, _ := Walk(dir, func(string, error) { n++ }); n != 7 || others != 0 {
		t.Errorf("visited %d and left out %d, want 7 and none", n, others)
	}
	later := write(t, "later.orf", bytes.Replace(olympus, []byte("10:11:12"), []byte("10:11:13"), 1))
	if !OtherShot(first, later) || OtherShot(first, first) {
		t.Error("raw files are not told apart by when they were taken")
	}
}

func TestCurveGoesThroughItsPointsAndNeverBack(t *testing.T) {
	from := [len(toneShares)]float64{0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.31, 0.311, 0.6}
	to := [len(toneShares)]float64{0, 0.02, 0.1, 0.3, 0.5, 0.6, 0.9, 0.8, 1}
	c := newCurve(from, to)
	if c[0] != 0 || c[toneSteps] != 1 {
		t.Errorf("from %v to %v", c[0], c[toneSteps])
	}
	for i := range 5 {
		if got := c.at(float32(from[i])); math.Abs(float64(got)-to[i]) > 1e-3 {
			t.Errorf("%v became %v, not %v", from[i], got, to[i])
		}
	}
	for i := range toneSteps {
		if c[i+1] < c[i]-1e-6 {
			t.Fatalf("it goes back at %d", i)
		}
	}
}
