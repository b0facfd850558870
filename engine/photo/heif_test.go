package photo

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"afterrain/engine/photo/colour"
)

// AVIF and WebP show what the JPEG that they were made of shows, the right way up, in its colours.
func TestPicturesOfTheWeb(t *testing.T) {
	for name, want := range map[string]Photo{
		"turned.avif": {Bits: 8, Format: AVIF}, "video.avif": {Bits: 8, Format: AVIF}, "deep.avif": {Bits: 16, Format: AVIF},
		"photo.webp": {Bits: 8, Format: WebP},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, name)
			corners(t, p, 8) // video's range has fewer levels
			if p.Bits != want.Bits || p.Format != want.Format || p.HasAlpha() {
				t.Errorf("%d bits of %s, transparent %v", p.Bits, p.Format, p.HasAlpha())
			}
		})
	}
}

// What the camera wrote, the profile and XMP come along, and no more say that the photo lies on its side.
func TestWhatContainersSayOfTheirPicture(t *testing.T) {
	jpg := open(t, "meta.jpg")
	for _, name := range []string{"turned.avif", "photo.webp"} {
		p := open(t, name)
		if p.Info() != metaInfo {
			t.Errorf("%s: %+v", name, p.Info())
		}
		if !bytes.Equal(p.meta.icc, jpg.meta.icc) || !bytes.Contains(p.meta.xmp, []byte(`tiff:Orientation="1"`)) || exifOrientation(p.meta.exif) != 1 {
			t.Errorf("%s: profile of %d bytes, orientation %d, XMP %s", name, len(p.meta.icc), exifOrientation(p.meta.exif), p.meta.xmp)
		}
	}
	if p := open(t, "deep.avif"); !colour.ForRGB(p.meta.icc) {
		t.Error("Display P3 that is told by numbers has no profile")
	}
	if p := open(t, "video.avif"); p.meta.icc != nil {
		t.Error("sRGB that is told by numbers has a profile")
	}
}

// HDR, whose numbers no profile can say, goes into PNG only.
func TestHDRGoesIntoPNGOnly(t *testing.T) {
	hdr := bytes.Replace(read(t, "deep.avif"), []byte("nclx\x00\x0c\x00\x0d"), []byte("nclx\x00\x09\x00\x10"), 1)
	p, err := decode(hdr, MaxPixels)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Save(filepath.Join(t.TempDir(), "a.jpg"), SaveOptions{}); !errors.Is(err, ErrOnlyPNG) {
		t.Errorf("as JPEG: %v", err)
	}
	path := filepath.Join(t.TempDir(), "a.png")
	if err := p.Save(path, SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	if q, err := Open(path); err != nil || !bytes.Equal(find(q.meta.png, "cICP", 4), []byte{9, 16, 0, 1}) {
		t.Errorf("as PNG: %v", err)
	}
}

// The turn is the container's own, irot and then imir, and EXIF's word does not count.
func TestTurnsOfContainers(t *testing.T) {
	p := open(t, "mirrored.avif")
	if p.Width != 32 || p.Height != 48 {
		t.Fatalf("%d x %d", p.Width, p.Height)
	}
	for place, want := range map[[2]int][3]int{{4, 4}: {245, 245, 245}, {27, 4}: {30, 180, 30}, {4, 43}: {30, 30, 200}, {27, 43}: {220, 30, 30}} {
		if got := at(p, place[0], place[1]); !near(got, want, 5) {
			t.Errorf("%v is %v instead of %v", place, got, want)
		}
	}
	without := bytes.Replace(read(t, "turned.avif"), []byte("irot\x03"), []byte("irot\x00"), 1)
	if p, err := decode(without, MaxPixels); err != nil || p.Width != 32 {
		t.Errorf("EXIF alone has turned it: %v", err)
	}
}

func TestTransparentPictures(t *testing.T) {
	for _, name := range []string{"glass.avif", "glass.webp"} {
		p := open(t, name)
		corners(t, p, 5)
		if !p.HasAlpha() || p.AlphaRow(4)[4] != 0xffff || p.AlphaRow(27)[4]>>8 != 128 {
			t.Errorf("%s: transparent %v", name, p.HasAlpha())
		}
	}
}

func TestPicturesOfTheWebThatAreRefused(t *testing.T) {
	avif := read(t, "turned.avif")
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"film.webp", read(t, "film.webp"), ErrKind, "animated"},
		{"a film", []byte("\x00\x00\x00\x18ftypavis\x00\x00\x00\x00avifmif1"), ErrKind, "animated AVIF"},
		{"a part", bytes.Replace(avif, []byte("irot"), []byte("clap"), 1), ErrKind, "a part"},
		{"half an AVIF", avif[:len(avif)/2], ErrDamaged, "ends early"},
		{"most of an AVIF", avif[:len(avif)-40], ErrDamaged, "ends early"},
		{"the head of an AVIF", avif[:200], ErrDamaged, ""},
		{"an AVIF without its codec's words", bytes.ReplaceAll(avif, []byte("av1C"), []byte("free")), ErrKind, "unusual"},
	} {
		if _, err := decode(c.data, MaxPixels); !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := decode(avif, 1000); !errors.Is(err, ErrTooLarge) {
		t.Errorf("over the limit: %v", err)
	}
}

// Formats that are not written become PNG, which has room for all that was opened.
func TestWhatOtherFormatsAreSavedAs(t *testing.T) {
	for _, name := range []string{"deep.avif", "glass.avif", "glass.webp", "photo.webp"} {
		p := open(t, name)
		if got := Extension(p.Format, filepath.Ext(name)); got != ".png" {
			t.Errorf("%s is saved as %s", name, got)
		}
		path := filepath.Join(t.TempDir(), "out.png")
		if err := p.Save(path, SaveOptions{}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		q, err := Open(path)
		if err != nil || q.Bits != p.Bits || q.HasAlpha() != p.HasAlpha() || !bytes.Equal(q.meta.icc, p.meta.icc) {
			t.Errorf("%s comes back otherwise: %v", name, err)
		}
	}
	if got := Extension("", ".AVIF"); got != ".png" {
		t.Errorf("one that is not opened yet: %s", got)
	}
	if got := Extension("", ".xyz"); got != ".xyz" {
		t.Errorf("one of an unknown kind: %s", got)
	}
}

// Photos are opened beside each other.
func TestManyContainersAtOnce(t *testing.T) {
	var opening sync.WaitGroup
	for range 8 {
		opening.Go(func() {
			if p, err := Open(filepath.Join("testdata", "turned.avif")); err != nil || p.Width != 48 {
				t.Error(err)
			}
		})
	}
	opening.Wait()
}
