package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// useLibHEIF names the library that is installed for the build.
func useLibHEIF(t *testing.T) {
	t.Helper()
	if os.Getenv("LIBHEIF_LIB") != "" {
		return
	}
	found, _ := filepath.Glob("../../build/libheif/libheif-*.so*")
	if len(found) == 0 {
		t.Fatal("libheif is missing: packaging/linux/install.sh build gets it")
	}
	t.Setenv("LIBHEIF_LIB", found[0])
}

// The planes come as they are stored: not turned, not cut, and each as large as its file has it.
func TestDecodeHEIC(t *testing.T) {
	useLibHEIF(t)
	for name, c := range map[string]struct {
		thumbnail, head string
		size            int
	}{
		"phone.heic": {"0", "planes 6 1 false\n160 240 8\n80 120 8\n80 120 8\n\n", 160 * 240 * 3 / 2},
		"deep.hif":   {"0", "planes 6 0 false\n64 64 10\n32 64 10\n32 64 10\n\n", 64 * 64 * 2 * 2},
		"glass.heic": {"0", "planes 6 1 false\n64 64 8\n64 64 8\n64 64 8\n64 64 8\n\n", 64 * 64 * 4},
	} {
		var out bytes.Buffer
		if err := decode(filepath.Join("../../engine/photo/testdata", name), c.thumbnail, "1000000", &out); err != nil {
			t.Error(err)
		}
		if got := out.Bytes(); !bytes.HasPrefix(got, []byte(c.head)) || len(got) != len(c.head)+c.size {
			t.Errorf("%s: %d bytes that begin with %q", name, len(got), got[:min(len(got), 80)])
		}
	}
}

func TestWhatCannotBeDecoded(t *testing.T) {
	useLibHEIF(t)
	const phone = "../../engine/photo/testdata/phone.heic"
	text := filepath.Join(t.TempDir(), "text.heic")
	if err := os.WriteFile(text, []byte("no photo"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, thumbnail, pixels, says string }{
		{phone, "0", "1000", "phone.heic: too big"},
		{phone, "77", "1000000", "cannot decode"},
		{phone, "x", "1000000", "invalid"},
		{phone, "0", "-1", "invalid"},
		{text, "0", "1000000", "cannot decode"},
		{"none.heic", "0", "1000000", "none.heic"},
	} {
		var out bytes.Buffer
		if err := decode(c.path, c.thumbnail, c.pixels, &out); err == nil || !strings.Contains(err.Error(), c.says) || out.Len() > 0 {
			t.Errorf("%v: %v, %d bytes", c, err, out.Len())
		}
	}
}

// A library without what is needed, as an old one, is an error like a missing one.
func TestLibHEIFIsMissingOrOld(t *testing.T) {
	useLibHEIF(t)
	old, _ := filepath.Glob(filepath.Join(filepath.Dir(os.Getenv("LIBHEIF_LIB")), "libde265*")) // any other
	for _, path := range append(old, filepath.Join(t.TempDir(), "none.so")) {
		t.Setenv("LIBHEIF_LIB", path)
		if err := decode("a.heic", "0", "1", new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "libheif's library does not load") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
