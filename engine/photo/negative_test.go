package photo

import (
	"bytes"
	"context"
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

	"afterrain/engine/photo/colour"
	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/tiff"
)

// useOurDeveloper has afterrain-decode develop in a test, which says what a DNG needs, unlike LibRaw's own program.
func useOurDeveloper(t *testing.T) {
	t.Helper()
	path, err := buildDecoder()
	if err != nil {
		t.Fatal(err)
	}
	if found, _ := filepath.Glob("../../build/libraw/*/libraw_r.so.*"); os.Getenv("LIBRAW_LIB") == "" && len(found) > 0 {
		t.Setenv("LIBRAW_LIB", found[0])
	}
	before := developer
	developer = func() string { return path }
	t.Cleanup(func() { developer = before })
}

// canonMatrix takes XYZ to the colours of an EOS 550D (LibRaw's table), in ten-thousandths.
var canonMatrix = []int32{6461, -1164, -857, -3825, 11597, 2534, -416, 1540, 6039}

// canon is a raw file of the scene by a sensor whose colours are not sRGB's: white is 0.5, 1 and 0.7 to it.
func canon(t *testing.T, turn uint16, own []byte) []byte {
	t.Helper()
	return withCanonColours(negative(t, turn, own))
}

// withCanonColours makes the sensor of a raw file one as canon's.
func withCanonColours(data []byte) []byte {
	d, _ := ifd.Parse(data)
	put := func(tag uint16, values ...int32) {
		e, _ := d.First().Find(tag)
		for i, v := range values {
			binary.LittleEndian.PutUint32(d.Value(e)[8*i:], uint32(v))
			binary.LittleEndian.PutUint32(d.Value(e)[8*i+4:], 10000)
		}
	}
	put(tagColourMatrix, canonMatrix...)
	put(tagAsShotNeutral, 5000, 10000, 7000)
	return data
}

// asDNG opens a raw file's negative, changes its samples if change is not nil, and saves it.
func asDNG(t *testing.T, path string, change func(*Photo)) (dng string) {
	t.Helper()
	p, err := OpenNegative(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(p)
	}
	dng = filepath.Join(t.TempDir(), "b.dng")
	if err := p.Save(dng, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	return dng
}

// psnr of samples of 0 to 1, dB.
func psnr(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Pow(float64(a[i]-b[i]), 2)
	}
	return 10 * math.Log10(float64(len(a))/sum)
}

// What nothing was done to is developed from the DNG as from the raw file, upright, in its colours, and white is white.
func TestDNGIsDevelopedAsTheCameraRawFile(t *testing.T) {
	useOurDeveloper(t)
	for name, own := range map[string][]byte{"with the camera's picture": shown(t), "without": nil} {
		path := write(t, "a.dng", canon(t, 6, own))
		dng := asDNG(t, path, nil)
		a, _, err := runLibRaw(context.Background(), path, rawSize(nil, nil), "-W")
		b, _, err2 := runLibRaw(context.Background(), dng, rawSize(nil, nil), "-W")
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(name, err)
		}
		if a.Width != b.Width || a.Height != b.Height || a.Height != rawWide {
			t.Fatalf("%s: %d x %d became %d x %d", name, a.Width, a.Height, b.Width, b.Height)
		}
		if got := psnr(a.Pix, b.Pix); got < 50 {
			t.Errorf("%s: %.1f dB from the raw file", name, got)
		}
		if rgb := light(b, rawHigh-5, 4); slices.Min(rgb[:]) < 0.98 {
			t.Errorf("%s: white became %.3f", name, rgb)
		}
	}
}

