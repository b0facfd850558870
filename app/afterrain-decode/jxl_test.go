package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// useLibJXL names the library that is installed for the build.
func useLibJXL(t *testing.T) {
	t.Helper()
	if os.Getenv("LIBJXL_LIB") != "" {
		return
	}
	found, _ := filepath.Glob("../../build/libjxl/libjxl-*.so*")
	if len(found) == 0 {
		t.Fatal("libjxl is missing: packaging/linux/install.sh build gets it")
	}
	t.Setenv("LIBJXL_LIB", found[0])
}

// A picture comes as it is stored: not turned, with as many channels as it has, and what its colours are.
func TestDecodeJXL(t *testing.T) {
	useLibJXL(t)
	for name, c := range map[string]struct {
		head string
		size int
	}{
		"photo.jxl": {"jxl 32 48 3 8 588\n", 588 + 32*48*3},
		"deep.jxl":  {"jxl 32 48 3 16 ", 516 + 32*48*3*2},
		"glass.jxl": {"jxl 48 32 4 8 ", 504 + 48*32*4},
		"grey.jxl":  {"jxl 48 32 1 16 ", 324 + 48*32*2},
	} {
		var out bytes.Buffer
		if err := decodeJXL(filepath.Join("../../engine/photo/testdata", name), "1536", &out); err != nil {
			t.Error(err)
		}
		head, rest, _ := bytes.Cut(out.Bytes(), []byte("\n"))
		if !strings.HasPrefix(string(head)+"\n", c.head) || len(rest) != c.size {
			t.Errorf("%s: %d bytes behind %q", name, len(rest), head)
		}
	}
}

// Colours whose profile cannot be kept become no wider than they need be.
func TestPrimariesForAProfile(t *testing.T) {
	profile := func(x, y, z float64) []byte { // of a green
		icc := append(make([]byte, 131), 1)
		icc = append(icc, "gXYZ\x00\x00\x00\x90\x00\x00\x00\x14XYZ \x00\x00\x00\x00"...)
		for _, v := range []float64{x, y, z} {
			icc = binary.BigEndian.AppendUint32(icc, uint32(v*65536))
		}
		return icc
	}
	srgb := profile(0.3851, 0.7169, 0.0971)
	for name, c := range map[string]struct {
		icc  []byte
		want int32
	}{
		"sRGB":       {srgb, jxlP3},
		"Display P3": {profile(0.2920, 0.6922, 0.0419), jxlP3},
		"Adobe RGB":  {profile(0.2053, 0.6257, 0.0609), jxl2020},
		"cut":        {srgb[:len(srgb)-1], jxl2020},
		"a head":     {srgb[:128], jxl2020},
		"no light":   {profile(0, 0, 0), jxl2020},
	} {
		if got := primariesFor(c.icc); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func TestJXLThatCannotBeDecoded(t *testing.T) {
	useLibJXL(t)
	const photo = "../../engine/photo/testdata/photo.jxl"
	empty := filepath.Join(t.TempDir(), "empty.jxl")
	text := filepath.Join(t.TempDir(), "text.jxl")
	if err := os.WriteFile(empty, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(text, []byte("no photo"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, pixels, says string }{
		{photo, "1535", "photo.jxl: too big"},
		{photo, "-1", "invalid"},
		{"../../engine/photo/testdata/film.jxl", "10000", "unsupported"},
		{text, "10000", "cannot decode"},
		{empty, "10000", "cannot decode"},
		{"none.jxl", "10000", "none.jxl"},
	} {
		var out bytes.Buffer
		if err := decodeJXL(c.path, c.pixels, &out); err == nil || !strings.Contains(err.Error(), c.says) || out.Len() > 0 {
			t.Errorf("%v: %v, %d bytes", c, err, out.Len())
		}
	}
}

// A library without what is needed is an error like a missing one, and so is one without those beside it.
func TestLibJXLIsMissing(t *testing.T) {
	useLibJXL(t)
	library := os.Getenv("LIBJXL_LIB")
	alone := filepath.Join(t.TempDir(), filepath.Base(library))
	if data, err := os.ReadFile(library); err != nil || os.WriteFile(alone, data, 0o666) != nil {
		t.Fatal(err)
	}
	others, _ := filepath.Glob(filepath.Join(filepath.Dir(library), "libjxl_threads*"))
	for _, path := range append(others, filepath.Join(t.TempDir(), "none.so"), alone) {
		t.Setenv("LIBJXL_LIB", path)
		if err := decodeJXL("a.jxl", "1", new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "libjxl's library does not load") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A DNG that is compressed as JPEG XL, without a loss, is developed to the last bit like the one that it was made of.
func TestDevelopDNGPackedAsJXL(t *testing.T) {
	useLibRaw(t)
	useLibJXL(t)
	for _, w := range []way{{dark: true}, {linear: true}} {
		var plain, packed bytes.Buffer
		if err := develop("../../engine/photo/testdata/raw.dng", w, &plain); err != nil {
			t.Fatal(err)
		}
		if err := develop("../../engine/photo/testdata/packed.dng", w, &packed); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(plain.Bytes(), packed.Bytes()) {
			t.Errorf("%+v: %d bytes of %d are others", w, packed.Len(), plain.Len())
		}
	}
}

// What is wrong with such a DNG is told as of others.
func TestPackedDNGThatCannotBeDeveloped(t *testing.T) {
	useLibRaw(t)
	useLibJXL(t)
	whole, err := os.ReadFile("../../engine/photo/testdata/packed.dng")
	if err != nil {
		t.Fatal(err)
	}
	zeros := bytes.Clone(whole)
	clear(zeros[200:300])
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"cut.dng":   {whole[:len(whole)/2], "cut.dng: Unsupported"},
		"zeros.dng": {zeros, "zeros.dng: "},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, c.data, 0o666); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := develop(path, way{dark: true}, &out); err == nil || !strings.Contains(err.Error(), c.says) || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
	t.Setenv("LIBJXL_LIB", filepath.Join(t.TempDir(), "none.so"))
	if err := develop("../../engine/photo/testdata/packed.dng", way{dark: true}, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "libjxl's library does not load") {
		t.Error(err)
	}
}
