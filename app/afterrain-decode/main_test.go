package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// useLibRaw names the library that is installed for the build.
func useLibRaw(t *testing.T) {
	t.Helper()
	if os.Getenv("LIBRAW_LIB") != "" {
		return
	}
	found, _ := filepath.Glob("../../build/libraw/*/libraw_r.so.*")
	if len(found) == 0 {
		t.Fatal("LibRaw is missing: packaging/linux/install.sh build gets it")
	}
	t.Setenv("LIBRAW_LIB", found[0])
}

func TestDevelop(t *testing.T) {
	useLibRaw(t)
	var plain bytes.Buffer
	if err := develop("../../engine/photo/testdata/raw.dng", way{dark: true}, &plain); err != nil {
		t.Fatal(err)
	}
	const head = "P6\n64 96\n65535\n" // turned as its EXIF says
	if got := plain.Bytes(); !bytes.HasPrefix(got, []byte(head)) || len(got) != len(head)+2*3*64*96 {
		t.Fatalf("%d bytes that begin with %q", len(got), got[:min(len(got), len(head))])
	}
}

// In the sensor's colours the picture is linear, and its head says what they are.
func TestDevelopInTheSensorsColours(t *testing.T) {
	useLibRaw(t)
	var out bytes.Buffer
	if err := develop("../../engine/photo/testdata/raw.dng", wayOf([]string{"-w", "-6", "-o", "0", "-Z", "-"}), &out); err != nil {
		t.Fatal(err)
	}
	head, rest, _ := bytes.Cut(out.Bytes(), []byte("\n64 96\n65535\n"))
	about, ok := bytes.CutPrefix(head, []byte("P6\n# "))
	var s sensor
	if err := json.Unmarshal(about, &s); !ok || err != nil || len(rest) != 2*3*64*96 {
		t.Fatalf("%q: %v", head, err)
	}
	if s.Make != "Acme" || s.Model != "Box" || s.Balance != [3]float64{1, 1, 1} || s.Exposure != 0 {
		t.Errorf("it says %+v", s)
	}
	for i, row := range s.SRGB { // the file's colours are sRGB's
		for j, v := range row {
			if want := map[bool]float64{true: 1}[i == j]; math.Abs(v-want) > 1e-3 || math.Abs(s.Daylight[i]-1) > 1e-3 {
				t.Errorf("its colours are %v and %v", s.SRGB, s.Daylight)
			}
		}
	}
}

// A picture without white is made brighter where that is asked for.
func TestBrighten(t *testing.T) {
	useLibRaw(t)
	data, err := os.ReadFile("../../engine/photo/testdata/raw.dng")
	if err != nil {
		t.Fatal(err)
	}
	for y := range 12 { // the white corner of a mosaic 96 pixels wide, behind the head
		clear(data[8+2*96*y:][:2*12])
	}
	path := filepath.Join(t.TempDir(), "dark.dng")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	var plain, bright bytes.Buffer
	if err := errors.Join(develop(path, way{dark: true}, &plain), develop(path, way{}, &bright)); err != nil {
		t.Fatal(err)
	}
	if p, b := mean(plain.Bytes()), mean(bright.Bytes()); b < 1.2*p {
		t.Errorf("%.0f, and brightened %.0f", p, b)
	}
}

// mean of the samples of a picture of 64 x 96 pixels, big-endian, of 16 bits.
func mean(data []byte) float64 {
	sum := 0
	data = data[len(data)-2*3*64*96:]
	for i := 0; i < len(data); i += 2 {
		sum += int(data[i])<<8 + int(data[i+1])
	}
	return float64(sum) / float64(len(data)/2)
}

func TestWhatCannotBeDeveloped(t *testing.T) {
	useLibRaw(t)
	whole, err := os.ReadFile("../../engine/photo/testdata/raw.dng")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"text.dng": {bytes.Repeat([]byte("no photo "), 100), "Unsupported"},
		"cut.dng":  {whole[:len(whole)/2], "cannot unpack"},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, c.data, 0o666); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := develop(path, way{dark: true}, &out); err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), name) || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
}

func TestLibRawIsMissing(t *testing.T) {
	t.Setenv("LIBRAW_LIB", filepath.Join(t.TempDir(), "none.so"))
	if err := develop("a.dng", way{}, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "LibRaw's library does not load") {
		t.Error(err)
	}
}