// The DNG says of itself what raw developers ask, it is told as our result, and can be opened.
func TestWhatADNGSays(t *testing.T) {
	useOurDeveloper(t)
	dng := asDNG(t, write(t, "a.dng", canon(t, 6, shown(t))), nil)
	data := contents(t, dng)
	d, _ := ifd.Parse(data)
	main := d.First()
	e, _ := main.Find(tagSubIFDs)
	raw := d.Dir(d.Order.Uint32(d.Data[e.At:]))
	for _, c := range []struct {
		of   ifd.Directory
		tag  uint16
		want uint32
	}{{main, ifd.TagOrientation, 1}, {main, ifd.TagSubfileType, tiff.Reduced}, {raw, ifd.TagSubfileType, 0}, {raw, ifd.TagPhotometric, rawLinear}, {raw, ifd.TagWidth, rawHigh}, {raw, ifd.TagHeight, rawWide}} {
		if got, _ := d.Number(c.of, c.tag); got != c.want {
			t.Errorf("tag %#x is %d, want %d", c.tag, got, c.want)
		}
	}
	if got := fractions(d, main, tagColourMatrix); math.Abs(got[4]-1.1597) > 1e-9 || len(got) != 9 {
		t.Errorf("its colour matrix is %v", got)
	}
	if got := fractions(d, main, tagAsShotNeutral); math.Abs(got[0]-0.5) > 1e-3 || math.Abs(got[2]-0.7) > 1e-3 {
		t.Errorf("white is %v to it", got)
	}
	if !Marked(dng) {
		t.Error("it is not told as our result")
	}
	p, err := Open(dng)
	if err != nil {
		t.Fatal(err)
	}
	if i := p.Info(); p.Format != RAW || i.Camera != "Acme Box" || i.ISO != "3200" || i.Exposure != "1/250 s" {
		t.Errorf("%s, %+v", p.Format, i)
	}
	at, _ := d.Number(main, ifd.TagStripOffsets)
	small, err := jpeg.Decode(bytes.NewReader(data[at:]))
	if err != nil || small.Bounds().Size() != image.Pt(rawHigh, rawWide) {
		t.Fatalf("its small picture is none: %v", err)
	}
	for _, x := range []int{20, 55} { // turned to the right, rows are the scene's columns
		got := float64(color.GrayModel.Convert(small.At(20, x)).(color.Gray).Y) / 255
		if want := math.Pow(scene(x, 40)[0], 0.3); math.Abs(got-want) > 0.05 {
			t.Errorf("its small picture has %.2f at %d, and the camera showed %.2f", got, x, want)
		}
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// fractions are the values of RATIONALs.
func fractions(t ifd.Structure, d ifd.Directory, tag uint16) (list []float64) {
	e, _ := d.Find(tag)
	for b := t.Value(e); len(b) >= 8; b = b[8:] {
		list = append(list, float64(int32(t.Order.Uint32(b)))/float64(int32(t.Order.Uint32(b[4:]))))
	}
	return list
}

// What the network makes of the samples is in the DNG: half as much light is half as much, but where the sensor has come to its end, which stays white.
func TestDNGHasWhatWasRestored(t *testing.T) {
	useOurDeveloper(t)
	path := write(t, "a.dng", negative(t, 1, nil)) // whose colours are all sRGB's
	half := asDNG(t, path, func(p *Photo) {
		for i, v := range p.Pix {
			p.Pix[i] = float32(p.negative.tone.encoded(p.negative.tone.decoded(float64(v)) / 2))
		}
	})
	a, _, err := runLibRaw(context.Background(), path, rawSize(nil, nil), "-o", "0")
	b, _, err2 := runLibRaw(context.Background(), half, rawSize(nil, nil), "-o", "0")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	for i := range a.Pix {
		if x, y := i%rawWide, i/rawWide%rawHigh; x >= 12 || y >= 12 {
			a.Pix[i] /= 2
		}
	}
	if got := psnr(a.Pix, b.Pix); got < 60 {
		t.Errorf("%.1f dB from half the light", got)
	}
}

// sensorHead is the head of a picture by afterrain-decode of a camera that is no DNG's.
const sensorHead = `P6\n# {"make":"Canon","model":"EOS R5","balance":[1,0.5,0.625],"daylight":[2,1,1.6],"srgb":[[1.8,-0.9,0.1],[-0.2,1.7,-0.5],[0,-0.5,1.5]],"exposure":-0.25}\n2 1\n65535\n`

// Of a raw file that is no DNG LibRaw knows the colours.
func TestDNGOfOtherRawFiles(t *testing.T) {
	standIn(t, "printf '"+sensorHead+"123456789012'")
	dng := asDNG(t, write(t, "a.cr2", append([]byte(rawCanon), make([]byte, 100)...)), nil)
	d, _ := ifd.Parse(contents(t, dng))
	main := d.First()
	for tag, want := range map[uint16][]float64{tagColourMatrix: {0.800085, -0.148685, -0.10265, -0.411308, 1.140328, 0.230174, -0.062503, 0.152551, 0.488499}, tagAsShotNeutral: {0.5, 1, 0.8}, tagBaseline: {-0.25}} {
		if got := fractions(d, main, tag); !slices.Equal(got, want) {
			t.Errorf("tag %#x is %v, want %v", tag, got, want)
		}
	}
	e, _ := main.Find(tagCameraModel)
	if got := string(d.Value(e)); got != "Canon EOS R5\x00" {
		t.Errorf("the camera is %q", got)
	}
}

// What has no negative says why, and nothing but a negative is saved as DNG.
func TestWhatIsNoNegative(t *testing.T) {
	for script, says := range map[string]string{
		`printf 'P6\n2 1\n65535\n123456789012'`:                                                              "afterrain-decode",
		`printf 'P6\n# {"balance":[1,0,1]}\n2 1\n65535\n123456789012'`:                                       "does not know the colours",
		`echo 'cannot develop a.dng: no linear picture of a sensor without red, green and blue' >&2; exit 1`: "red, green and blue",
	} {
		standIn(t, script)
		if _, err := OpenNegative(context.Background(), write(t, "a.dng", negative(t, 1, nil))); !errors.Is(err, ErrNegative) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", script, err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.tif")
	if err := os.WriteFile(path, read(t, "deep.tif"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenNegative(context.Background(), path); !errors.Is(err, ErrNegative) || !strings.Contains(err.Error(), "no camera raw file") {
		t.Error(err)
	}
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.CanSave(filepath.Join(t.TempDir(), "a.dng"), SaveOptions{}); !errors.Is(err, ErrNegative) {
		t.Error(err)
	}
	standIn(t, "printf '"+sensorHead+"123456789012'")
	n, err := OpenNegative(context.Background(), write(t, "a.dng", negative(t, 1, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := n.CanSave(filepath.Join(t.TempDir(), "a.tif"), SaveOptions{}); !errors.Is(err, ErrNegative) {
		t.Error("colours of a sensor are saved as if they were sRGB's")
	}
}

func TestFormatsThatAreAskedFor(t *testing.T) {
	for _, c := range []struct {
		of, asked, want Format
	}{{RAW, "", TIFF}, {RAW, DNG, DNG}, {RAW, JPEG, JPEG}, {JPEG, DNG, JPEG}, {WebP, DNG, PNG}, {TIFF, PNG, PNG}} {
		if got := c.of.As(c.asked); got != c.want {
			t.Errorf("%s as %q is %s, want %s", c.of, c.asked, got, c.want)
		}
	}
	for _, c := range []struct {
		asked, of Format
		own, want string
	}{{DNG, RAW, ".NEF", ".dng"}, {DNG, JPEG, ".JPEG", ".JPEG"}, {DNG, TIFF, ".mos", ".tif"}, {DNG, "", ".jpg", ".jpg"}, {TIFF, RAW, ".nef", ".tif"}, {"", RAW, ".dng", ".tif"}} {
		if got := ExtensionAs(c.asked, c.of, c.own); got != c.want {
			t.Errorf("%q%s as %q is %q, want %q", c.of, c.own, c.asked, got, c.want)
		}
	}
}

// A raw file is told by its directory, wherever that lies, without its name.
func TestFormatOfCameraRaw(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want Format
	}{
		"a.tif":  {negative(t, 1, nil), RAW},
		"b.tif":  {read(t, "deep.tif"), TIFF},
		"c.mos":  {read(t, "deep.tif"), RAW}, // as LibRaw may say
		"d.jpg":  {append([]byte(rawCanon), make([]byte, 100)...), RAW},
		"e.tiff": {bytes.Clone([]byte("II*\x00\xff\xff\x00\x00" + strings.Repeat("\x00", 40))), TIFF},
	} {
		if got, err := FormatOf(write(t, name, c.data)); got != c.want || err != nil {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

// The curve that the network sees a negative through cuts nothing and can be undone.
func TestToneAndBack(t *testing.T) {
	for _, most := range []float64{0.5, 0.9, 1, 1.3, 3, 40, 600} {
		c, before := newTone(most), -1.0
		for i := range 1000 {
			light := most * math.Pow(float64(i)/999, 3)
			v := c.encoded(light)
			if v < before || v < 0 || v > 1 {
				t.Fatalf("up to %v: %v became %v after %v", most, light, v, before)
			}
			if back := c.decoded(v); math.Abs(back-light) > 1e-9*max(most, 1) {
				t.Fatalf("up to %v: %v came back as %v", most, light, back)
			}
			if before = v; v < c.knee && math.Abs(v-colour.ToSRGB(light)) > 1e-12 {
				t.Fatalf("up to %v: %v is not as sRGB has it", most, light)
			}
		}
	}
}

// Colours that lie outside of those that the network sees, as of lasers and flowers, are in the DNG as they were.
func TestColoursOutsideComeBack(t *testing.T) {
	n := &latent{sensor: sensor{Balance: [3]float64{1, 0.5, 0.625}, Daylight: [3]float64{2, 1, 1.6}, SRGB: colour.Matrix{{1.8, -0.9, 0.1}, {-0.2, 1.7, -0.5}, {0, -0.5, 1.5}}}}
	if !n.look(4) {
		t.Fatal("there is no way back")
	}
	const wide = 5 // red, green, blue, white and violet
	was := []float32{0.9, 0, 0, 1, 0.5, 0, 0.4, 0, 0.5, 0, 0, 0, 0.6, 0.625, 0.5}
	p := &Photo{Width: wide, Height: 1, Pix: slices.Clone(was)}
	n.take(p)
	n.expose(p)
	if slices.Min(p.Pix) != 0 || slices.Max(p.Pix) > 1 {
		t.Errorf("the network sees %v", p.Pix)
	}
	p.negative = n
	for i, got := range p.allMeasured() {
		c, x := i%3, i/3
		if want := float64(was[c*wide+x]) / n.sensor.Balance[c] * 0xffff; math.Abs(float64(got)-want) > 1 {
			t.Errorf("colour %d of pixel %d is %d, want %.0f", c, x, got, want)
		}
	}
}
