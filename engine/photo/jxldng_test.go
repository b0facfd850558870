package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A DNG that is compressed as JPEG XL is the photo that it was before, with what the camera said of it, and can be restored into a DNG.
func TestOpenDNGPackedAsJXL(t *testing.T) {
	useOurDeveloper(t)
	useJXL(t)
	plain, raw := open(t, "raw.dng"), read(t, "raw.dng")
	own := raw[bytes.Index(raw, jpegStart):] // the camera's picture, which tells how bright the photo is
	packed, err := Open(inFile(t, "a.dng", append(read(t, "packed.dng"), own...)))
	if err != nil {
		t.Fatal(err)
	}
	if packed.Format != RAW || packed.Width != plain.Width || packed.Info() != plain.Info() || packed.Info().ISO == "" || !slices.Equal(packed.Pix, plain.Pix) {
		t.Errorf("%d x %d, %+v", packed.Width, packed.Height, packed.Info())
	}
	if small, _ := Thumbnail(t.Context(), packed.Path); small == nil {
		t.Error("no thumbnail")
	}
	p, err := OpenNegative(t.Context(), filepath.Join("testdata", "packed.dng"))
	if err != nil || p.As("") != DNG {
		t.Error(err)
	}
	if f, err := FormatOf(filepath.Join("testdata", "packed.dng")); err != nil || f != RAW {
		t.Errorf("%s, %v", f, err)
	}
}

// The reason for what cannot be developed is told: that libjxl is not there, or what samples there are.
func TestPackedDNGThatIsRefused(t *testing.T) {
	useOurDeveloper(t)
	useJXL(t)
	data := read(t, "packed.dng")
	float := bytes.Clone(data) // the tag of its fields says now what kind of samples it has
	at := bytes.Index(float, binary.BigEndian.AppendUint16(nil, 50975))
	binary.BigEndian.PutUint16(float[at:], 339)
	binary.BigEndian.PutUint32(float[at+8:], 3)
	if _, err := Open(inFile(t, "a.dng", float)); !errors.Is(err, ErrKind) || !strings.Contains(err.Error(), "floating-point") {
		t.Error(err)
	}
	if _, err := Open(inFile(t, "a.dng", data[:len(data)*2/3])); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrKind) {
		t.Error(err)
	}
	cut := bytes.Clone(data)
	clear(cut[300:500])
	if _, err := Open(inFile(t, "a.dng", cut)); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	t.Setenv("LIBJXL_LIB", filepath.Join(t.TempDir(), "none.so"))
	if _, err := Open(filepath.Join("testdata", "packed.dng")); !errors.Is(err, ErrNoJXL) || !strings.Contains(err.Error(), "libjxl's library does not load") {
		t.Error(err)
	}
}
